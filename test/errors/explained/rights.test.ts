import { explains } from './namespace.ts'

explains('EACCES, EPERM: what needs a privilege', {
  'a port that is reserved': {
    code: 'EACCES',
    en: [
      'Port 80 is below 1024, where binding needs CAP_NET_BIND_SERVICE (net.ipv4.ip_unprivileged_port_start).',
      'Choose a port from 1024 on, run as root, or give node the capability: setcap cap_net_bind_service=+ep /usr/bin/node.',
    ],
    es: [
      'El puerto 80 está por debajo de 1024, donde bind necesita CAP_NET_BIND_SERVICE (net.ipv4.ip_unprivileged_port_start).',
      'Elegí un puerto desde 1024, ejecutalo como root, o dale a node la capacidad: setcap cap_net_bind_service=+ep /usr/bin/node.',
    ],
  },
  'a raw socket without privileges': {
    code: 'EPERM',
    en: [
      'Raw sockets need CAP_NET_RAW.',
      'Run as root, or give node the capability: setcap cap_net_raw=+ep /usr/bin/node; in a container, --cap-add NET_RAW.',
    ],
    es: [
      'Los sockets raw necesitan CAP_NET_RAW.',
      'Ejecutalo como root, o dale a node la capacidad: setcap cap_net_raw=+ep /usr/bin/node; en un contenedor, --cap-add NET_RAW.',
    ],
  },
  'a packet socket without privileges': {
    code: 'EPERM',
    en: [
      'Packet sockets need CAP_NET_RAW.',
      'Run as root, or give node the capability: setcap cap_net_raw=+ep /usr/bin/node; in a container, --cap-add NET_RAW.',
    ],
    es: [
      'Los sockets de paquetes necesitan CAP_NET_RAW.',
      'Ejecutalo como root, o dale a node la capacidad: setcap cap_net_raw=+ep /usr/bin/node; en un contenedor, --cap-add NET_RAW.',
    ],
  },
  'a ping socket that is for no group': {
    code: 'EACCES',
    en: [
      'Sockets for ICMP without privileges are for no group (net.ipv4.ping_group_range), and this process is of group nogroup: widen the range.',
    ],
    es: [
      'Los sockets ICMP sin privilegios no son para ningún grupo (net.ipv4.ping_group_range), y este proceso es del grupo nogroup: ampliá el rango.',
    ],
  },
  'SO_MARK without privileges': {
    code: 'EPERM',
    en: [
      'SO_MARK with this value needs CAP_NET_ADMIN.',
      'Run as root, or give node the capability: setcap cap_net_admin=+ep /usr/bin/node; in a container, --cap-add NET_ADMIN.',
    ],
    es: [
      'SO_MARK con ese valor necesita CAP_NET_ADMIN.',
      'Ejecutalo como root, o dale a node la capacidad: setcap cap_net_admin=+ep /usr/bin/node; en un contenedor, --cap-add NET_ADMIN.',
    ],
  },
  'a broadcast without SO_BROADCAST': {
    code: 'EACCES',
    en: ['The address 127.255.255.255 is for broadcasts: set SO_BROADCAST first.'],
    es: ['La dirección 127.255.255.255 es de broadcast: poné antes SO_BROADCAST.'],
  },
})

explains(
  'EACCES: a route that forbids',
  {
    'a route that forbids': {
      code: 'EACCES',
      en: [
        'A route of this machine forbids 10.9.0.0/16, and 10.9.8.7 with it: "ip route" shows it as prohibit or unreachable.',
      ],
      es: [
        'Una ruta de esta máquina prohíbe 10.9.0.0/16, y con eso 10.9.8.7: "ip route" la muestra como prohibit o unreachable.',
      ],
    },
  },
  { setup: 'ip route add prohibit 10.9.0.0/16' },
)

explains(
  'EPERM: the privileges of another namespace',
  {
    'a raw socket as root of another namespace': {
      code: 'EPERM',
      en: [
        'Raw sockets need CAP_NET_RAW.',
        'This process has CAP_NET_RAW, but only in its own user namespace, which does not own this network.',
      ],
      es: [
        'Los sockets raw necesitan CAP_NET_RAW.',
        'Este proceso tiene CAP_NET_RAW, pero solo en su propio espacio de usuarios, que no es dueño de esta red.',
      ],
    },
  },
  { flags: ['--user', '--map-root-user'] },
)
