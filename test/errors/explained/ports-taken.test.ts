import { explains } from './namespace.ts'

explains('EADDRINUSE: a client was given the port', {
  'a connection of a client has the port': {
    code: 'EADDRINUSE',
    en: [
      'Held by this process itself (PID, node server.js), ESTABLISHED.',
      'The system gives ports 32768 to 60999 to clients (net.ipv4.ip_local_port_range): choose one outside, or keep this one out with net.ipv4.ip_local_reserved_ports.',
    ],
    es: [
      'Lo tiene este mismo proceso (PID, node server.js), ESTABLISHED.',
      'El sistema da los puertos 32768 a 60999 a los clientes (net.ipv4.ip_local_port_range): elegí uno de afuera, o reservá este con net.ipv4.ip_local_reserved_ports.',
    ],
  },
})

explains('EADDRINUSE: why SO_REUSEPORT did not help', {
  'SO_REUSEPORT on one side': {
    code: 'EADDRINUSE',
    en: [
      'Held by this process itself (PID, node server.js), LISTEN.',
      'SO_REUSEPORT is set here, but not on that socket: both need it, before bind.',
      'Choose another port, close that socket first, or share the port with SO_REUSEPORT on both sockets.',
    ],
    es: [
      'Lo tiene este mismo proceso (PID, node server.js), LISTEN.',
      'SO_REUSEPORT está puesto acá, pero no en aquel socket: hace falta en los dos, antes del bind.',
      'Elegí otro puerto, cerrá antes ese socket, o compartí el puerto con SO_REUSEPORT en ambos sockets.',
    ],
  },
  'SO_REUSEPORT of another user': {
    code: 'EADDRINUSE',
    en: [
      'Held by this process itself (PID, node server.js), LISTEN.',
      'SO_REUSEPORT shares a port among sockets of one user only, and that one belongs to user nobody.',
      'Choose another port, close that socket first, or share the port with SO_REUSEPORT on both sockets.',
    ],
    es: [
      'Lo tiene este mismo proceso (PID, node server.js), LISTEN.',
      'SO_REUSEPORT comparte un puerto solo entre sockets de un mismo usuario, y aquel es de nobody.',
      'Elegí otro puerto, cerrá antes ese socket, o compartí el puerto con SO_REUSEPORT en ambos sockets.',
    ],
  },
})

explains('EADDRINUSE: TIME_WAIT, and for how long', {
  'TIME_WAIT, without SO_REUSEADDR': {
    code: 'EADDRINUSE',
    en: [
      'A connection whose server closed first is in TIME_WAIT there, for N s more.',
      'Set SO_REUSEADDR before bind in every run of the server (this one was started without), or let clients close first.',
    ],
    es: [
      'Ahí hay una conexión en TIME_WAIT, cuyo servidor cerró primero: le quedan N s.',
      'Poné SO_REUSEADDR antes del bind en cada ejecución del servidor (esta arrancó sin él), o dejá que los clientes cierren primero.',
    ],
  },
})

explains('EADDRINUSE: TIME_WAIT of a server that was started without SO_REUSEADDR', {
  'TIME_WAIT, with SO_REUSEADDR here': {
    code: 'EADDRINUSE',
    en: [
      'A connection whose server closed first is in TIME_WAIT there, for N s more.',
      'SO_REUSEADDR is set here, so the run before was started without it: wait, and set it in every run of the server.',
    ],
    es: [
      'Ahí hay una conexión en TIME_WAIT, cuyo servidor cerró primero: le quedan N s.',
      'Acá SO_REUSEADDR está puesto, así que la ejecución anterior arrancó sin él: esperá, y ponelo en cada ejecución del servidor.',
    ],
  },
})

explains(
  'EADDRINUSE, EADDRNOTAVAIL: all ports that the system chooses from are taken',
  {
    'no port left to bind': {
      code: 'EADDRINUSE',
      en: [
        'All 4 ports that the system chooses from (net.ipv4.ip_local_port_range, 40000 to 40003) are taken.',
        'Close sockets that are not needed, bind to a port of your choice, or widen the range.',
      ],
      es: [
        'Los 4 puertos que el sistema elige (net.ipv4.ip_local_port_range, 40000 a 40003) están ocupados.',
        'Cerrá los sockets que no hagan falta, hacé bind a un puerto elegido por vos, o ampliá el rango.',
      ],
    },
    'no port left to connect': {
      code: 'EADDRNOTAVAIL',
      en: [
        'All 4 ports that the system chooses from (net.ipv4.ip_local_port_range, 40000 to 40003) are taken towards 127.0.0.1:4444.',
        'Use connections again instead of making new ones, connect from more addresses, or widen the range.',
      ],
      es: [
        'Los 4 puertos que el sistema elige (net.ipv4.ip_local_port_range, 40000 a 40003) están ocupados hacia 127.0.0.1:4444.',
        'Volvé a usar las conexiones en vez de abrir otras, conectá desde más direcciones, o ampliá el rango.',
      ],
    },
  },
  { setup: 'echo 40000 40003 > /proc/sys/net/ipv4/ip_local_port_range' },
)

explains('EADDRNOTAVAIL: a connection between the same ends exists', {
  'a connection that exists': {
    code: 'EADDRNOTAVAIL',
    en: [
      'A connection from 127.0.0.1:5555 to 127.0.0.1:4444 exists, or is in TIME_WAIT: bind to another port, or to port 0.',
    ],
    es: [
      'Ya existe una conexión de 127.0.0.1:5555 a 127.0.0.1:4444, o está en TIME_WAIT: hacé bind a otro puerto, o al puerto 0.',
    ],
  },
})
