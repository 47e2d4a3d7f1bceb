import { explains } from './namespace.ts'

explains('EADDRINUSE: who has a Unix path or name, or what is left of it', {
  'a path on which this process listens': {
    code: 'EADDRINUSE',
    en: [
      'This process itself (PID, node server.js) listens on /tmp/scope/app.sock: close that socket, or choose another path.',
    ],
    es: [
      'Este mismo proceso (PID, node server.js) escucha en /tmp/scope/app.sock: cerrá ese socket, o elegí otra ruta.',
    ],
  },
  'a path on which another process listens': {
    code: 'EADDRINUSE',
    en: ['Process PID (node server.js) listens on /tmp/scope/app.sock: stop it, or choose another path.'],
    es: ['El proceso PID (node server.js) escucha en /tmp/scope/app.sock: detenelo, o elegí otra ruta.'],
  },
  'a relative path on which this process listens': {
    code: 'EADDRINUSE',
    en: [
      'This process itself (PID, node server.js) listens on /tmp/scope/./app.sock: close that socket, or choose another path.',
    ],
    es: [
      'Este mismo proceso (PID, node server.js) escucha en /tmp/scope/./app.sock: cerrá ese socket, o elegí otra ruta.',
    ],
  },
  'a path that was left behind': {
    code: 'EADDRINUSE',
    en: [
      'The path /tmp/scope/app.sock is left over: no socket of this network namespace is bound to it any more. Remove it before bind, or listen with { unlink: true }.',
    ],
    es: [
      'La ruta /tmp/scope/app.sock es un resto: ya ningún socket de este espacio de nombres de red tiene bind ahí. Borrala antes del bind, o usá listen con { unlink: true }.',
    ],
  },
  'a path of a file': {
    code: 'EADDRINUSE',
    en: ['The path /tmp/scope/notes.txt is a file, not a socket: choose another path.'],
    es: ['La ruta /tmp/scope/notes.txt es de un archivo, no de un socket: elegí otra.'],
  },
  'an abstract name that is taken': {
    code: 'EADDRINUSE',
    en: [
      'This process itself (PID, node server.js) has a socket bound to @metrics: close that socket, or choose another name.',
    ],
    es: [
      'Este mismo proceso (PID, node server.js) tiene un socket con bind en @metrics: cerrá ese socket, o elegí otro nombre.',
    ],
  },
})

explains('ECONNREFUSED, EPROTOTYPE, EPERM: who is at a Unix path', {
  'connecting where the server is gone': {
    code: 'ECONNREFUSED',
    en: [
      'The path /tmp/scope/app.sock is left over from a server that is gone: start the server, which has to remove the file first.',
    ],
    es: [
      'La ruta /tmp/scope/app.sock es el resto de un servidor que ya no está: arrancá el servidor, que antes tiene que borrar el archivo.',
    ],
  },
  'connecting where nobody listens yet': {
    code: 'ECONNREFUSED',
    en: [
      'This process itself (PID, node server.js) has bound /tmp/scope/app.sock, but does not listen on it: it has not called listen() yet, or never will.',
    ],
    es: [
      'Este mismo proceso (PID, node server.js) hizo bind en /tmp/scope/app.sock, pero no escucha: todavía no llamó a listen(), o no lo hará nunca.',
    ],
  },
  'connecting to a directory': {
    code: 'ECONNREFUSED',
    en: ['The path /tmp/scope is a directory, not a socket: choose another path.'],
    es: ['La ruta /tmp/scope es de un directorio, no de un socket: elegí otra.'],
  },
  'connecting to an abstract name of nobody': {
    code: 'ECONNREFUSED',
    en: [
      'No socket of this network namespace has the abstract name @nobody: start the server first, in the same namespace.',
    ],
    es: [
      'Ningún socket de este espacio de nombres de red tiene el nombre abstracto @nobody: arrancá antes el servidor, en ese mismo espacio.',
    ],
  },
  'connecting to another type': {
    code: 'EPROTOTYPE',
    en: [
      'The socket at /tmp/scope/app.sock is SOCK_DGRAM and this one SOCK_SEQPACKET: both ends must be of one type.',
    ],
    es: [
      'El socket de /tmp/scope/app.sock es SOCK_DGRAM y este es SOCK_SEQPACKET: los dos extremos tienen que ser del mismo tipo.',
    ],
  },
  'sending to a socket that is connected to another': {
    code: 'EPERM',
    en: [
      'This process itself (PID, node server.js) has /tmp/scope/a, connected to another peer: it takes datagrams of that peer alone.',
    ],
    es: [
      'Este mismo proceso (PID, node server.js) tiene /tmp/scope/a, conectado a otro par: solo recibe datagramas de ese par.',
    ],
  },
})

