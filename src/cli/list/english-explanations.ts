import { count, number } from '../../kernel/investigate/english-phrases.ts'

/** What a state means: why a socket is in it, and for how long. */
export const englishMeanings = {
  LISTEN: () =>
    'LISTEN: a server takes connections here. recv-q counts those that wait for accept(), send-q is how many may (the backlog).',
  SYN_SENT: () =>
    'SYN_SENT: connect() has asked for a connection, and nothing has answered yet: no host, or a firewall that says nothing. It asks again after 1, 2, 4 s and so on, about two minutes in all.',
  SYN_RECV: () =>
    "SYN_RECV: a client's SYN was answered, and its ACK is missing. That takes one round trip; without it the answer is repeated for about a minute.",
  ESTABLISHED: () =>
    'ESTAB: the connection stands, and both ends may send. It lasts until one of them closes, and silence does not end it.',
  FIN_WAIT1: () =>
    'FIN_WAIT_1: this end has closed, and the peer has not acknowledged it. That takes one round trip, unless data is still to go out or the peer is gone.',
  FIN_WAIT2: () => 'FIN_WAIT_2: this end has closed, the peer has acknowledged it, and has not closed yet.',
  TIME_WAIT: () =>
    'TIME_WAIT: the connection is over, and this end closed first. The kernel keeps its addresses for 60 s, so that late segments get into no later connection. Nothing is wrong, and no program has it open.',
  CLOSE_WAIT: () =>
    'CLOSE_WAIT: the peer has closed, and the program here has not called close(). Nothing else ends this: when such sockets stay or add up, the program forgets to.',
  LAST_ACK: () =>
    'LAST_ACK: both ends have closed, the peer first, and its last acknowledgement is missing. That takes one round trip, or the time to send what is still queued.',
  CLOSING: () =>
    'CLOSING: both ends closed at the same moment, and the acknowledgement of ours is missing. That takes one round trip.',
  BOUND: () =>
    'BOUND: bind() has given the socket this address, and it neither listens nor is connected. The port is taken all the same.',
  udpOpen: () => 'UNCONN, of UDP: takes datagrams from everybody who sends them to this address.',
  udpConnected: () =>
    'ESTAB, of UDP: connect() was called, so it takes datagrams of this peer alone. That is known here only: the peer was not asked.',
  raw: () => 'A raw socket: it gets a copy of each packet of this protocol.',
  unixListen: () =>
    'LISTEN, of a Unix socket: a server takes connections here. recv-q counts those that wait for accept(), send-q is how many may.',
  unixConnected: () =>
    'ESTAB, of a Unix socket: connected with another socket of this machine. Ends without a name are shown by their inode.',
  unixIdle: () => 'UNCONN, of a Unix socket: it neither listens nor is connected.',
  unixDgramNamed: () => 'UNCONN, of Unix datagrams: takes those that anybody sends to this name.',
  unixDgramUnnamed: () =>
    'UNCONN, of Unix datagrams, without a name: it can send, and nobody can send to it.',
  unixDgramConnected: () =>
    'ESTAB, of Unix datagrams: it has a peer, or it is the one to which another has connected.',
  packet: () =>
    'A packet socket: it sees the frames of an interface before the protocols do, as programs that capture do.',
  netlink: () =>
    "A netlink socket: a program's line to the kernel, about links, routes, sockets and the like.",
  page: (state: string) => `More: soquete explain ${state}`,
}

const times = (many: number): string => (many === 1 ? 'once' : `${number(many)} times`)

const bytes = (many: number): string => count(many, 'byte')

/** What is particular about one socket. */
export const englishNotes = {
  queued: (waiting: number, backlog: number) =>
    `${count(waiting, 'connection waits', 'connections wait')} for accept(); ${number(backlog)} may.`,
  queueFills: (waiting: number, backlog: number) =>
    `The queue fills: ${number(waiting)} of ${number(backlog)} wait for accept(). The program accepts more slowly than clients come.`,
  queueFull: (waiting: number, backlog: number) =>
    `The queue is full: ${number(waiting)} wait for accept(), and the backlog is ${number(backlog)}. Further clients get no answer and try again, seconds later each time.`,
  waitsForAccept: (who: string | null) =>
    `It waits in the listener's queue until ${who ?? 'the program'} calls accept(); the client sees a connection, and may have sent already.`,
  otherEnd: (who: string, state: string | null) =>
    `Its other end is held by ${who}${state === null ? '' : `, in ${state}`}.`,
  tries: (sent: number, next: string) => `Sent ${times(sent)} so far, again in ${next}.`,
  orphan: (left: string) =>
    `No program has it open any more, so the kernel drops it in ${left} (net.ipv4.tcp_fin_timeout).`,
  halfClosed: () =>
    'The program has ended its own direction with shutdown() and may still receive: nothing limits the time.',
  gone: (left: string) => `It is gone in ${left}; until then bind() to this port needs SO_REUSEADDR.`,
  closedSince: (ago: string) => `The peer closed ${ago} ago, or earlier.`,
  readToEnd: () =>
    "The program has read the peer's end of the stream (recv gave 0): close() is what is missing.",
  endUnread: (many: number) =>
    many === 0
      ? "The program has not even read the peer's end of the stream: it is busy elsewhere, or stuck."
      : `The program has not read to the end: ${bytes(many)} wait, and the end behind them.`,
  unread: (many: number, ago: string) =>
    `The program has not read ${bytes(many)}, of which the last came ${ago} ago.`,
  unreadHere: (many: number) => `The program has not read ${bytes(many)} that have come.`,
  waitsForPeer: (many: number) =>
    `What was sent waits for the peer to read it; with what the kernel needs for it, it takes ${bytes(many)}.`,
  datagramsWait: (many: number) =>
    `Datagrams wait to be read; with what the kernel needs for them they take ${bytes(many)}.`,
  dropped: (many: number) =>
    `${count(many, 'packet was', 'packets were')} dropped since it was opened, mostly because the receive buffer was full: the program reads too slowly, or SO_RCVBUF is too small.`,
  zeroWindow: (many: number, probes: number, next: string) =>
    `${bytes(many)} cannot go: the peer's window is closed, because its program does not read. ${probes === 0 ? 'It is asked' : `Asked ${times(probes)} so far, again`} in ${next}.`,
  lost: (many: number, retries: number, next: string) =>
    `${bytes(many)} ${many === 1 ? 'is' : 'are'} not acknowledged: sent again ${times(retries)} so far, and again in ${next}. Segments get lost, or the peer is gone.`,
  peerGone: () => 'Its peer has closed: a read here gives what is left and then 0, a write fails with EPIPE.',
}
