import { show } from '../socket/addresses.ts'
import { SOL_SOCKET } from '../socket/constants.ts'
import { errno } from '../socket/errno.ts'
import { SocketError } from '../socket/errors.ts'
import { noticeAll } from '../socket/option-calls.ts'
import { SO_DOMAIN, SO_PROTOCOL, SO_TYPE, type SocketOption } from '../socket/options.ts'
import type { DetachedSocket } from '../socket/primitives.ts'
import type { Socket } from '../socket/socket.ts'
import { cookieOf, KernelSocket } from './kernel-socket.ts'
import { kernel, kernelThread } from './kernel-stack.ts'
import type { KernelThread } from './kernel-thread.ts'

/**
 * Takes a socket that detach() has let go of, in this thread or in another one of this process. Fails with EBADF when
 * the descriptor is no longer that socket, with EBUSY when somebody has it already: a second owner would one day
 * close a stranger of the same number.
 */
export function adopt(detached: DetachedSocket): Socket {
  const { fd, cookie } = checkDetached(detached)
  const thread = kernelThread()
  if (fd > 0x7fffffff || cookieOf(thread, fd) !== cookie) {
    throw new SocketError(errno.EBADF, 'adopt', {
      reason: `descriptor ${fd} is not the socket that was detached; it has been closed meanwhile`,
    })
  }
  if (!thread.ledger.claim(fd)) {
    throw new SocketError(errno.EBUSY, 'adopt', { reason: `descriptor ${fd} has been adopted already` })
  }
  const [family, type, protocol] = [SO_DOMAIN, SO_TYPE, SO_PROTOCOL].map((option) => ask(thread, fd, option))
  const socket = kernel.wrap(new KernelSocket(thread, fd, family!, type!), family!, type!, protocol!)
  noticeAll(socket.channel)
  return socket
}

function checkDetached(detached: unknown): DetachedSocket {
  const { fd, cookie } = Object(detached) as DetachedSocket
  if (!Number.isInteger(fd) || fd < 0 || typeof cookie !== 'bigint')
    throw new TypeError(`adopt() takes what detach() gave, not ${show(detached)}`)
  return { fd, cookie }
}

function ask({ libc, length, small }: KernelThread, fd: number, option: SocketOption<number>): number {
  length.set(4)
  if (libc.getsockopt(fd, SOL_SOCKET, option.number, small, length.bytes) < 0) return 0
  return option.codec.decode(small.subarray(0, 4))
}
