import type { Duplex } from 'node:stream'

const piece = Buffer.alloc(65536)

/**
 * Once a program has freed a large block, glibc keeps up to twice as much for reuse: mallopt(3). Before that every
 * piece that is received may cost a page fault for each 4 KiB, or not, as chance has it, with any of the peers.
 */
function freeLargeBlock(): void {
  Buffer.allocUnsafeSlow(16 << 20)
  globalThis.gc?.()
}

freeLargeBlock()

/** What a peer does with each connection, whatever is below the stream: `write`, `read` or `echo`. */
export function useStream(stream: Duplex, mode: string): void {
  stream.on('error', () => {}) // The load leaves with RST.
  if (mode === 'echo') stream.pipe(stream)
  else stream.resume()
  if (mode === 'write') writeWithoutEnd(stream)
}

/** As fast as the stream takes it. */
function writeWithoutEnd(stream: Duplex): void {
  const write = () => {
    while (stream.write(piece));
  }
  stream.on('drain', write)
  write()
}
