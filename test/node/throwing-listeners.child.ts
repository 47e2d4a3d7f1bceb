// Listeners and callbacks that throw, each on a connection of its own, with streams of the network that is named.
// Says for each which process-wide event it became, and whether the stream told of an error.
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { native, soquete } from './networks.ts'

const network = process.argv[2] === 'soquete' ? soquete : native
const large = Buffer.alloc(16 << 20)

/** In what the program is called. */
const PLACES: Readonly<Record<string, (stream: Socket, fail: () => never) => unknown>> = {
  lookup: (stream, fail) => stream.on('lookup', fail),
  connect: (stream, fail) => stream.on('connect', fail),
  data: (stream, fail) => stream.on('data', fail),
  readable: (stream, fail) => stream.on('readable', fail),
  end: (stream, fail) => stream.on('end', fail).resume().end(),
  finish: (stream, fail) => stream.on('finish', fail).end(),
  close: (stream, fail) => stream.on('close', fail).destroy(),
  error: (stream, fail) => stream.on('error', fail).destroy(new Error('destroyed')),
  timeout: (stream, fail) => stream.on('timeout', fail).setTimeout(10),
  drain: (stream, fail) => stream.on('drain', fail).resume().write(large),
  'a write that completes at once': (stream, fail) => stream.write('x', fail),
  'a write that waits': (stream, fail) => stream.resume().write(large, fail),
  'corked writes': (stream, fail) => {
    stream.cork()
    stream.write('x')
    stream.write('y', fail)
    stream.uncork()
  },
  'end()': (stream, fail) => stream.end('x', fail),
}

const thrown: string[] = []
process.on('uncaughtException', (error, origin) => thrown.push(`${origin}: ${error.message}`))

const listening = await network.listen((stream) =>
  stream
    .on('error', () => {})
    .pipe(stream)
    .write('hello'),
)
for (const [place, listen] of Object.entries(PLACES)) {
  const stream = network.connect({ port: listening.port, host: 'localhost', family: 4 })
  let told = 'no error'
  if (place !== 'error') stream.on('error', (error) => (told = error.message))
  listen(stream, () => {
    throw new Error('a listener threw')
  })
  while (thrown.length === 0) await turn()
  stream.destroy()
  if (!stream.closed) await Promise.race([once(stream, 'close').catch(() => {}), turn().then(turn)])
  console.log(`${place}: ${thrown.splice(0).join(', ')}; ${told}`)
}
await listening.close()
