import { explains } from './namespace.ts'

explains('EADDRINUSE: who has the port, and what to do', {
  'another process listens': {
    code: 'EADDRINUSE',
    en: [
      'Held by process PID (node server.js), LISTEN.',
      'Choose another port, stop that process, or share the port with SO_REUSEPORT on both sockets.',
    ],
    es: [
      'Lo tiene el proceso PID (node server.js), LISTEN.',
      'Elegí otro puerto, detené ese proceso, o compartí el puerto con SO_REUSEPORT en ambos sockets.',
    ],
  },
  "another user's process listens": {
    code: 'EADDRINUSE',
    en: [
      'Held by a process of user root, LISTEN.',
      'Choose another port, stop that process, or share the port with SO_REUSEPORT on both sockets.',
    ],
    es: [
      'Lo tiene un proceso del usuario root, LISTEN.',
      'Elegí otro puerto, detené ese proceso, o compartí el puerto con SO_REUSEPORT en ambos sockets.',
    ],
  },
  'this process listens': {
    code: 'EADDRINUSE',
    en: [
      'Held by this process itself (PID, node server.js), LISTEN.',
      'Choose another port, close that socket first, or share the port with SO_REUSEPORT on both sockets.',
    ],
    es: [
      'Lo tiene este mismo proceso (PID, node server.js), LISTEN.',
      'Elegí otro puerto, cerrá antes ese socket, o compartí el puerto con SO_REUSEPORT en ambos sockets.',
    ],
  },
  'this process is bound and does not listen': {
    code: 'EADDRINUSE',
    en: [
      'Held by this process itself: descriptor N is bound to it, and does not listen.',
      'Choose another port, close that socket first, or share the port with SO_REUSEPORT on both sockets.',
    ],
    es: [
      'Lo tiene este mismo proceso: con el descriptor N hizo bind, y no escucha.',
      'Elegí otro puerto, cerrá antes ese socket, o compartí el puerto con SO_REUSEPORT en ambos sockets.',
    ],
  },
  'another process is bound and does not listen': {
    code: 'EADDRINUSE',
    en: [
      'Nobody listens there now and no connection is there: a socket is only bound to it, which the kernel does not list, or the holder has just gone.',
      'Choose another port, stop the holder, or share the port with SO_REUSEPORT on both sockets.',
    ],
    es: [
      'Ahora ahí nadie escucha ni hay conexiones: algún socket hizo solamente bind, y a esos el kernel no los lista, o quien lo tenía acaba de irse.',
      'Elegí otro puerto, detené a quien lo tiene, o compartilo con SO_REUSEPORT en ambos sockets.',
    ],
  },
  'a UDP socket is bound': {
    code: 'EADDRINUSE',
    en: [
      'Held by this process itself (PID, node server.js), bound UDP socket.',
      'Choose another port, close that socket first, or share the port with SO_REUSEPORT on both sockets.',
    ],
    es: [
      'Lo tiene este mismo proceso (PID, node server.js), socket UDP con bind.',
      'Elegí otro puerto, cerrá antes ese socket, o compartí el puerto con SO_REUSEPORT en ambos sockets.',
    ],
  },
  'listen, where another listens': {
    code: 'EADDRINUSE',
    en: [
      'Held by this process itself (PID, node server.js), LISTEN.',
      'Choose another port, close that socket first, or share the port with SO_REUSEPORT on both sockets.',
    ],
    es: [
      'Lo tiene este mismo proceso (PID, node server.js), LISTEN.',
      'Elegí otro puerto, cerrá antes ese socket, o compartí el puerto con SO_REUSEPORT en ambos sockets.',
    ],
  },
})

explains('EADDRINUSE: which address stands in the way, and why', {
  'a wildcard stands in the way': {
    code: 'EADDRINUSE',
    en: [
      'Held by this process itself (PID, node server.js), LISTEN on 0.0.0.0:4444, which is every address.',
      'Choose another port, close that socket first, or share the port with SO_REUSEPORT on both sockets.',
    ],
    es: [
      'Lo tiene este mismo proceso (PID, node server.js), LISTEN en 0.0.0.0:4444, que abarca todas las direcciones.',
      'Elegí otro puerto, cerrá antes ese socket, o compartí el puerto con SO_REUSEPORT en ambos sockets.',
    ],
  },
  'a wildcard is wanted': {
    code: 'EADDRINUSE',
    en: [
      'Held by this process itself (PID, node server.js), LISTEN on 127.0.0.1:4444, which the wildcard address includes.',
      'Choose another port, close that socket first, or share the port with SO_REUSEPORT on both sockets.',
    ],
    es: [
      'Lo tiene este mismo proceso (PID, node server.js), LISTEN en 127.0.0.1:4444, que el comodín incluye.',
      'Elegí otro puerto, cerrá antes ese socket, o compartí el puerto con SO_REUSEPORT en ambos sockets.',
    ],
  },
  'the IPv6 wildcard takes IPv4': {
    code: 'EADDRINUSE',
    en: [
      'Held by process PID (node server.js), LISTEN on [::]:4444, which takes IPv4 too.',
      'Choose another port, stop that process, or have it set IPV6_V6ONLY before bind, which leaves IPv4 to others.',
    ],
    es: [
      'Lo tiene el proceso PID (node server.js), LISTEN en [::]:4444, que también toma IPv4.',
      'Elegí otro puerto, detené ese proceso, o hacé que ponga IPV6_V6ONLY antes del bind, que deja IPv4 libre.',
    ],
  },
  'IPv4 stands in the way of the IPv6 wildcard': {
    code: 'EADDRINUSE',
    en: [
      'Held by this process itself (PID, node server.js), LISTEN on 127.0.0.1:4444, and the IPv6 wildcard takes IPv4 too.',
      'Choose another port, have that socket closed, or set IPV6_V6ONLY before bind to take IPv6 alone.',
    ],
    es: [
      'Lo tiene este mismo proceso (PID, node server.js), LISTEN en 127.0.0.1:4444, y el comodín de IPv6 también toma IPv4.',
      'Elegí otro puerto, hacé que ese socket se cierre, o poné IPV6_V6ONLY antes del bind para tomar solamente IPv6.',
    ],
  },
})

explains(
  'EADDRINUSE: this process is known where /proc numbers processes otherwise',
  {
    'this process listens': {
      code: 'EADDRINUSE',
      en: [
        'Held by this process itself (PID, node server.js), LISTEN.',
        'Choose another port, close that socket first, or share the port with SO_REUSEPORT on both sockets.',
      ],
      es: [
        'Lo tiene este mismo proceso (PID, node server.js), LISTEN.',
        'Elegí otro puerto, cerrá antes ese socket, o compartí el puerto con SO_REUSEPORT en ambos sockets.',
      ],
    },
  },
  { setup: 'ip link set lo up', flags: ['--net', '--pid', '--fork', '--kill-child'] },
)
