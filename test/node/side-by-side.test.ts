import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import type { Socket } from 'node:net'
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import type { EndpointOptions } from '../../src/node/index.ts'
import { test } from '../leak-check.ts'
import { closing, Diary } from './diary.ts'
import { type Network, native, soquete } from './networks.ts'

/** One end of a connection, and its diary. */
interface End {
  readonly stream: Socket
  readonly diary: Diary
}

interface Scenario {
  readonly client?: EndpointOptions
  readonly server?: EndpointOptions
  /** Lines of the client in older versions of Node, and in place of them those of later ones, which are ours. */
  readonly later?: Readonly<Record<string, string>>
  play(client: End, server: End): Promise<unknown> | unknown
}

const HALF_OPEN: EndpointOptions = { allowHalfOpen: true }
/** More than the system takes at once. */
const large = Buffer.alloc(16 << 20, 'x')

const flow = (...ends: readonly End[]) => {
  for (const { stream, diary } of ends) stream.on('data', diary.data)
}

/** Both ends play the scenario to its end; what each of them wrote down. */
async function play(
  scenario: Scenario,
  clients: Network,
  servers: Network,
): Promise<{ client: string[]; server: string[] }> {
  const accepted = new EventEmitter()
  const listening = await servers.listen((stream) => accepted.emit('stream', endOf(stream)), scenario.server)
  const client = endOf(clients.connect({ port: listening.port, host: '127.0.0.1', ...scenario.client }))
  const [server] = (await once(accepted, 'stream')) as [End]
  if (client.stream.connecting) await once(client.stream, 'connect')
  const closed = [client, server].map(({ stream }) => closing(stream))
  await scenario.play(client, server)
  await Promise.all(closed)
  await listening.close()
  return { client: client.diary.lines, server: server.diary.lines }
}

