import { python, pythonConnected } from './provoking.ts'

export interface IdeaFacts {
  readonly aliases: readonly string[]
  readonly see?: string
  readonly also: readonly string[]
}

/** What is neither an error nor a state, and looked up all the same. */
export const IDEAS = {
  EOF: {
    aliases: ['end of stream', 'FIN', 'recv 0'],
    see: pythonConnected('b.send(b"last"); b.close(); print(a.recv(9)); print(a.recv(9))'),
    also: ['half-close', 'CLOSE_WAIT', 'ECONNRESET', 'ENODATA'],
  },
  'half-close': {
    aliases: ['shutdown', 'SHUT_WR'],
    see: pythonConnected('a.shutdown(SHUT_WR); print(b.recv(9)); b.send(b"still here"); print(a.recv(10))'),
    also: ['EOF', 'FIN_WAIT_2', 'CLOSE_WAIT', 'EPIPE'],
  },
  RST: {
    aliases: ['reset'],
    see: pythonConnected('a.send(b"unread"); b.close(); a.recv(1)'),
    also: ['ECONNRESET', 'ECONNREFUSED', 'SO_LINGER', 'EPIPE'],
  },
  SIGPIPE: {
    aliases: ['MSG_NOSIGNAL'],
    see: '(yes; echo "yes ended with $?" >&2) | head -n 1',
    also: ['EPIPE', 'RST'],
  },
  backlog: {
    aliases: ['SOMAXCONN', 'accept queue'],
    see: python(
      'l = create_server(("127.0.0.1", 0), backlog=2); c = []; [c.append(create_connection(l.getsockname(), 1)) or print(len(c)) for n in range(4)]',
    ),
    also: ['LISTEN', 'SYN_RECEIVED', 'SYN_SENT', 'ETIMEDOUT'],
  },
  SO_LINGER: {
    aliases: ['linger'],
    see: pythonConnected(
      'import struct; a.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0)); a.close(); b.recv(1)',
    ),
    also: ['RST', 'ECONNRESET', 'TIME_WAIT', 'FIN_WAIT_1'],
  },
  SO_REUSEADDR: {
    aliases: ['reuseaddr'],
    see: pythonConnected('b.close(); a.close(); where = l.getsockname(); l.close(); socket().bind(where)'),
    also: ['EADDRINUSE', 'TIME_WAIT', 'SO_REUSEPORT'],
  },
  SO_REUSEPORT: {
    aliases: ['reuseport'],
    see: python(
      's = [socket(), socket()]; [x.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1) or x.bind(("127.0.0.1", 4444)) or x.listen() for x in s]; print("two listeners at", s[1].getsockname())',
    ),
    also: ['SO_REUSEADDR', 'EADDRINUSE', 'backlog'],
  },
  TCP_NODELAY: {
    aliases: ['Nagle', 'delayed ACK'],
    see: pythonConnected(
      'from time import time; [(t := time(), a.send(b"1"), a.send(b"2"), b.recv(2, MSG_WAITALL), b.send(b"k"), a.recv(1), print(round(1000 * (time() - t)), "ms")) for n in range(5)]',
    ),
    also: ['ESTABLISHED', 'EAGAIN'],
  },
} as const satisfies Readonly<Record<string, IdeaFacts>>

export type IdeaName = keyof typeof IDEAS
