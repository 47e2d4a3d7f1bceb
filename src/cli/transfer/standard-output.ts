import { write as writeToDescriptor } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { CommandFailure } from '../frame/command-failure.ts'
import { EXIT } from '../frame/exit-status.ts'

const STDOUT = 1

/** Milliseconds until a descriptor is tried again that another process has made non-blocking, and that is full. */
const RETRY = 5

const writeSome = promisify(writeToDescriptor)

/**
 * The standard output, for bytes. Not by process.stdout, which stops this thread when a pipe is full, and with it
 * signals and other connections. What several write at one time comes whole, one after the other.
 */
export class StandardOutput {
  readonly #cannotWrite: (reason: string) => string
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0
  #fail: (error: unknown) => void = () => {}
  /** Rejects when something could not be written. */
  readonly failure = new Promise<never>((_resolve, reject) => {
    this.#fail = reject
  })

  /** `cannotWrite`: a failure in the user's words. */
  constructor(cannotWrite: (reason: string) => string) {
    this.#cannotWrite = cannotWrite
    this.failure.catch(() => {})
  }

  write(piece: Uint8Array): Promise<void> {
    const first = this.#waiting++ === 0
    const writing = first ? this.#write(piece) : this.#last.then(() => this.#write(piece))
    const written = writing.finally(() => this.#waiting--)
    this.#last = written.catch(this.#fail)
    return written
  }

  async #write(piece: Uint8Array): Promise<void> {
    for (let at = 0; at < piece.length; ) {
      try {
        const { bytesWritten } = await writeSome(STDOUT, piece, at)
        at += bytesWritten
      } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException
        if (code === 'EPIPE') throw new CommandFailure('', EXIT.brokenPipe)
        if (code !== 'EAGAIN') throw new CommandFailure(this.#cannotWrite(message), EXIT.failed)
        await pause(RETRY)
      }
    }
  }
}
