import type { ExplainTexts } from './texts.ts'

export const ENGLISH_STATES: ExplainTexts['states'] = {
  CLOSED: {
    summary: 'there is no connection',
    means: 'No connection: a socket before listen() or connect(), or after its connection has ended.',
    who: 'either end, before and after',
    lasts: 'Until the program calls listen(), connect() or close().',
    problem:
      'No. But bind() has given such a socket its port already: it is taken, though nobody listens and every connect() is refused.',
    todo: ['Call listen() soon after bind(). soquete ls --state closed shows sockets that are only bound.'],
  },
  LISTEN: {
    summary: 'a server waits for clients',
    means:
      'A server takes connections here. The kernel makes them by itself and queues them; accept() only takes the next one. The listener never has a peer.',
    who: 'the server',
    lasts:
      'Until the server closes it. How many may wait for accept() is the backlog, net.core.somaxconn at most.',
    problem: 'No. It is one when the queue stays full: then clients get no answer.',
    todo: [
      'The address matters: 127.0.0.1 takes clients of this machine only, 0.0.0.0 and :: those of others too.',
      'Compare recv-q (how many wait) with send-q (how many may): soquete ls --state LISTEN.',
    ],
    shows: 'nc listens; it is ended behind the list.',
  },
  SYN_SENT: {
    summary: 'connect() waits for an answer',
    means: 'connect() has sent its SYN, and nothing has answered: neither SYN and ACK nor RST.',
    who: 'the client',
    lasts:
      'As a rule one round trip. Without an answer the SYN is repeated, after 1 s a few times, then after 2, 4, 8 s and so on: some 130 s in all, then ETIMEDOUT.',
    problem:
      'When it stays: the host is off, a firewall drops what comes, the address is wrong, or the backlog there is full.',
    todo: [
      'Set a time limit of your own for connecting.',
      'Try another port of that host: a refusal shows that it is there.',
    ],
    shows: "The server's queue is full, so the second connection gets no answer.",
  },
  SYN_RECEIVED: {
    summary: "a client's SYN was answered, its ACK is missing",
    means: 'A SYN came and was answered with SYN and ACK; the ACK that completes the handshake has not come.',
    who: 'the server; its program does not see the connection yet',
    lasts:
      'As a rule one round trip. Without the ACK the answer is repeated tcp_synack_retries times, for about a minute.',
    problem:
      'Some are normal. Very many are clients that never answer: a SYN flood, against which SYN cookies stand (net.ipv4.tcp_syncookies).',
    todo: [
      'Leave SYN cookies on. When the clients are real: look for what loses the answers, mostly a firewall or a route.',
    ],
    shows: 'TCP_DEFER_ACCEPT keeps a connection here until its first data comes.',
  },
  ESTABLISHED: {
    summary: 'the connection stands',
    means: 'The connection stands, and both ends may send. It may still wait for accept().',
    who: 'both ends',
    lasts:
      'Without limit: silence does not end it, not even when the peer has lost its power. Only SO_KEEPALIVE asks (first after 7,200 s), and data that nobody acknowledges gives ETIMEDOUT after some 15 min.',
    problem: 'No. But it does not prove that the peer is still there.',
    todo: [
      'Set SO_KEEPALIVE, with TCP_KEEPIDLE, or exchange messages when nothing else is said.',
      'recv-q that grows: this program does not read. send-q that grows: the peer does not.',
    ],
    shows: 'A connection on loopback, both of its ends.',
  },
  FIN_WAIT_1: {
    summary: 'this end closed, and nobody has acknowledged it',
    means:
      'This end has closed, and its FIN is not acknowledged. Perhaps it is not even sent: data before it waits.',
    who: 'the end that closed first',
    lasts:
      'As a rule one round trip. When the peer is gone and the program has closed: tcp_orphan_retries (0 stands for 8), about 105 s. As long as the program keeps the socket: as ETIMEDOUT.',
    problem: 'When many stay: peers that vanished, or that do not read what is queued before the FIN.',
    todo: ['send-q above 1: the peer does not read. SO_LINGER with 0 gives such a connection up at once.'],
    shows: 'The peer does not read, so the FIN waits behind the data.',
  },
  FIN_WAIT_2: {
    summary: 'this end closed, the other one has not',
    means: 'This end has closed, the peer has acknowledged it, and has not closed itself. It may still send.',
    who: 'the end that closed first; the other one is in CLOSE_WAIT',
    lasts:
      'After close(): net.ipv4.tcp_fin_timeout. After shutdown(SHUT_WR), while the program keeps the socket: without limit.',
    problem:
      'After shutdown() it is the half-closed connection that was asked for. Otherwise the peer forgets to close.',
    todo: [
      'Look at the peer: it has read the end of the stream, or should. Close when you no longer want its answer.',
    ],
    shows: 'One end is shut down for sending; the other one does not close.',
  },
  CLOSE_WAIT: {
    summary: 'the peer closed, this program has not',
    means: 'The peer has closed: recv() gives 0 once all is read. The program here has not called close().',
    who: 'the end that closes second',
    lasts: 'Without limit: no timer ends it. It lasts until the program closes, or ends.',
    problem:
      'When they stay or add up, yes: the program forgets to close, and runs out of descriptors (EMFILE) in the end.',
    todo: [
      'Close the socket when recv() gives 0, and on every way out after an error.',
      'soquete ls --state CLOSE_WAIT --processes names the program.',
    ],
    shows: 'One end is shut down for sending; the other one does not close.',
  },
  CLOSING: {
    summary: 'both ends closed at the same moment',
    means: "Both ends have closed at the same moment: the peer's FIN is here, and ours is not acknowledged.",
    who: 'both ends, each of which closed first',
    lasts: 'One round trip; when the peer is gone, as FIN_WAIT_1.',
    problem: 'No. It is rare and short.',
    todo: ['When it stays, data waits before our FIN: the peer does not read.'],
    shows: 'Our FIN waits behind data that the peer does not read, and then the peer closes too.',
  },
  LAST_ACK: {
    summary: 'both closed, the last acknowledgement is missing',
    means: 'The peer closed first, this end after it; the acknowledgement of our FIN is missing.',
    who: 'the end that closed second; the other one is in TIME_WAIT, or gone',
    lasts:
      'As a rule one round trip. When the peer is gone: about 105 s (net.ipv4.tcp_orphan_retries; 0 stands for 8).',
    problem: 'When many stay: peers that vanished, or that do not read what is queued before the FIN.',
    todo: ['Nothing: the program is done with it, and the kernel ends it.'],
    shows: 'This end closes last, with data that the peer does not read.',
  },
  TIME_WAIT: {
    summary: 'the connection is over; its addresses rest',
    means:
      'The connection is over. The end that closed first remembers its addresses for a while, to acknowledge a repeated FIN, and so that late segments get into no later connection.',
    who: 'the end that closed first, and no program any more',
    lasts:
      '60 s, fixed in the kernel: net.ipv4.tcp_fin_timeout does not change it. A repeated FIN begins it anew; a SYN that is surely new ends it.',
    problem:
      'Seldom. It costs little memory. Two things hurt: a server that restarts without SO_REUSEADDR gets EADDRINUSE, and a client of very many short connections runs out of ports (EADDRNOTAVAIL).',
    todo: [
      'Server: SO_REUSEADDR before bind(). Or let clients close first, and it rests with them.',
      'Client: keep connections and use them again.',
      'net.ipv4.tcp_tw_reuse lets clients use such ports again after a second (2, the default: on loopback only). Do not avoid the state with SO_LINGER 0: that is a RST, and loses data.',
    ],
    shows: 'The client closes first, so it is there for a minute.',
  },
}
