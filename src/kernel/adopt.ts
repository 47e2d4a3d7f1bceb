import { SocketError } from '../socket/errors.ts'
import { noticeAll } from '../socket/option-calls.ts'
import type { Descriptor } from '../socket/options/descriptor.ts'
import { SO_DOMAIN, SO_PROTOCOL, SO_TYPE, type SocketOption } from '../socket/options/options.ts'
import { show } from '../socket/posix/addresses.ts'
import { SOL_SOCKET } from '../socket/posix/constants.ts'
import { errno } from '../socket/posix/errno.ts'
import type { DetachedSocket } from '../socket/primitives.ts'
import type { Socket } from '../socket/socket.ts'
import { cookieOf, KernelSocket } from './kernel-socket.ts'
import { kernel, kernelThread } from './kernel-stack.ts'
import type { KernelThread } from './kernel-thread.ts'
import { F_SETFD, FD_CLOEXEC } from './layout.ts'

/**
 * Takes a socket from elsewhere:
 *
 * * what detach() gave, in this thread or in another one of this process. Fails with EBADF when the descriptor is no
 *   longer that socket;
 * * a Descriptor that came beside a message (SCM_RIGHTS);
 * * the number of a descriptor that this process was started with or got by other means: from here on it is the
 *   socket's, who closes it, and no program that is started later inherits it.
 *
 * Fails with EBUSY when somebody here has it already: a second owner would one day close a stranger of the same
 * number; with ENOTSOCK when it is no socket. A descriptor that blocks stays so for those who share it, until accept()
 * or connect() is called here.
 */
export function adopt(source: DetachedSocket | Descriptor | number): Socket {
  if (typeof source === 'number') return adoptNumber(source)
  if (isDescriptor(source)) return adoptDescriptor(source)
  const { fd, cookie } = checkDetached(source)
  if (fd > 0x7fffffff || cookieOf(kernelThread(), fd) !== cookie) {
    throw refusal(
      errno.EBADF,
      `descriptor ${fd} is not the socket that was detached; it has been closed meanwhile`,
    )
  }
  return take(fd)
}

function adoptNumber(fd: number): Socket {
  checkNumber(fd)
  checkSocket(fd)
  return take(fd)
}

function checkNumber(fd: unknown): void {
  if (typeof fd !== 'number' || !Number.isInteger(fd) || fd < 0 || fd > 0x7fffffff)
    throw new TypeError(`a descriptor is a whole number from 0 on, not ${show(fd)}`)
}

function adoptDescriptor(source: Descriptor): Socket {
  const { fd } = source
  // A closed one has -1, which no call takes.
  if (fd !== -1) checkNumber(fd)
  checkSocket(fd)
  if (source.release() !== fd)
    throw new TypeError(`release() of a Descriptor gives its number, which was ${fd}`)
  return take(fd)
}

function checkSocket(fd: number): void {
  const thread = kernelThread()
  if (cookieOf(thread, fd) !== null) return
  const number = thread.libc.errno()
  throw refusal(
    number,
    number === errno.ENOTSOCK ? `descriptor ${fd} is no socket` : `descriptor ${fd} is not open`,
  )
}

function take(fd: number): Socket {
  const thread = kernelThread()
  if (!thread.ledger.claim(fd))
    throw refusal(errno.EBUSY, `descriptor ${fd} is a socket of this process already`)
  thread.libc.fcntl(fd, F_SETFD, FD_CLOEXEC)
  const [family, type, protocol] = [SO_DOMAIN, SO_TYPE, SO_PROTOCOL].map((option) => ask(thread, fd, option))
  const primitives = new KernelSocket(thread, fd, family!, type!, true)
  const socket = kernel.wrap(primitives, family!, type!, protocol!)
  socket.channel.shared = true
  noticeAll(socket.channel)
  return socket
}

function refusal(number: number, reason: string): SocketError {
  return new SocketError(number, 'adopt', { reason })
}

function isDescriptor(source: unknown): source is Descriptor {
  return (
    typeof source === 'object' &&
    source !== null &&
    'release' in source &&
    typeof source.release === 'function'
  )
}

function checkDetached(detached: unknown): DetachedSocket {
  const { fd, cookie } = Object(detached) as DetachedSocket
  if (!Number.isInteger(fd) || fd < 0 || typeof cookie !== 'bigint')
    throw new TypeError(`adopt() takes what detach() gave, a Descriptor, or a number, not ${show(detached)}`)
  return { fd, cookie }
}

function ask({ libc, length, small }: KernelThread, fd: number, option: SocketOption<number>): number {
  length.set(4)
  if (libc.getsockopt(fd, SOL_SOCKET, option.number, small, length.bytes) < 0) return 0
  return option.codec.decode(small.subarray(0, 4))
}
