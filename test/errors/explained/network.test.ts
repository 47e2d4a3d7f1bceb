import { explains, VETH } from './namespace.ts'

/** Another machine at 10.1.1.2, which forwards, and knows no way to 192.0.2.0/24. */
const ROUTER = `
ip link add v0 type veth peer name v1
ip addr add 10.1.1.1/24 dev v0
ip link set v0 up
unshare --net sleep 30 & peer=$!
while [ "$(readlink /proc/$peer/ns/net)" = "$(readlink /proc/self/ns/net)" ]; do sleep 0.02; done
ip link set v1 netns $peer
nsenter --net=/proc/$peer/ns/net sh -c "ip link set lo up; ip addr add 10.1.1.2/24 dev v1; ip link set v1 up
  echo 1 > /proc/sys/net/ipv4/ip_forward; ip route add unreachable 192.0.2.0/24"
ip route add default via 10.1.1.2`

explains('ENETUNREACH: there is no network', {
  'no route': {
    code: 'ENETUNREACH',
    en: ['This machine has no network: lo is its only interface, as in a container without a network.'],
    es: ['Esta máquina no tiene red: lo es su única interfaz, como en un contenedor sin red.'],
  },
  'no route for IPv6': {
    code: 'ENETUNREACH',
    en: ['This machine has no network: lo is its only interface, as in a container without a network.'],
    es: ['Esta máquina no tiene red: lo es su única interfaz, como en un contenedor sin red.'],
  },
  'a datagram that no route takes': {
    code: 'ENETUNREACH',
    en: ['This machine has no network: lo is its only interface, as in a container without a network.'],
    es: ['Esta máquina no tiene red: lo es su única interfaz, como en un contenedor sin red.'],
  },
})

explains(
  'ENETUNREACH: no route leads there',
  {
    'no route': {
      code: 'ENETUNREACH',
      en: ['No route leads to 192.0.2.7: there is no default route, only 10.1.1.0/24 (v0).'],
      es: ['Ninguna ruta lleva a 192.0.2.7: no hay ruta por defecto, solo 10.1.1.0/24 (v0).'],
    },
    'no route for IPv6': {
      code: 'ENETUNREACH',
      en: [
        'No interface but lo has an IPv6 address that is good beyond its link, so nothing leads to 2001:db8::7: give one an address, or use the other IP version.',
      ],
      es: [
        'Ninguna interfaz salvo lo tiene una dirección IPv6 que valga más allá de su enlace, así que nada lleva a 2001:db8::7: dale una a alguna, o usá la otra versión de IP.',
      ],
    },
  },
  { setup: VETH },
)

explains(
  'ENETUNREACH: a rule leads elsewhere',
  {
    'a network whose rule leads elsewhere': {
      code: 'ENETUNREACH',
      en: [
        'The main table has a route, 10.1.1.0/24 (v0): a rule ("ip rule") leads elsewhere, or a router on the way has none.',
      ],
      es: [
        'La tabla principal tiene una ruta, 10.1.1.0/24 (v0): una regla ("ip rule") lleva a otra parte, o a un router del camino le falta.',
      ],
    },
  },
  {
    setup: `${VETH}
ip rule add to 10.1.1.0/24 unreachable`,
  },
)

explains(
  'ENETUNREACH: the interface is down',
  {
    'a route whose interface is down': {
      code: 'ENETUNREACH',
      en: [
        'No interface but lo has an IPv4 address, so nothing leads to 10.1.1.9: give one an address, or use the other IP version.',
        'The interface v0 is down: bring it up with "ip link set v0 up".',
      ],
      es: [
        'Ninguna interfaz salvo lo tiene una dirección IPv4, así que nada lleva a 10.1.1.9: dale una a alguna, o usá la otra versión de IP.',
        'La interfaz v0 está apagada: levantala con "ip link set v0 up".',
      ],
    },
  },
  {
    setup: `${VETH}
ip link set v0 down`,
  },
)

explains(
  'EHOSTUNREACH: the interface has no link',
  {
    'a route whose interface is down': {
      code: 'EHOSTUNREACH',
      en: ['The interface v0 is up but has no link: its cable, its radio, or the other end is down.'],
      es: ['La interfaz v0 está levantada pero sin enlace: el cable, la radio o la otra punta no funciona.'],
    },
  },
  {
    setup: `${VETH}
ip link set v1 down`,
  },
)

