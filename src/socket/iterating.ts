import { isSocketError, SocketError } from './errors.ts'
import type { ReceivedFrom, ReceivedMessage } from './message.ts'
import { AF_INET, AF_INET6, MSG_PEEK, MSG_TRUNC, SOCK_SEQPACKET } from './posix/constants.ts'
import { errno } from './posix/errno.ts'
import { isGone } from './serving.ts'
import type { WaitOptions } from './waiting.ts'

/** Bytes of a stream's piece at most, and of a message as long as none was longer. */
const PIECE = 65536

interface StreamReader {
  recv(length: number): Promise<Uint8Array>
}

/** A stream piece by piece, until it ends. Nothing is received before it is asked for. */
export async function* pieces(socket: StreamReader): AsyncGenerator<Uint8Array, void, undefined> {
  for (;;) {
    const bytes = await socket.recv(PIECE)
    if (bytes.length === 0) return
    yield bytes
  }
}

interface MessageReader {
  readonly family: number
  readonly type: number
  readonly closed: boolean
  recv(into: Uint8Array, flags: number, wait?: WaitOptions): Promise<number>
  recvmsg(into: Uint8Array, flags: number, wait?: WaitOptions): Promise<ReceivedMessage>
}

/** Messages one by one, until the socket is closed, or the end of sequenced packets. */
export async function* messages(
  socket: MessageReader,
  wait: WaitOptions | undefined,
): AsyncGenerator<ReceivedFrom, void, undefined> {
  const room = new Uint8Array(PIECE)
  for (;;) {
    let message: ReceivedFrom
    try {
      message = await nextMessage(socket, room, wait)
    } catch (error) {
      if (wasClosed(socket, error)) return
      throw error
    }
    // C cannot tell the end of sequenced packets from an empty one.
    if (message.data.length === 0 && socket.type === SOCK_SEQPACKET) return
    yield message
  }
}

async function nextMessage(
  socket: MessageReader,
  room: Uint8Array,
  wait: WaitOptions | undefined,
): Promise<ReceivedFrom> {
  // One of the internet always fits; others may be as long as their sender's buffer.
  const internet = socket.family === AF_INET || socket.family === AF_INET6
  const length = internet ? 0 : await socket.recv(NOTHING, MSG_PEEK | MSG_TRUNC, wait)
  const into = length > room.length ? new Uint8Array(length) : room
  const message = await socket.recvmsg(into, 0, wait)
  const data = into.slice(0, message.length)
  if ((message.flags & MSG_TRUNC) === 0) return { data, from: message.from }
  const reason = `another reader took the message that had been looked at, and the next one was longer`
  throw new SocketError(errno.EMSGSIZE, 'recvmsg', { reason, bytesTransferred: data.length, data })
}

const NOTHING = new Uint8Array(0)

interface Listener<Peer> {
  readonly closed: boolean
  accept(wait?: WaitOptions): Promise<Peer>
}

/** Connections one by one, until the listener is closed. */
export async function* connections<Peer>(
  listener: Listener<Peer>,
  wait: WaitOptions | undefined,
): AsyncGenerator<Peer, void, undefined> {
  for (;;) {
    let peer: Peer
    try {
      peer = await listener.accept(wait)
    } catch (error) {
      if (wasClosed(listener, error)) return
      if (isGone(error)) continue
      throw error
    }
    yield peer
  }
}

/** To close a socket is how a loop without an end is ended. */
function wasClosed(socket: { readonly closed: boolean }, error: unknown): boolean {
  return socket.closed && isSocketError(error, 'EBADF')
}
