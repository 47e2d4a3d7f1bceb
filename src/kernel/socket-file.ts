import { lstatSync, unlinkSync } from 'node:fs'
import { AF_UNIX, SOCK_CLOEXEC, SOCK_DGRAM, SOCK_NONBLOCK } from '../socket/posix/constants.ts'
import { errno } from '../socket/posix/errno.ts'
import { encodeSockaddr, SOCKADDR_SIZE } from '../socket/posix/sockaddr.ts'
import { libc } from './libc.ts'

/** `S_IFMT` and `S_IFSOCK` of inode(7). */
const S_IFMT = 0o170000n
const S_IFSOCK = 0o140000n

type Path = string | Uint8Array

/** Removes a socket's file that no socket is bound to any more. */
export function unlinkAbandoned(path: Path): number {
  const name = fileName(path)
  try {
    const before = identify(name)
    if (before === null) return -errno.ENOTSOCK
    if (!isAbandoned(path)) return -errno.EADDRINUSE
    // A server that started meanwhile has made another file.
    if (identify(name) !== before) return -errno.EADDRINUSE
    unlinkSync(name)
    return 0
  } catch (error) {
    return (error as { errno?: number }).errno ?? -errno.EIO
  }
}

/** What is at a path where bind(2) found it in use. */
export function pathState(path: Path): 'bound' | 'abandoned' | 'other' {
  try {
    if (identify(fileName(path)) === null) return 'other'
  } catch {
    return 'bound'
  }
  return isAbandoned(path) ? 'abandoned' : 'bound'
}

function fileName(path: Path): string | Buffer {
  return typeof path === 'string' ? path : Buffer.from(path)
}

/** What tells a socket's file from every other that stood or will stand in its place; null when it is another file's. */
function identify(name: string | Buffer): string | null {
  const { mode, dev, ino, ctimeNs } = lstatSync(name, { bigint: true })
  return (mode & S_IFMT) === S_IFSOCK ? `${dev}:${ino}:${ctimeNs}` : null
}

/**
 * A datagram socket asks, by connecting to the file: a socket of another type refuses that with EPROTOTYPE, whether it
 * listens or not, and hears nothing of it. ECONNREFUSED: there is none.
 */
function isAbandoned(path: Path): boolean {
  const { connect, close, errno: lastError, socket } = libc()
  const fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)
  if (fd < 0) return false
  const sockaddr = new Uint8Array(SOCKADDR_SIZE)
  const length = encodeSockaddr({ family: AF_UNIX, path }, sockaddr)
  const refused = connect(fd, sockaddr, length) < 0 && lastError() === errno.ECONNREFUSED
  close(fd)
  return refused
}
