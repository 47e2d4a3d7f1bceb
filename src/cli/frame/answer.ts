import { setTimeout as pause } from 'node:timers/promises'
import { isSocketError } from '../../socket/errors.ts'
import type { Address } from '../../socket/posix/addresses.ts'
import { AF_UNIX, MSG_DONTWAIT } from '../../socket/posix/constants.ts'
import type { Socket } from '../../socket/socket.ts'

/** Milliseconds until a Unix socket that is full is tried again: they double. */
const FIRST_PAUSE = 1

/**
 * Sends a datagram to one of many by the socket that all of them share. A Unix socket whose owner takes nothing is
 * waited for here, `patience` milliseconds at most, and not in the socket's queue, where the others would wait too.
 * The network takes everything soon.
 */
export async function answer(socket: Socket, piece: Uint8Array, to: Address, patience = 0): Promise<void> {
  for (let rest = FIRST_PAUSE; ; rest *= 2) {
    try {
      await socket.sendto(piece, to, to.family === AF_UNIX ? MSG_DONTWAIT : 0)
      return
    } catch (error) {
      if (!isSocketError(error, 'EAGAIN') || rest > patience) throw error
      await pause(rest)
    }
  }
}