explains(
  'EHOSTUNREACH: a neighbour that does not answer',
  {
    'a neighbour that does not answer': {
      code: 'EHOSTUNREACH',
      en: ['The host 10.1.1.9 does not answer on v0: check that it is on, and that it is on this network.'],
      es: ['El host 10.1.1.9 no contesta en v0: fijate si está encendido, y si está en esa red.'],
    },
  },
  {
    setup: `${VETH}
echo 50 > /proc/sys/net/ipv4/neigh/v0/retrans_time_ms`,
  },
)

explains(
  'EHOSTUNREACH: a router that does not answer',
  {
    'a router that does not answer': {
      code: 'EHOSTUNREACH',
      en: ['The router 10.1.1.2 does not answer on v0: check that it is on, and that it is on this network.'],
      es: ['El router 10.1.1.2 no contesta en v0: fijate si está encendido, y si está en esa red.'],
    },
  },
  {
    setup: `${VETH}
echo 50 > /proc/sys/net/ipv4/neigh/v0/retrans_time_ms
ip route add default via 10.1.1.2`,
  },
)

explains(
  'EHOSTUNREACH, ECONNREFUSED: what another machine answers',
  {
    'a router that knows no way': {
      code: 'EHOSTUNREACH',
      en: [
        'A router on the way, 10.1.1.2 or one behind it, says that 192.0.2.7 cannot be reached: check the address and its network.',
      ],
      es: [
        'Un router del camino, 10.1.1.2 o uno posterior, dice que no se puede alcanzar 192.0.2.7: revisá la dirección y su red.',
      ],
    },
    'refused by another host': {
      code: 'ECONNREFUSED',
      en: [
        'The host 10.1.1.2 answered: nobody listens on TCP port 80 there, or its firewall rejects. Check the port, and the server there.',
      ],
      es: [
        'El host 10.1.1.2 contestó: ahí nadie escucha en el puerto 80 de TCP, o su firewall rechaza. Revisá el puerto, y el servidor de allá.',
      ],
    },
  },
  { setup: ROUTER },
)

explains(
  'ETIMEDOUT: nobody answers',
  {
    'a host that is silent, within a limit of time': {
      code: 'ETIMEDOUT',
      en: [
        'The SYN was sent once within the time limit, and nobody answered.',
        'Nobody answered in time: check the address, firewalls in between, and the time limit.',
      ],
      es: [
        'El SYN se envió una vez dentro del límite de tiempo, y nadie contestó.',
        'Nadie contestó a tiempo: revisá la dirección, los firewalls del camino y el límite de tiempo.',
      ],
    },
    'a host that is silent': {
      code: 'ETIMEDOUT',
      en: [
        'The SYN was sent 2 times (TCP_SYNCNT, or net.ipv4.tcp_syn_retries, is 1), and nobody answered.',
        'Nobody answered in time: check the address, firewalls in between, and the time limit.',
      ],
      es: [
        'El SYN se envió 2 veces (TCP_SYNCNT, o net.ipv4.tcp_syn_retries, es 1), y nadie contestó.',
        'Nadie contestó a tiempo: revisá la dirección, los firewalls del camino y el límite de tiempo.',
      ],
    },
  },
  {
    setup: `${VETH}
ip neigh add 10.1.1.9 lladdr 02:00:00:00:00:09 dev v0
echo 1 > /proc/sys/net/ipv4/tcp_syn_retries`,
  },
)

explains('ETIMEDOUT: a listener that does not accept', {
  'a listener that does not accept': {
    code: 'ETIMEDOUT',
    en: [
      'This process itself (PID, node server.js) listens on 127.0.0.1:4444 but does not accept, and its queue is full (1 waiting): it is stuck, or its backlog is too short.',
    ],
    es: [
      'Este mismo proceso (PID, node server.js) escucha en 127.0.0.1:4444 pero no hace accept, y su cola está llena (1 en espera): está trabado, o su backlog es muy corto.',
    ],
  },
})
