import { AddrInfoError, isSocketError } from '../../socket/errors.ts'
import { CommandFailure } from './command-failure.ts'
import { EXIT } from './exit-status.ts'

const BY_CODE: Readonly<Record<string, number>> = {
  ECONNREFUSED: EXIT.refused,
  // There is no such Unix socket.
  ENOENT: EXIT.refused,
  ETIMEDOUT: EXIT.timedOut,
  ECONNRESET: EXIT.reset,
  ECONNABORTED: EXIT.reset,
  EPIPE: EXIT.reset,
  EHOSTUNREACH: EXIT.unreachable,
  ENETUNREACH: EXIT.unreachable,
  EHOSTDOWN: EXIT.unreachable,
  ENETDOWN: EXIT.unreachable,
  EADDRINUSE: EXIT.addressTaken,
  EADDRNOTAVAIL: EXIT.addressTaken,
  EACCES: EXIT.notPermitted,
  EPERM: EXIT.notPermitted,
}

/** The exit status that a failure deserves. */
export function exitStatusOf(error: unknown): number {
  if (error instanceof CommandFailure) return error.status
  if (error instanceof AddrInfoError) return EXIT.unknownName
  if (!isSocketError(error)) return EXIT.failed
  // To listen it is a directory that is missing.
  if (error.code === 'ENOENT' && error.syscall === 'bind') return EXIT.failed
  return BY_CODE[error.code] ?? EXIT.failed
}

/** The codes of the errors that an exit status stands for. */
export function codesOf(status: number): readonly string[] {
  return Object.keys(BY_CODE).filter((code) => BY_CODE[code] === status)
}
