import { fstatSync, write as writeToDescriptor } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { CommandFailure } from '../frame/command-failure.ts'
import { EXIT } from '../frame/exit-status.ts'

const STDOUT = 1

/** Milliseconds until a descriptor is tried again that another process has made non-blocking, and that is full. */
const RETRY = 5

const writeSome = promisify(writeToDescriptor)

/**
 * The standard output, for bytes. A pipe or a socket is left to the event loop, by process.stdout; with anything else
 * that would stop this thread while it is full, and with it signals and other connections. What several write at one
 * time comes whole, one after the other.
 */
export class StandardOutput {
  readonly #cannotWrite: (reason: string) => string
  readonly #writeOut = isPipe(STDOUT) ? writeToPipe : writeByThread
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0
  #fail: (error: unknown) => void = () => {}
  /** What it failed with first, and each time since. */
  failed: unknown
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
    if (this.failed !== undefined) throw this.failed
    try {
      await this.#writeOut(piece)
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      this.failed =
        code === 'EPIPE'
          ? new CommandFailure('', EXIT.brokenPipe)
          : new CommandFailure(this.#cannotWrite(message), EXIT.failed)
      throw this.failed
    }
  }
}

function isPipe(descriptor: number): boolean {
  const stat = fstatSync(descriptor)
  return stat.isFIFO() || stat.isSocket()
}

function writeToPipe(piece: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(piece, (error) => (error ? reject(error) : resolve()))
  })
}

async function writeByThread(piece: Uint8Array): Promise<void> {
  for (let at = 0; at < piece.length; ) {
    try {
      const { bytesWritten } = await writeSome(STDOUT, piece, at)
      at += bytesWritten
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
      await pause(RETRY)
    }
  }
}
