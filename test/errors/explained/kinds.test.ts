import { explains } from './namespace.ts'

explains(
  'EAFNOSUPPORT, ESOCKTNOSUPPORT, EPROTONOSUPPORT, EINVAL: what goes with what',
  {
    'a family that there is not': {
      code: 'EAFNOSUPPORT',
      en: ['Linux has no sockets of family 99 here: AF_INET, AF_INET6 and AF_UNIX are the usual ones.'],
      es: ['Linux no tiene acá sockets de la familia 99: las usuales son AF_INET, AF_INET6 y AF_UNIX.'],
    },
    'a type that there is not': {
      code: 'ESOCKTNOSUPPORT',
      en: ['Sockets of AF_INET are SOCK_STREAM, SOCK_DGRAM or SOCK_RAW.'],
      es: ['Los sockets de AF_INET son SOCK_STREAM, SOCK_DGRAM o SOCK_RAW.'],
    },
    'a Unix type that there is not': {
      code: 'ESOCKTNOSUPPORT',
      en: ['Sockets of AF_UNIX are SOCK_STREAM, SOCK_DGRAM or SOCK_SEQPACKET.'],
      es: ['Los sockets de AF_UNIX son SOCK_STREAM, SOCK_DGRAM o SOCK_SEQPACKET.'],
    },
    'a protocol of another type': {
      code: 'EPROTONOSUPPORT',
      en: [
        'IPPROTO_TCP goes with SOCK_STREAM, not with SOCK_DGRAM: change one of them, or leave the protocol out.',
      ],
      es: [
        'IPPROTO_TCP va con SOCK_STREAM, no con SOCK_DGRAM: cambiá uno de los dos, o no nombres el protocolo.',
      ],
    },
    'a Unix protocol': {
      code: 'EPROTONOSUPPORT',
      en: ['Unix sockets have no protocol 99: leave it out.'],
      es: ['Los sockets Unix no tienen el protocolo 99: no lo nombres.'],
    },
    'MPTCP is off': {
      code: 'ENOPROTOOPT',
      en: ['Multipath TCP is switched off (net.mptcp.enabled is 0): switch it on, or use IPPROTO_TCP.'],
      es: ['Multipath TCP está apagado (net.mptcp.enabled es 0): encendelo, o usá IPPROTO_TCP.'],
    },
    'an address of another family': {
      code: 'EAFNOSUPPORT',
      en: ['The address is of AF_INET6 and the socket of AF_INET: both must be of one family.'],
      es: ['La dirección es de AF_INET6 y el socket de AF_INET: los dos tienen que ser de la misma familia.'],
    },
    'an address of a shorter family': {
      code: 'EINVAL',
      en: ['The address is of AF_INET and the socket of AF_INET6: both must be of one family.'],
      es: ['La dirección es de AF_INET y el socket de AF_INET6: los dos tienen que ser de la misma familia.'],
    },
  },
  { setup: 'echo 0 > /proc/sys/net/mptcp/enabled' },
)

explains('ENOPROTOOPT, EOPNOTSUPP: whose option it is', {
  'an option of TCP on UDP': {
    code: 'ENOPROTOOPT',
    en: ['TCP_NODELAY is an option of TCP sockets, and this one is UDP.'],
    es: ['TCP_NODELAY es una opción de los sockets TCP, y este es UDP.'],
  },
  'an option of TCP asked of Unix': {
    code: 'EOPNOTSUPP',
    en: ['TCP_NODELAY is an option of TCP sockets, and this one is AF_UNIX.'],
    es: ['TCP_NODELAY es una opción de los sockets TCP, y este es AF_UNIX.'],
  },
  'an option that is only read': {
    code: 'ENOPROTOOPT',
    en: ['This option cannot be set on this socket by Linux RELEASE: it is new, or only to be read.'],
    es: ['En este socket, Linux RELEASE no deja poner esta opción: es nueva, o solo se lee.'],
  },
  'an option that there is not': {
    code: 'ENOPROTOOPT',
    en: ['This option cannot be read of this socket by Linux RELEASE: it is new, or only to be set.'],
    es: ['De este socket, Linux RELEASE no deja leer esta opción: es nueva, o solo se pone.'],
  },
})

explains('EINVAL, EPIPE: the wrong moment', {
  'bound twice': {
    code: 'EINVAL',
    en: ['This socket is bound to 127.0.0.1:4444 already, and a socket is bound once: use a new one.'],
    es: ['Este socket ya tiene bind en 127.0.0.1:4444, y se le hace una sola vez: usá uno nuevo.'],
  },
  'accept before listen': {
    code: 'EINVAL',
    en: ['This socket does not listen: call listen() before accept().'],
    es: ['Este socket no escucha: llamá a listen() antes que a accept().'],
  },
  'sending without a connection': {
    code: 'EPIPE',
    en: ['This socket was never connected: call connect() first.'],
    es: ['Este socket nunca se conectó: llamá antes a connect().'],
  },
  'sending after shutdown': {
    code: 'EPIPE',
    en: [
      'This side has ended its direction with shutdown(): the connection is in FIN_WAIT2, and can only be received from.',
    ],
    es: [
      'De este lado se terminó el envío con shutdown(): la conexión está en FIN_WAIT2, y solo se puede recibir.',
    ],
  },
  'sending after a reset': {
    code: 'EPIPE',
    en: ['The peer has closed or reset the connection: nothing can be sent to it any more.'],
    es: ['El par cerró o reinició la conexión: ya no se le puede enviar nada.'],
  },
})
