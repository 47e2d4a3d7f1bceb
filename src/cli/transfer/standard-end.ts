import { constants, fstatSync, openSync, read as readFromDescriptor } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { isSocketError } from '../../socket/errors.ts'
import { CleanText } from './clean-text.ts'
import type { End } from './end.ts'
import type { StandardOutput } from './standard-output.ts'

const STDIN = 0

/** Bytes of a file that are read at one time. */
const PIECE = 1 << 18

type Use = (piece: Uint8Array) => Promise<unknown>

const readSome = promisify(readFromDescriptor)

export interface StandardOptions {
  /** A file whose content stands for what is typed. */
  readonly file?: string | undefined
  /** Nothing is taken from the input: it has ended already. */
  readonly silent?: boolean
  /** What is sent to it goes there; null: nowhere. */
  readonly output: StandardOutput | null
  /** What is sent to it is made safe for a terminal. */
  readonly clean?: boolean
  /** A failure in the user's words. */
  cannotRead(what: string, error: Error): Error
}

/** The standard streams: what is typed or piped in is received, what is sent is written out. */
export class StandardEnd implements End {
  readonly name = 'stdin'
  readonly ends = true
  readonly #options: StandardOptions
  readonly #clean: CleanText | null

  constructor(options: StandardOptions) {
    this.#options = options
    this.#clean = options.clean ? new CleanText() : null
  }

  async receive(use: Use, signal: AbortSignal): Promise<void> {
    const { file, silent } = this.#options
    if (silent) return
    try {
      // A file is read in large pieces; what may keep us waiting is left to the event loop.
      if (file !== undefined) await receiveFile(file, use, signal)
      else if (isFile(STDIN)) await receiveDescriptor(STDIN, use, signal)
      else await receiveStream(process.stdin, use, signal)
    } catch (error) {
      if (!isReadFailure(error)) throw error
      throw this.#options.cannotRead(file ?? this.name, error)
    }
    signal.throwIfAborted()
  }

  async send(piece: Uint8Array): Promise<void> {
    await this.#options.output?.write(this.#clean === null ? piece : Buffer.from(this.#clean.text(piece)))
  }

  async endSending(): Promise<void> {
    if (this.#clean !== null) await this.#options.output?.write(Buffer.from(this.#clean.end()))
  }

  async close(): Promise<void> {}
}

/** What fs reports, or a stream over a descriptor; a socket's errors have other system calls. */
function isReadFailure(error: unknown): error is Error {
  const { syscall = '' } = error as NodeJS.ErrnoException
  return (
    error instanceof Error && !isSocketError(error) && ['read', 'open', 'stat', 'fstat'].includes(syscall)
  )
}

/** Nor does a directory, whose reading fails, keep anybody waiting. */
function isFile(descriptor: number): boolean {
  try {
    const stat = fstatSync(descriptor)
    return stat.isFile() || stat.isDirectory()
  } catch {
    return false
  }
}

async function receiveFile(path: string, use: Use, signal: AbortSignal): Promise<void> {
  if ((await stat(path)).isFIFO()) {
    // Opened so, it is there at once, and waits all the same until somebody has written.
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    await receiveStream(new Socket({ fd, readable: true, writable: false }), use, signal)
    return
  }
  const file = await open(path)
  try {
    await receiveDescriptor(file.fd, use, signal)
  } finally {
    await file.close()
  }
}

async function receiveStream(stream: Readable, use: Use, signal: AbortSignal): Promise<void> {
  const abandon = () => stream.destroy()
  signal.throwIfAborted()
  signal.addEventListener('abort', abandon, { once: true })
  try {
    for await (const piece of stream) {
      if (signal.aborted) break
      await use(piece as Uint8Array)
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    signal.removeEventListener('abort', abandon)
  }
  signal.throwIfAborted()
}

/** While one piece is used, the next one is read. */
async function receiveDescriptor(descriptor: number, use: Use, signal: AbortSignal): Promise<void> {
  const rooms = [Buffer.allocUnsafeSlow(PIECE), Buffer.allocUnsafeSlow(PIECE)] as const
  const read = (room: Buffer) => readSome(descriptor, room, 0, room.length, null)
  let reading = read(rooms[0])
  for (let turn = 0; ; turn++) {
    const { bytesRead } = await reading
    signal.throwIfAborted()
    if (bytesRead === 0) return
    reading = read(rooms[(turn + 1) % 2]!)
    try {
      await use(rooms[turn % 2]!.subarray(0, bytesRead))
    } catch (error) {
      await reading.catch(() => {})
      throw error
    }
  }
}
