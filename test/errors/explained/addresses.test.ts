import { explains, VETH } from './namespace.ts'

explains(
  "EADDRNOTAVAIL: an address of nobody, and this machine's own",
  {
    'an address of nobody': {
      code: 'EADDRNOTAVAIL',
      en: [
        'The address 192.0.2.1 is not of this machine, which has 127.0.0.1 and 10.1.1.1.',
        'Bind to one that it has, or to 0.0.0.0 for all of them.',
      ],
      es: [
        'La dirección 192.0.2.1 no es de esta máquina, que tiene 127.0.0.1 y 10.1.1.1.',
        'Hacé bind a una que tenga, o a 0.0.0.0 para abarcarlas todas.',
      ],
    },
    'an IPv6 address of nobody': {
      code: 'EADDRNOTAVAIL',
      en: [
        'The address 2001:db8::1 is not of this machine, which has ::1.',
        'Bind to one that it has, or to :: for all of them.',
      ],
      es: [
        'La dirección 2001:db8::1 no es de esta máquina, que tiene ::1.',
        'Hacé bind a una que tenga, o a :: para abarcarlas todas.',
      ],
    },
  },
  { setup: VETH },
)

explains(
  'EADDRNOTAVAIL: an IPv6 address that is not ready',
  {
    'an address that is not ready': {
      code: 'EADDRNOTAVAIL',
      en: [
        'The address 2001:db8::2 on v0 is not ready: whether another host has it is still being checked; try again in two seconds.',
      ],
      es: [
        'La dirección 2001:db8::2 de v0 no está lista: todavía se averigua si otro host la tiene; probá en dos segundos.',
      ],
    },
  },
  {
    setup: `${VETH}
ip addr add 2001:db8::2/64 dev v0`,
  },
)

explains(
  'EADDRNOTAVAIL: IPv6 is off',
  {
    'IPv6 is off': {
      code: 'EADDRNOTAVAIL',
      en: [
        'IPv6 is switched off on this machine (net.ipv6.conf.all.disable_ipv6 is 1): switch it on, or use IPv4.',
      ],
      es: ['IPv6 está apagado en esta máquina (net.ipv6.conf.all.disable_ipv6 es 1): encendelo, o usá IPv4.'],
    },
    'IPv6 is off, and connected to': {
      code: 'EADDRNOTAVAIL',
      en: [
        'IPv6 is switched off on this machine (net.ipv6.conf.all.disable_ipv6 is 1): switch it on, or use IPv4.',
      ],
      es: ['IPv6 está apagado en esta máquina (net.ipv6.conf.all.disable_ipv6 es 1): encendelo, o usá IPv4.'],
    },
  },
  { setup: 'echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6' },
)

explains('EINVAL, ENETUNREACH: addresses of many, and streams', {
  'a multicast address for a stream': {
    code: 'ENETUNREACH',
    en: ['The address 224.0.0.1 is a multicast one, and streams go to one peer: use SOCK_DGRAM.'],
    es: ['La dirección 224.0.0.1 es de multicast, y un stream va a un solo par: usá SOCK_DGRAM.'],
  },
  'a broadcast address for a stream': {
    code: 'ENETUNREACH',
    en: ['The address 127.255.255.255 is a broadcast one, and streams go to one peer: use SOCK_DGRAM.'],
    es: ['La dirección 127.255.255.255 es de broadcast, y un stream va a un solo par: usá SOCK_DGRAM.'],
  },
  'an IPv6 multicast address for a stream': {
    code: 'EINVAL',
    en: ['The address ff02::1 is a multicast one, and streams go to one peer: use SOCK_DGRAM.'],
    es: ['La dirección ff02::1 es de multicast, y un stream va a un solo par: usá SOCK_DGRAM.'],
  },
})

explains(
  'EINVAL, ENODEV: which interface',
  {
    'a link-local address without a scope': {
      code: 'EINVAL',
      en: [
        'The address fe80::1 is link-local, good on one interface only: name it with scopeId, the number of lo (1), v0 (20) or v1 (21).',
      ],
      es: [
        'La dirección fe80::1 es de enlace local y vale en una sola interfaz: nombrala con scopeId, el número de lo (1), v0 (20) o v1 (21).',
      ],
    },
    'an interface that there is not': {
      code: 'ENODEV',
      en: ['No interface has the index 99; there are lo (1), v0 (20) and v1 (21).'],
      es: ['Ninguna interfaz tiene el índice 99; hay lo (1), v0 (20) y v1 (21).'],
    },
    'a device that there is not': {
      code: 'ENODEV',
      en: ['No interface is named nope0; there are lo (1), v0 (20) and v1 (21).'],
      es: ['Ninguna interfaz se llama nope0; hay lo (1), v0 (20) y v1 (21).'],
    },
  },
  { setup: VETH },
)

explains('ECONNREFUSED: nobody listens, or only elsewhere', {
  'refused, nobody listens': {
    code: 'ECONNREFUSED',
    en: [
      'Nobody listens there: no socket of this machine takes what comes to TCP port 4444.',
      'Start the server first, and check the port.',
    ],
    es: [
      'Ahí nadie escucha: ningún socket de esta máquina recibe lo que llega al puerto 4444 de TCP.',
      'Arrancá antes el servidor, y revisá el puerto.',
    ],
  },
  'refused, UDP': {
    code: 'ECONNREFUSED',
    en: [
      'Nobody listens there: no socket of this machine takes what comes to UDP port 4444.',
      'Start the server first, and check the port.',
    ],
    es: [
      'Ahí nadie escucha: ningún socket de esta máquina recibe lo que llega al puerto 4444 de UDP.',
      'Arrancá antes el servidor, y revisá el puerto.',
    ],
  },
  'refused, another address listens': {
    code: 'ECONNREFUSED',
    en: [
      'This process itself (PID, node server.js) listens on [::1]:4444 only: connect there, or have it bind to 127.0.0.1 or the wildcard address.',
    ],
    es: [
      'Este mismo proceso (PID, node server.js) escucha solo en [::1]:4444: conectate ahí, o hacé que su bind sea a 127.0.0.1 o al comodín.',
    ],
  },
  'refused, IPv6 alone listens': {
    code: 'ECONNREFUSED',
    en: [
      'This process itself (PID, node server.js) listens on [::]:4444 for IPv6 alone (IPV6_V6ONLY): connect to an IPv6 address.',
    ],
    es: [
      'Este mismo proceso (PID, node server.js) escucha en [::]:4444 solo para IPv6 (IPV6_V6ONLY): conectate a una dirección IPv6.',
    ],
  },
  'refused, UDP is there instead': {
    code: 'ECONNREFUSED',
    en: [
      'Nobody listens on TCP port 4444, but this process itself (PID, node server.js) has UDP port 4444: one of the two uses the wrong type.',
    ],
    es: [
      'Nadie escucha en el puerto 4444 de TCP, pero este mismo proceso (PID, node server.js) tiene el 4444 de UDP: uno de los dos usa el tipo equivocado.',
    ],
  },
  'refused, and then somebody listens': {
    code: 'ECONNREFUSED',
    en: [
      'This process itself (PID, node server.js) listens on 127.0.0.1:4444 now: it began after this call, or a firewall of this machine rejects.',
    ],
    es: [
      'Este mismo proceso (PID, node server.js) escucha ahora en 127.0.0.1:4444: empezó después de esta llamada, o un firewall de esta máquina rechaza.',
    ],
  },
})
