import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** What a stream tells, in order, in words that do not say whose stream it is. */
export class Diary {
  readonly lines: string[] = []
  #bytes = 0

  constructor(stream: Socket) {
    for (const event of ['connect', 'ready', 'end', 'finish', 'timeout'] as const)
      stream.on(event, () => this.note(event))
    stream.on('lookup', (error: NodeJS.ErrnoException | null, address, family, host) =>
      this.note(`lookup ${error?.code ?? 'good'} ${address} ${family} ${host}`),
    )
    stream.on('error', (error: NodeJS.ErrnoException) => this.note(`error ${error.code ?? error.message}`))
    stream.on('close', (hadError) => this.note(`close, ${hadError ? 'had error' : 'no error'}`))
  }

  note(line: string): void {
    this.#bytes = 0
    this.lines.push(line)
  }

  /** Bytes that follow bytes are one line: how they come in pieces is nobody's promise. */
  readonly data = (chunk: Uint8Array | string): void => {
    if (this.#bytes > 0) this.lines.pop()
    this.#bytes += chunk.length
    this.lines.push(`data ${this.#bytes}`)
  }

  /** For write() and end(). */
  done(what: string): (error?: Error | null) => void {
    return (error) => this.note(error ? `${what}: ${(error as NodeJS.ErrnoException).code}` : what)
  }
}

/** Waits for 'close'; unlike once() it does not mind an error before. */
export function closing(stream: Duplex): Promise<void> {
  return new Promise((resolve) => stream.once('close', () => resolve()))
}
