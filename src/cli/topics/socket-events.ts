import type { EventSpec } from './event-spec.ts'

/** What soquete ls tells of a socket. */
const SOCKET: EventSpec['fields'] = {
  proto: {
    type: 'text',
    says: {
      en: 'tcp, udp, raw, unix, unix-dgram, unix-seqpacket, packet or netlink',
      es: 'tcp, udp, raw, unix, unix-dgram, unix-seqpacket, packet o netlink',
    },
  },
  type: {
    type: 'text',
    says: { en: 'stream, dgram, seqpacket or raw', es: 'stream, dgram, seqpacket o raw' },
  },
  protocol: {
    type: 'number',
    says: { en: 'the number that socket() was given', es: 'el número que se le dio a socket()' },
  },
  ipVersion: { type: 'number', optional: true, says: { en: '4 or 6', es: '4 o 6' } },
  state: {
    type: 'text',
    says: {
      en: "by the kernel's name: ESTABLISHED, LISTEN, FIN_WAIT2 …; CLOSE is neither connected nor listening",
      es: 'con el nombre del núcleo: ESTABLISHED, LISTEN, FIN_WAIT2 …; CLOSE es ni conectado ni escuchando',
    },
  },
  local: {
    type: 'text',
    optional: true,
    says: {
      en: "this end's endpoint, as other commands write it",
      es: 'este extremo, como lo escriben otras órdenes',
    },
  },
  localAddress: { type: 'text', optional: true, says: { en: 'its address alone', es: 'solo su dirección' } },
  localPort: { type: 'number', optional: true, says: { en: 'its port alone', es: 'solo su puerto' } },
  peer: {
    type: 'text',
    optional: true,
    says: { en: "the peer's endpoint, of a connected one", es: 'el extremo del par, de uno conectado' },
  },
  peerAddress: { type: 'text', optional: true, says: { en: 'its address alone', es: 'solo su dirección' } },
  peerPort: { type: 'number', optional: true, says: { en: 'its port alone', es: 'solo su puerto' } },
  recvQueue: {
    type: 'number',
    says: {
      en: 'bytes received and not read; of a listener, connections that wait for accept()',
      es: 'bytes recibidos y no leídos; del que escucha, conexiones que esperan el accept()',
    },
  },
  sendQueue: {
    type: 'number',
    says: {
      en: 'bytes sent and not acknowledged, or not gone out yet; of a listener, its backlog',
      es: 'bytes enviados y no confirmados, o que no salieron todavía; del que escucha, su backlog',
    },
  },
  backlog: {
    type: 'number',
    optional: true,
    says: {
      en: 'of a listener: how many connections may wait',
      es: 'del que escucha: cuántas conexiones pueden esperar',
    },
  },
  processes: {
    type: 'list',
    says: {
      en: 'who has it: pid, name, descriptors (numbers) and command (its words)',
      es: 'quién lo tiene: pid, name, descriptors (números) y command (sus palabras)',
    },
  },
  peerProcesses: {
    type: 'list',
    says: {
      en: 'who has the other end, when that is on this machine and of the kinds that are listed',
      es: 'quién tiene el otro extremo, si está en esta máquina y es de las clases que se listan',
    },
  },
  uid: { type: 'number', optional: true, says: { en: "its user's number", es: 'el número de su usuario' } },
  user: { type: 'text', optional: true, says: { en: "its user's name", es: 'el nombre de su usuario' } },
  inode: {
    type: 'number',
    says: {
      en: 'as in /proc/PID/fd; 0: no process has it, or not yet',
      es: 'como en /proc/PID/fd; 0: ningún proceso lo tiene, o todavía no',
    },
  },
  peerInode: {
    type: 'number',
    optional: true,
    says: {
      en: "of a connected Unix socket: its peer's; 0: the peer has closed",
      es: 'de un socket Unix conectado: el de su par; 0: el par cerró',
    },
  },
  cookie: {
    type: 'bigint',
    says: { en: 'tells it from every other socket', es: 'lo distingue de todo otro socket' },
  },
  interface: {
    type: 'text',
    optional: true,
    says: { en: 'the interface that it is bound to', es: 'la interfaz a la que está atado' },
  },
  v6only: {
    type: 'boolean',
    optional: true,
    says: { en: 'of IPv6: it takes no IPv4', es: 'de IPv6: no toma IPv4' },
  },
  timer: {
    type: 'object',
    optional: true,
    says: {
      en: 'of TCP: kind (retransmit, keepalive, timewait, probe), expires (milliseconds), retrans (times so far)',
      es: 'de TCP: kind (retransmit, keepalive, timewait, probe), expires (milisegundos), retrans (veces hasta ahora)',
    },
  },
  memory: {
    type: 'object',
    optional: true,
    says: {
      en: 'bytes of its buffers, as SO_MEMINFO has them',
      es: 'bytes de sus búferes, como en SO_MEMINFO',
    },
  },
  congestion: {
    type: 'text',
    optional: true,
    says: { en: 'of TCP: the congestion control', es: 'de TCP: el control de congestión' },
  },
  tcpInfo: {
    type: 'object',
    optional: true,
    says: {
      en: 'of TCP: what TCP_INFO gives, in microseconds where it says so: docs/api.md',
      es: 'de TCP: lo que da TCP_INFO, en microsegundos donde lo dice: docs/api.md',
    },
  },
  explanation: {
    type: 'list',
    optional: true,
    says: { en: 'sentences, with --explain', es: 'oraciones, con --explain' },
  },
}

/** The events of soquete ls. */
export const SOCKET_EVENTS: Readonly<Record<string, EventSpec>> = {
  socket: {
    says: {
      en: 'soquete ls: a socket; with --watch, one that is there at first.',
      es: 'soquete ls: un socket; con --watch, uno que está al principio.',
    },
    fields: SOCKET,
  },
  appeared: {
    says: { en: 'soquete ls --watch: a socket is new.', es: 'soquete ls --watch: un socket es nuevo.' },
    like: 'socket',
    fields: {},
  },
  changed: {
    says: {
      en: 'soquete ls --watch: a socket has another state, other ends or other processes.',
      es: 'soquete ls --watch: un socket tiene otro estado, otros extremos u otros procesos.',
    },
    like: 'socket',
    fields: {
      before: {
        type: 'object',
        says: {
          en: 'what was otherwise: state; local and peer, as the list shows them; processes (pids)',
          es: 'lo que era distinto: state; local y peer, como los muestra la lista; processes (pids)',
        },
      },
    },
  },
  vanished: {
    says: {
      en: 'soquete ls --watch: a socket is gone; this is how it was.',
      es: 'soquete ls --watch: un socket desapareció; así era.',
    },
    like: 'socket',
    fields: {},
  },
}
