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
