import type { Channel } from './channel.ts'
import { linger } from './options/option-values.ts'
import { SO_LINGER } from './options/options.ts'
import { SHUT_WR, SIOCOUTQ, SOL_SOCKET } from './posix/constants.ts'
import { errno } from './posix/errno.ts'

/** Milliseconds between two looks at the queue: they double from the first to the last. */
const FIRST_LOOK = 1
const LAST_LOOK = 50

interface Lingering {
  readonly channel: Channel
}

/**
 * close(2) with a positive SO_LINGER: sends what is queued, and waits until the peer has acknowledged it, or for
 * `seconds`; then the connection is reset. The kernel's own lingering close would stop the thread, so SO_LINGER never
 * is positive when close(2) is called.
 */
export async function closeLingering(socket: Lingering, seconds: number): Promise<void> {
  const { channel } = socket
  const { clock } = channel.host
  const { primitives } = channel
  const deadline = clock.now() + seconds * 1000
  primitives.shutdown(SHUT_WR)
  let pause = FIRST_LOOK
  let left = primitives.ioctl(SIOCOUTQ)
  // Once the connection is gone, by a reset say, nobody acknowledges what is left.
  const gone = () => primitives.getpeername() === -errno.ENOTCONN
  while (left > 0 && clock.now() < deadline && !gone()) {
    const wait = Math.min(pause, deadline - clock.now())
    await new Promise<void>((resolve) => clock.setTimeout(resolve, wait))
    pause = Math.min(2 * pause, LAST_LOOK)
    left = primitives.ioctl(SIOCOUTQ)
  }
  // Named here so that the socket lives until now: one that is collected is closed at once.
  setLinger(socket.channel, left > 0)
  primitives.close()
}

/** `reset`: the close that follows throws the queue away and resets; otherwise it sends it in its own time. */
function setLinger(channel: Channel, reset: boolean): void {
  const value = linger.encode({ onoff: reset, linger: 0 }, 'SO_LINGER')
  channel.primitives.setsockopt(SOL_SOCKET, SO_LINGER.number, value)
}
