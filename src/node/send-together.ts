import { isSocketError } from '../socket/errors.ts'
import { MAX_BUFFERS } from '../socket/message.ts'
import { MSG_DONTWAIT } from '../socket/posix/constants.ts'
import type { Socket } from '../socket/socket.ts'

/** Buffers that are no more than this together are copied into one: telling the system where each is costs more. */
const COPIED = 65536

/** Sends the buffers one after the other, as one message: resolves with `length`, their sum, when all were taken. */
export function sendTogether(
  socket: Socket,
  buffers: readonly Uint8Array[],
  length: number,
): Promise<number> {
  if (length <= COPIED || buffers.length > MAX_BUFFERS) return socket.send(Buffer.concat(buffers, length))
  return sendMessage(socket, buffers, length)
}

async function sendMessage(socket: Socket, buffers: readonly Uint8Array[], length: number): Promise<number> {
  const sent = await socket.sendmsg({ buffers }, MSG_DONTWAIT).catch(noneWhenFull)
  if (sent < length) await socket.send(Buffer.concat(buffers, length).subarray(sent))
  return length
}

function noneWhenFull(error: unknown): number {
  if (isSocketError(error, 'EAGAIN')) return 0
  throw error
}
