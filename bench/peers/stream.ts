import type { Duplex } from 'node:stream'

const piece = Buffer.alloc(65536)

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
