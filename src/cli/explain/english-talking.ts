import type { ErrorTexts } from './texts.ts'

/** How connections end, and calls that would have to wait. */
export const ENGLISH_ENDINGS: ErrorTexts<'endings'> = {
  ECONNRESET: {
    means:
      "The peer's system broke the connection off: a RST came. What was on its way, in both directions, may be lost.",
    calls: {
      recv: 'The peer closed with bytes unread, closed with SO_LINGER 0, died with bytes unread, or its machine has forgotten the connection. What had come before can be read first.',
      send: 'The same, when send() is the first to learn of it; the next one says EPIPE.',
    },
    todo: [
      'Count on it: a peer may vanish at any time. It is the end of this connection, not of your program.',
      'When it comes at the end of a good conversation: somebody closes without reading everything. Read to the end of the stream (recv() gives 0), then close().',
      'Look into the log of the peer: it may have crashed, or refused what you sent.',
    ],
    shows: 'The peer closes while a byte waits there unread, so its system sends a RST instead of a FIN.',
  },
  EPIPE: {
    means: 'Nobody can read this any more.',
    calls: {
      send: 'The peer has closed and answered an earlier send() with a RST, or this side has ended its direction with shutdown(SHUT_WR). Of TCP also: the socket never connected.',
    },
    todo: [
      'Where SIGPIPE ends the program before it sees this code: ignore the signal, or send with MSG_NOSIGNAL.',
      'The first send() after the peer closed succeeds, so success never means that somebody read it: let the peer answer.',
      'Read what the peer may have said before it left; then close().',
    ],
    shows: 'The first send() prints 3: it was taken. Its answer is a RST, and the second one fails.',
  },
  ECONNABORTED: {
    means: 'The connection was ended by this machine, or before anybody took it.',
    calls: {
      accept:
        'The client gave up while it waited in the queue. Other systems say so; on Linux accept() succeeds, and recv() then says ECONNRESET.',
      recv: 'Somebody ended the connection here by force, as root with "ss --kill".',
      send: 'As with recv().',
    },
    todo: ['From accept(): go on with the next connection. That client is gone, and nothing else.'],
  },
}

export const ENGLISH_WAITING: ErrorTexts<'waiting'> = {
  EAGAIN: {
    means: 'It would have to wait, and the call is not to wait. Nothing is wrong.',
    calls: {
      recv: 'Nothing has come: with O_NONBLOCK or MSG_DONTWAIT at once, with SO_RCVTIMEO when its time is over.',
      send: 'The buffer is full, because the peer reads slowly or not at all. On Unix datagrams: its queue is full.',
      accept: 'Nobody waits for accept() just now; another thread may have been faster.',
      connect: "Of a Unix socket: the server's queue is full. Of UDP, sendto() too: no local port is left.",
    },
    todo: [
      'Wait with poll() or epoll until the socket is ready, then try again. Trying again in a loop burns a processor.',
      'Readiness is a hint: even behind poll() the call may say EAGAIN.',
      'EWOULDBLOCK is the same number on Linux; portable code asks for both.',
    ],
    shows: 'recv() with MSG_DONTWAIT where nothing has come.',
  },
  EINPROGRESS: {
    means: 'The connection is being made, and connect() does not wait for it. It is not a failure.',
    calls: {
      connect: 'The socket is non-blocking and the handshake runs; or it blocks, and SO_SNDTIMEO is over.',
    },
    todo: [
      'Wait with poll() until the socket is writable, then ask getsockopt(SO_ERROR): 0 is success, else it is why not.',
      'Calling connect() again tells as well: EALREADY while it goes on, EISCONN (or 0) once it stands.',
    ],
    shows: 'Nobody listens there, but that is learnt later: connect() only began.',
  },
  EALREADY: {
    means: 'A connect() is under way on this socket already.',
    calls: { connect: 'The earlier one, which said EINPROGRESS, has not ended.' },
    todo: ['Wait until the socket is writable, as after EINPROGRESS.'],
    shows: "The server's queue is full, so the first connect() is still under way when the second one comes.",
  },
  EINTR: {
    means: 'A signal came while the call waited, and its handler has run. Nothing was received or sent.',
    calls: {
      recv: 'The handler was installed without SA_RESTART; or the socket has SO_RCVTIMEO, where that does not help.',
      send: 'The same; when some bytes had gone, it gives their count instead.',
      accept: 'The same.',
      connect: 'The handshake goes on: on Linux, calling connect() again waits for it.',
      poll: 'With every handler: poll(), select() and epoll_wait() are never restarted.',
    },
    todo: [
      'Make the call again, or install handlers with sigaction() and SA_RESTART.',
      'A flag that the handler sets is checked before each wait; pselect(), ppoll() and signalfd() close the gap between.',
    ],
    shows: 'recv() waits for ever; after a second an alarm comes.',
  },
}
