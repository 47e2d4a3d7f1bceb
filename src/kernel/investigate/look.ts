import { open } from 'node:fs/promises'

/** Where is looked, and for how long. */
export interface Bounds {
  /** Goes before every path below: a directory with files of the system's names, for tests. */
  readonly root?: string
  /** Milliseconds that it may take. */
  readonly time?: number
}

const TIME = 1000
/** Milliseconds of work without a pause: other things of the thread wait no longer. */
const STRETCH = 5
const CHUNK = 1 << 16
/** A table of 100,000 sockets has 15 MB. */
const LONGEST_TABLE = 1 << 26

/** Looks into the system's files, as long as it may, and lets others have the thread in between. */
export class Look {
  /** Milliseconds that it may take. */
  readonly time: number
  readonly #root: string
  readonly #end: number
  #pause = performance.now() + STRETCH

  constructor({ root = '', time = TIME }: Bounds = {}) {
    this.#root = root
    this.time = time
    this.#end = performance.now() + time
  }

  get over(): boolean {
    return performance.now() >= this.#end
  }

  /** Where a file of the system is. */
  path(path: string): string {
    return this.#root + path
  }

  /** Lets others have the thread, when this has had it for a while. */
  async breathe(): Promise<void> {
    if (performance.now() < this.#pause) return
    await new Promise((resolve) => setImmediate(resolve))
    this.#pause = performance.now() + STRETCH
  }

  /** The beginning of a file, 64 KiB at most; empty when it cannot be read. */
  async text(path: string): Promise<string> {
    try {
      const file = await open(this.path(path))
      try {
        const bytes = new Uint8Array(CHUNK)
        let length = 0
        while (length < CHUNK) {
          const { bytesRead } = await file.read(bytes, length, CHUNK - length)
          if (bytesRead === 0) break
          length += bytesRead
        }
        return new TextDecoder().decode(bytes.subarray(0, length))
      } finally {
        await file.close()
      }
    } catch {
      return ''
    }
  }

  /** The numbers in a file, as those below /proc/sys; none when it cannot be read. */
  async numbers(path: string): Promise<number[]> {
    const text = (await this.text(path)).trim()
    const numbers = text === '' ? [] : text.split(/\s+/).map(Number)
    return numbers.every(Number.isFinite) ? numbers : []
  }

  /** Calls `use` with each line of a table. False when there were more, or none could be read. */
  async lines(path: string, use: (line: string) => void): Promise<boolean> {
    try {
      const file = await open(this.path(path))
      try {
        const bytes = new Uint8Array(CHUNK)
        const decoder = new TextDecoder()
        let rest = ''
        for (let total = 0; total < LONGEST_TABLE && !this.over; ) {
          const { bytesRead } = await file.read(bytes, 0, CHUNK)
          if (bytesRead === 0) {
            if (rest !== '') use(rest)
            return true
          }
          total += bytesRead
          const lines = (rest + decoder.decode(bytes.subarray(0, bytesRead), { stream: true })).split('\n')
          rest = lines.pop() as string
          for (const line of lines) use(line)
          await this.breathe()
        }
        return false
      } finally {
        await file.close()
      }
    } catch {
      return false
    }
  }
}
