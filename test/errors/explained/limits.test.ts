import { explains, VETH } from './namespace.ts'

explains(
  'EMSGSIZE: how long a message may be',
  {
    'a long Unix datagram': {
      code: 'EMSGSIZE',
      en: [
        'A message of this socket has 9,968 bytes at most, since SO_SNDBUF is 10,000: send less, or raise SO_SNDBUF (up to net.core.wmem_max).',
      ],
      es: [
        'Un mensaje de este socket tiene hasta 9968 bytes, porque SO_SNDBUF es 10\u00a0000: enviá menos, o subí SO_SNDBUF (hasta net.core.wmem_max).',
      ],
    },
    'a long UDP datagram': {
      code: 'EMSGSIZE',
      en: ['A UDP datagram over IPv4 has 65,507 bytes at most: send less, or several datagrams.'],
      es: ['Un datagrama UDP sobre IPv4 tiene hasta 65\u00a0507 bytes: enviá menos, o varios datagramas.'],
    },
    'a long UDP datagram over IPv6': {
      code: 'EMSGSIZE',
      en: ['A UDP datagram over IPv6 has 65,527 bytes at most: send less, or several datagrams.'],
      es: ['Un datagrama UDP sobre IPv6 tiene hasta 65\u00a0527 bytes: enviá menos, o varios datagramas.'],
    },
    'a datagram that may not be cut, to a peer': {
      code: 'EMSGSIZE',
      en: ['IP_MTU_DISCOVER forbids fragments and the MTU is 1,400: a datagram has 1,372 bytes at most.'],
      es: ['IP_MTU_DISCOVER prohíbe fragmentar y la MTU es de 1400: un datagrama tiene hasta 1372 bytes.'],
    },
    'a datagram that may not be cut, to an address': {
      code: 'EMSGSIZE',
      en: ['IP_MTU_DISCOVER forbids fragments and the MTU is 1,400: a datagram has 1,372 bytes at most.'],
      es: ['IP_MTU_DISCOVER prohíbe fragmentar y la MTU es de 1400: un datagrama tiene hasta 1372 bytes.'],
    },
  },
  {
    setup: `${VETH}
ip link set v0 mtu 1400`,
  },
)

explains(
  'ENOBUFS: a socket in too many groups',
  {
    'too many groups': {
      code: 'ENOBUFS',
      en: [
        'A socket joins 20 groups at most (net.ipv4.igmp_max_memberships): use another socket, or raise it.',
      ],
      es: [
        'Un socket se une a 20 grupos como mucho (net.ipv4.igmp_max_memberships): usá otro socket, o subí ese límite.',
      ],
    },
  },
  { setup: 'echo 20 > /proc/sys/net/ipv4/igmp_max_memberships' },
)