explains('ETIMEDOUT: a Unix listener that does not accept', {
  'connecting where the queue is full': {
    code: 'ETIMEDOUT',
    en: [
      'This process itself (PID, node server.js) listens on /tmp/scope/app.sock but does not accept, and its queue is full: it is stuck, or its backlog is too short.',
    ],
    es: [
      'Este mismo proceso (PID, node server.js) escucha en /tmp/scope/app.sock pero no hace accept, y su cola está llena: está trabado, o su backlog es muy corto.',
    ],
  },
  'a Unix name of which the queue is full': {
    code: 'ETIMEDOUT',
    en: [
      'This process itself (PID, node server.js) listens on @busy but does not accept, and its queue is full: it is stuck, or its backlog is too short.',
    ],
    es: [
      'Este mismo proceso (PID, node server.js) escucha en @busy pero no hace accept, y su cola está llena: está trabado, o su backlog es muy corto.',
    ],
  },
})

explains('ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG: which part of a path is missing', {
  'connecting below a directory that is missing': {
    code: 'ENOENT',
    en: ['The directory /tmp/scope/run does not exist: check the path, and start the server first.'],
    es: ['El directorio /tmp/scope/run no existe: revisá la ruta, y arrancá antes el servidor.'],
  },
  'binding below a directory that is missing': {
    code: 'ENOENT',
    en: ['The directory /tmp/scope/run does not exist: create it before bind.'],
    es: ['El directorio /tmp/scope/run no existe: crealo antes del bind.'],
  },
  'connecting where nothing stands': {
    code: 'ENOENT',
    en: ['The path /tmp/scope/app.sock does not exist, though its directory does: start the server first.'],
    es: ['La ruta /tmp/scope/app.sock no existe, aunque su directorio sí: arrancá antes el servidor.'],
  },
  'a path whose file has gone': {
    code: 'ENOENT',
    en: ['The path /tmp/scope/app.sock does not exist, though its directory does: start the server first.'],
    es: ['La ruta /tmp/scope/app.sock no existe, aunque su directorio sí: arrancá antes el servidor.'],
  },
  'connecting below a file': {
    code: 'ENOTDIR',
    en: ['The path /tmp/scope/run is a file, and a directory is needed there: check the path.'],
    es: ['La ruta /tmp/scope/run es de un archivo, y ahí hace falta un directorio: revisala.'],
  },
  'connecting to a link that leads nowhere': {
    code: 'ENOENT',
    en: [
      'The path /tmp/scope/app.sock is a symbolic link to /nonexistent/app.sock, which does not exist: start the server there, or mend the link.',
    ],
    es: [
      'La ruta /tmp/scope/app.sock es un enlace simbólico a /nonexistent/app.sock, que no existe: arrancá ahí el servidor, o corregí el enlace.',
    ],
  },
  'connecting to links in a circle': {
    code: 'ELOOP',
    en: ['The symbolic links at /tmp/scope/loop lead in a circle: mend them, or name the file itself.'],
    es: [
      'Los enlaces simbólicos de /tmp/scope/loop dan vueltas en círculo: corregilos, o nombrá el archivo mismo.',
    ],
  },
  'connecting to a link that is too long': {
    code: 'ENAMETOOLONG',
    en: ['The path /tmp/scope/long is, or leads to, a name longer than the file system allows: shorten it.'],
    es: [
      'La ruta /tmp/scope/long es, o lleva a, un nombre más largo de lo que admite el sistema de archivos: acortala.',
    ],
  },
})

explains('EACCES: who may not do what on a path', {
  'a directory that may not be searched': {
    code: 'EACCES',
    en: [
      'User nobody may not search the directory /tmp/scope/private, which belongs to root:root with mode 700.',
      'Run as its owner, or have the owner change the mode.',
    ],
    es: [
      'El usuario nobody no puede atravesar el directorio /tmp/scope/private, que es de root:root con modo 700.',
      'Ejecutalo como su dueño, o que el dueño cambie el modo.',
    ],
  },
  'a directory that may not be written': {
    code: 'EACCES',
    en: [
      'User nobody may not create files in /tmp/scope, which belongs to root:root with mode 755.',
      'Run as its owner, or have the owner change the mode.',
    ],
    es: [
      'El usuario nobody no puede crear archivos en /tmp/scope, que es de root:root con modo 755.',
      'Ejecutalo como su dueño, o que el dueño cambie el modo.',
    ],
  },
  'a socket that may not be written': {
    code: 'EACCES',
    en: [
      'User nobody may not write to /tmp/scope/app.sock, which belongs to root:adm with mode 660; connecting needs that.',
      'Run as its owner or as a member of group adm, or have the owner change the mode.',
    ],
    es: [
      'El usuario nobody no puede escribir en /tmp/scope/app.sock, que es de root:adm con modo 660; para conectar hace falta.',
      'Ejecutalo como su dueño o como miembro del grupo adm, o que el dueño cambie el modo.',
    ],
  },
})
