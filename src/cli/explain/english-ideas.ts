import type { ExplainTexts } from './texts.ts'

export const ENGLISH_IDEAS: ExplainTexts['ideas'] = {
  EOF: {
    summary: 'the end of a stream: recv() gives 0',
    means: [
      'The peer has closed, or ended its direction with shutdown(SHUT_WR): its FIN has come. recv() gives what was sent before, then 0, again and again.',
      'Only streams have an end. A datagram of 0 bytes is a message like others, and UDP does not tell that a peer is gone. A recv() for 0 bytes gives 0 too.',
    ],
    todo: [
      'Treat 0 as the end: leave the loop, close(). Who takes it for "nothing there yet" spins for ever.',
      'An end in the middle of a message is an error of the peer: know how long a message is.',
      'A crash of the peer looks alike when all was read: what is complete, the protocol must say.',
    ],
    shows: 'First the bytes, then the end: b"".',
  },
  'half-close': {
    summary: 'shutdown(SHUT_WR): I have said all, and still listen',
    means: [
      'shutdown(SHUT_WR) ends one direction: the peer reads to the end of the stream and can still answer. This end is then in FIN_WAIT_2, the peer in CLOSE_WAIT.',
      'Unlike close() it acts at once, also when a child process has the socket as well; a close() ends the connection only when nobody has it any more. The descriptor must still be closed.',
    ],
    todo: [
      'Use it as the mark "end of my request" (as nc -N does), and to end well: shutdown(SHUT_WR), read until recv() gives 0, close().',
      'shutdown(SHUT_RD) tells the peer nothing. On Linux data that comes later can even be read.',
    ],
    shows: 'b reads the end of the stream, and its answer still arrives at a.',
  },
  RST: {
    summary: 'the segment that breaks a connection off',
    means: [
      'A RST ends a connection at once: nothing is acknowledged, what was still to be sent is thrown away, and nobody goes to TIME_WAIT. The peer sees ECONNRESET, while connecting ECONNREFUSED.',
      'It is sent when nobody listens on the port, when somebody closes with bytes unread, when data comes for a socket that is closed, with SO_LINGER 0, and by firewalls.',
    ],
    todo: [
      'Read everything before close(). To refuse a client so that the reason arrives: send it, shutdown(SHUT_WR), read the rest for a moment, close().',
    ],
    shows: 'b closes with bytes unread; a learns of it from recv().',
  },
  SIGPIPE: {
    summary: 'the signal that ends whoever writes to nobody',
    means: [
      'send() or write() on a stream that nobody reads any more gives EPIPE, and sends the process SIGPIPE first. By default that ends it, without a word: a shell shows the exit status 141 (128 + 13).',
      'That is meant for "yes | head". A server must not end because one client has left.',
    ],
    todo: [
      'C: signal(SIGPIPE, SIG_IGN), or MSG_NOSIGNAL with each send(). Then handle EPIPE.',
      'Node, Python and Go do not die of it on a socket: they report EPIPE (Python as BrokenPipeError).',
    ],
    shows: 'head leaves after one line, and yes ends with 141.',
  },
  backlog: {
    summary: 'the queue of connections that wait for accept()',
    means: [
      'The kernel completes handshakes by itself and queues the connections; listen(n) says how many may wait. On Linux it is n + 1, and net.core.somaxconn is the limit for n. Accepted ones do not count.',
      'When the queue is full, a SYN is dropped: the client is not refused, it tries again after 1 s and later, and connects late, or gets ETIMEDOUT. A Unix socket blocks, or says EAGAIN.',
    ],
    todo: [
      'listen(fd, SOMAXCONN), and call accept() without delay. A longer queue helps against bursts, not against a server that is too slow.',
      'soquete ls --listening shows how many wait (recv-q) and may wait (send-q).',
    ],
    shows: 'With a backlog of 2, three connect; the fourth times out after a second.',
  },
  SO_LINGER: {
    summary: 'what close() does with data that is not sent yet',
    means: [
      'Without it, close() returns at once, and the kernel goes on to send what is queued. With { on, seconds } close() waits until all is acknowledged, or the time is over.',
      'With { on, 0 } it throws the queue away and sends a RST: the peer gets ECONNRESET, and no TIME_WAIT stays.',
    ],
    todo: [
      'Mostly leave it alone. To know that all has arrived: shutdown(SHUT_WR), then read until recv() gives 0, or let the peer answer.',
      '{ on, 0 } is for giving up peers, not for getting rid of TIME_WAIT.',
    ],
    shows: 'a closes with SO_LINGER 0, so b gets ECONNRESET in place of an end.',
  },
  SO_REUSEADDR: {
    summary: 'bind() although old connections still have the port',
    means: [
      'On Linux it lets bind() have a port on which connections exist, in TIME_WAIT or not closed yet, when their sockets had the option too: so it must be set in every run of a server. It does not let two listen at the same address.',
      'Of UDP it is something else: several sockets may have the port, and the last one gets what comes.',
    ],
    todo: [
      'Set it before bind() in every TCP server. Not on a UDP socket, unless several shall receive a multicast.',
      'Two servers on one port at the same time: SO_REUSEPORT.',
    ],
    shows: 'The server closed first: bind() fails without the option, although nobody listens any more.',
  },
  SO_REUSEPORT: {
    summary: 'several sockets share one port',
    means: [
      'Several sockets of one user have the same address and port, when all set the option before bind(). The kernel spreads new connections, or datagrams, among them.',
      'A connection belongs to its listener from the start: when one of them closes, those that wait in its queue are reset (unless net.ipv4.tcp_migrate_req is 1).',
    ],
    todo: [
      'For several processes that serve the same port. It also lets a second server start by mistake, which then gets half of the clients.',
      'For restarts SO_REUSEADDR is enough.',
    ],
    shows: 'Two listeners have one port.',
  },
  TCP_NODELAY: {
    summary: 'send small pieces at once: no Nagle',
    means: [
      "Nagle's algorithm holds back a small piece while an earlier one is not acknowledged. The peer's system delays its acknowledgement by up to 40 ms, in the hope of an answer. Together: write, write, read takes 40 ms each time.",
      'TCP_NODELAY switches Nagle off. The bytes and their order are the same; there may be more, smaller segments.',
    ],
    todo: [
      'Write a message with one call (writev(), sendmsg()), and set TCP_NODELAY where answers matter. Go sets it by itself, and so do the commands of soquete.',
      'TCP_CORK and MSG_MORE do the opposite: they collect.',
    ],
    shows: 'Two small writes, one answer: from the second time on it takes 40 ms.',
  },
}
