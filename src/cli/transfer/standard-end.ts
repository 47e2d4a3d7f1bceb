import { fstatSync, read as readFromDescriptor } from 'node:fs'
import { open } from 'node:fs/promises'
import { promisify } from 'node:util'
import { CleanText } from './clean-text.ts'
import type { End } from './end.ts'
import type { StandardOutput } from './standard-output.ts'

const STDIN = 0

/** Bytes of a file that are read at one time. */
const PIECE = 1 << 18

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

  async receive(use: (piece: Uint8Array) => Promise<unknown>, signal: AbortSignal): Promise<void> {
    const { file, silent } = this.#options
    if (silent) return
    if (file !== undefined) return receiveFile(file, use, signal)
    // A file is read in large pieces; what may keep us waiting is left to the event loop.
    if (isFile(STDIN)) return receiveDescriptor(STDIN, use, signal)
    const abandon = () => process.stdin.destroy()
    signal.throwIfAborted()
    signal.addEventListener('abort', abandon, { once: true })
    try {
      for await (const piece of process.stdin) {
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

  async send(piece: Uint8Array): Promise<void> {
    await this.#options.output?.write(this.#clean === null ? piece : Buffer.from(this.#clean.text(piece)))
  }

  async endSending(): Promise<void> {
    if (this.#clean !== null) await this.#options.output?.write(Buffer.from(this.#clean.end()))
  }

  async close(): Promise<void> {}
}

function isFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile()
  } catch {
    return false
  }
}

async function receiveFile(
  path: string,
  use: (piece: Uint8Array) => Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
  const file = await open(path)
  try {
    await receiveDescriptor(file.fd, use, signal)
  } finally {
    await file.close()
  }
}

/** While one piece is used, the next one is read. */
async function receiveDescriptor(
  descriptor: number,
  use: (piece: Uint8Array) => Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
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
