import { EXIT } from './exit-status.ts'

/** What is written on stdout gets nowhere: its reader has left, or the disk is full. */
export class OutputFailure extends Error {
  readonly status: number

  constructor(cause: NodeJS.ErrnoException) {
    super(cause.message, { cause })
    this.status = cause.code === 'EPIPE' ? EXIT.brokenPipe : EXIT.failed
  }
}