function endOf(stream: Socket): End {
  return { stream, diary: new Diary(stream) }
}

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'the client ends, and the server ends by itself': {
    play(client, server) {
      flow(client, server)
      client.stream.end('good bye')
    },
  },
  'the server ends, and the client ends by itself': {
    play(client, server) {
      flow(client, server)
      server.stream.end('good bye')
    },
  },
  'both end at once': {
    play(client, server) {
      flow(client, server)
      client.stream.end('question', client.diary.done('ended'))
      server.stream.end('answer', server.diary.done('ended'))
    },
  },
  'the server answers after the client has ended': {
    server: HALF_OPEN,
    play(client, server) {
      flow(client, server)
      client.stream.end('question')
      server.stream.on('end', () => setTimeout(() => server.stream.end('answer'), 10))
    },
  },
  'a half-open client goes on after the server has ended': {
    client: HALF_OPEN,
    play(client, server) {
      flow(client, server)
      server.stream.end('greeting')
      client.stream.on('end', () => {
        client.stream.write('one', client.diary.done('one'))
        client.stream.end('two', client.diary.done('two'))
      })
    },
  },
  'an echo by pipe()': {
    play(client, server) {
      flow(client)
      server.stream.pipe(server.stream)
      client.stream.write(large)
      client.stream.on('data', () => client.stream.bytesRead === large.length && client.stream.end())
    },
  },
  'a large write and its end, to a reader who takes his time': {
    async play(client, server) {
      client.stream.resume()
      client.stream.write(large, client.diary.done('written'))
      client.stream.end(client.diary.done('ended'))
      await sleep(20)
      client.diary.note(`waits: ${client.stream.writableLength > 0}`)
      flow(server)
    },
  },
  'many small writes, corked and not': {
    play(client, server) {
      flow(client, server)
      client.stream.cork()
      for (let i = 0; i < 50; i++) client.stream.write(`corked ${i}`)
      process.nextTick(() => client.stream.uncork())
      for (let i = 0; i < 50; i++) client.stream.write(Buffer.from(`another ${i}`), 'latin1')
      client.stream.write('last', client.diary.done('last'))
      client.stream.end()
    },
  },
  'a paused stream does not tell of its end': {
    async play(client, server) {
      flow(client)
      client.stream.pause()
      server.stream.resume()
      server.stream.end('good bye')
      await sleep(20)
      client.diary.note('resumes')
      client.stream.resume()
    },
  },
  'nobody reads: the end alone is told': {
    play(client, server) {
      server.stream.end()
      server.stream.resume()
      return once(client.stream, 'end')
    },
  },
  'reading by read() and readable': {
    play(client, server) {
      server.stream.resume()
      client.stream.on('readable', () => {
        for (let chunk: Buffer | null; (chunk = client.stream.read()) !== null; ) client.diary.data(chunk)
      })
      server.stream.end('abcdefgh')
    },
  },
  // Not every version of Node destroys the stream when the loop has come to its end.
  'reading by iteration': {
    client: HALF_OPEN,
    async play(client, server) {
      server.stream.resume()
      server.stream.end(large)
      for await (const chunk of client.stream) client.diary.data(chunk)
      client.diary.note('iterated')
      client.stream.destroy()
    },
  },
  'leaving an iteration early': {
    async play(client, server) {
      server.stream.resume()
      server.stream.write('hello')
      for await (const chunk of client.stream) {
        client.diary.data(chunk)
        break
      }
    },
  },
  'text by setEncoding()': {
    play(client, server) {
      flow(client, server)
      client.stream.setEncoding('utf8')
      server.stream.end('héllo wörld')
    },
  },
  'destroy()': {
    play(client, server) {
      flow(client, server)
      client.stream.destroy()
    },
  },
  'destroy() with an error': {
    play(client, server) {
      flow(client, server)
      server.stream.destroy(new Error('enough'))
    },
  },
  'destroy() twice, with other errors': {
    play(client, server) {
      flow(client, server)
      client.stream.destroy(new Error('first')).destroy(new Error('second'))
    },
  },
  'destroy() while a write waits': {
    later: { large: 'large: ECANCELED', 'small: ERR_STREAM_DESTROYED': 'small: ECANCELED' },
    async play(client, server) {
      client.stream.write(large, client.diary.done('large'))
      client.stream.write('small', client.diary.done('small'))
      await turn()
      client.stream.destroy()
      server.stream.destroy()
    },
  },
  'destroy() inside of data': {
    play(client, server) {
      flow(client, server)
      client.stream.once('data', () => client.stream.destroy())
      server.stream.write('hello')
    },
  },
  'destroySoon() sends what was written': {
    play(client, server) {
      flow(client, server)
      client.stream.write(large, client.diary.done('written'))
      client.stream.destroySoon()
    },
  },
  'resetAndDestroy()': {
    play(client, server) {
      flow(client, server)
      client.stream.resetAndDestroy()
    },
  },
  'a reset while a write waits': {
    later: { large: 'large: ECANCELED' },
    async play(client, server) {
      client.stream.write(large, client.diary.done('large'))
      await turn()
      server.stream.resetAndDestroy()
    },
  },
  'resetAndDestroy() after destroy()': {
    play(client, server) {
      flow(client, server)
      client.stream.destroy()
      client.stream.resetAndDestroy()
    },
  },
  'write() after end()': {
    play(client, server) {
      flow(client, server)
      client.stream.end()
      client.stream.write('late', client.diary.done('late'))
    },
  },
  'write() after the peer has ended': {
    play(client, server) {
      flow(client, server)
      server.stream.end()
      client.stream.on('end', () =>
        setImmediate(() => client.stream.write('late', client.diary.done('late'))),
      )
    },
  },
  'write() in the listener of the end': {
    play(client, server) {
      flow(client, server)
      server.stream.end()
      client.stream.on('end', () => client.stream.write('in time', client.diary.done('in time')))
    },
  },
  'write() after destroy()': {
    play(client, server) {
      flow(client, server)
      client.stream.destroy()
      client.stream.write('late', client.diary.done('late'))
    },
  },
  'end() twice': {
    play(client, server) {
      flow(client, server)
      client.stream.end('one', client.diary.done('one'))
      client.stream.end(client.diary.done('two'))
    },
  },
  'writes to a peer who is gone': {
    client: HALF_OPEN,
    async play(client, server) {
      flow(client)
      server.stream.destroy()
      await once(client.stream, 'end')
      client.stream.write('one', client.diary.done('one'))
      await sleep(10)
      client.stream.write('two', client.diary.done('two'))
    },
  },
  'timeout, and life goes on': {
    async play(client, server) {
      flow(client, server)
      client.stream.setTimeout(15, () => client.diary.note('called back'))
      await once(client.stream, 'timeout')
      server.stream.write('hello')
      await once(client.stream, 'timeout')
      client.stream.end()
    },
  },
  'setTimeout(0) ends the time of idleness': {
    async play(client, server) {
      flow(client, server)
      const onTimeout = () => client.diary.note('called back')
      client.stream.setTimeout(10, onTimeout)
      client.stream.setTimeout(0, onTimeout)
      await sleep(25)
      client.diary.note(`${client.stream.timeout} ${client.stream.listenerCount('timeout')}`)
      client.stream.end()
    },
  },
  'what traffic there is keeps the timeout away': {
    async play(client, server) {
      flow(client, server)
      client.stream.setTimeout(600)
      for (let i = 0; i < 4; i++) {
        server.stream.write('tick')
        await sleep(180)
      }
      client.stream.end()
    },
  },
  'states by name': {
    async play(client, server) {
      flow(client, server)
      const look = ({ stream, diary }: End) =>
        diary.note(`${stream.readyState} pending ${stream.pending} connecting ${stream.connecting}`)
      look(client)
      client.stream.end('12345')
      look(client)
      look(server)
      await Promise.all([closing(client.stream), closing(server.stream)])
      for (const end of [client, server]) {
        look(end)
        end.diary.note(`${end.stream.bytesRead} read, ${end.stream.bytesWritten} written`)
      }
    },
  },
  'counts of bytes while they wait': {
    async play(client, server) {
      server.stream.resume()
      for (let i = 0; i < 3; i++) client.stream.write(large)
      client.stream.write('tail')
      client.diary.note(`${client.stream.bytesWritten}`)
      client.stream.end()
      await once(client.stream, 'finish')
      client.diary.note(`${client.stream.bytesWritten}`)
    },
  },
}

for (const [name, scenario] of Object.entries(SCENARIOS)) {
  test(`as node:net: ${name}`, async () => {
    const [expected, ourClient, ourServer, bothOurs] = await Promise.all([
      play(scenario, native, native),
      play(scenario, soquete, native),
      play(scenario, native, soquete),
      play(scenario, soquete, soquete),
    ])
    const client = expected.client.map((line) => scenario.later?.[line] ?? line)
    assert.deepEqual(ourServer, expected, 'our server')
    assert.deepEqual(ourClient, { ...expected, client }, 'our client')
    assert.deepEqual(bothOurs, { ...expected, client }, 'both ours')
  })
}
