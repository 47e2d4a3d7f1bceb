import { AddrInfoError, isSocketError } from '../../socket/errors.ts'
import { CommandFailure } from './command-failure.ts'

/** What a command ends with: 0 is success, 1 a failure that has no number of its own. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  refused: 3,
  timedOut: 4,
  unknownName: 5,
  reset: 6,
  unreachable: 7,
  addressTaken: 8,
  notPermitted: 9,
  untrusted: 10,
  /** As a shell says of a program that SIGINT, SIGPIPE or SIGTERM ended: 128 and the signal's number. */
  interrupted: 130,
  brokenPipe: 141,
  terminated: 143,
} as const

const BY_CODE: Readonly<Record<string, number>> = {
  ECONNREFUSED: EXIT.refused,
  // Of connect(): there is no such Unix socket.
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
  if (isSocketError(error)) return BY_CODE[error.code] ?? EXIT.failed
  return EXIT.failed
}
