import assert from 'node:assert/strict'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { AbstractConnector, Redis, type RedisOptions } from 'ioredis'
import { connectDuplex, type SocketDuplex } from '../../src/node/index.ts'
import { digest, MEBIBYTE, pattern } from './bytes.ts'
import { BOUND, type Place, type Program, runs, withServer } from './foreign-server.ts'

const program: Program = {
  name: 'redis',
  lack: () => {
    if (!runs('redis-server', '--version')) return 'redis-server is not installed'
    return runs(...BOUND, 'TERM', 'true') ? null : 'setpriv of util-linux is not installed'
  },
  prepare: ({ folder, port }) => [
    ...[...BOUND, 'TERM', 'redis-server', '--port', `${port}`, '--bind', '127.0.0.1'],
    ...['--unixsocket', join(folder, 'socket'), '--save', '', '--dir', folder],
  ],
  ready: /eady to accept connections/,
  signal: 'SIGTERM',
}

/** What an application writes to have ioredis speak over Soquete. */
class Connector extends AbstractConnector {
  readonly #options: RedisOptions

  constructor(options: unknown) {
    super((options as { disconnectTimeout: number }).disconnectTimeout)
    this.#options = options as RedisOptions
  }

  override async connect(): Promise<never> {
    const { host, port, path } = this.#options
    const stream = connectDuplex(path === undefined ? { host, port } : { path })
    stream.once('error', (error) => {
      this.firstError = error
    })
    this.stream = stream as never
    return stream as never
  }
}

const redis = withServer(program)

/** A test for both kinds of socket. */
function client(name: string, body: (open: () => Redis) => Promise<void>, options: RedisOptions = {}): void {
  const kinds: Readonly<Record<string, (place: Place) => RedisOptions>> = {
    TCP: ({ port }) => ({ host: '127.0.0.1', port }),
    Unix: ({ folder }) => ({ path: join(folder, 'socket') }),
  }
  for (const [kind, where] of Object.entries(kinds)) {
    redis(`${name}, ${kind}`, async (place) => {
      const clients: Redis[] = []
      const open = () => {
        const made = new Redis({ ...where(place), ...options, Connector })
        clients.push(made)
        return made
      }
      try {
        await body(open)
        await open().flushall()
      } finally {
        await Promise.all(clients.map(ended))
      }
    })
  }
}

async function ended(client: Redis): Promise<void> {
  if (client.status === 'end') return
  const end = once(client, 'end')
  client.disconnect()
  await end
}

client('values, texts and bytes, large ones among them', async (open) => {
  const redis = open()
  const large = pattern(6 * MEBIBYTE)
  assert.equal(await redis.set('text', 'héllo'), 'OK')
  assert.equal(await redis.get('text'), 'héllo')
  await redis.set('large', large)
  assert.equal(digest((await redis.getBuffer('large'))!), digest(large))
  assert.equal(await redis.get('nothing'), null)
  assert.equal(await redis.quit(), 'OK')
})

client('thousands of commands in a pipeline, and many that nobody waits for', async (open) => {
  const redis = open()
  const pipeline = redis.pipeline()
  for (let i = 0; i < 5000; i++) pipeline.set(`key ${i}`, `value ${i}`).get(`key ${i}`)
  const results = (await pipeline.exec())!
  assert.equal(results.length, 10_000)
  for (let i = 0; i < 5000; i++) assert.deepEqual(results[2 * i + 1], [null, `value ${i}`])
  const counts = await Promise.all(Array.from({ length: 1000 }, () => redis.incr('count')))
  assert.deepEqual(
    counts,
    Array.from({ length: 1000 }, (_, i) => i + 1),
  )
  assert.deepEqual(await redis.multi().set('a', '1').incr('a').exec(), [
    [null, 'OK'],
    [null, 2],
  ])
})

client('an error is that command’s', async (open) => {
  const redis = open()
  await redis.set('text', 'no list')
  await assert.rejects(redis.lpush('text', 'x'), { message: /WRONGTYPE/ })
  assert.equal(await redis.ping(), 'PONG')
})

client('publish and subscribe', async (open) => {
  const [publisher, subscriber] = [open(), open()]
  await subscriber.subscribe('news')
  const heard: string[] = []
  const all = new Promise<void>((resolve) => {
    subscriber.on('message', (channel, message) => {
      if (heard.push(`${channel} ${message}`) === 500) resolve()
    })
  })
  await Promise.all(Array.from({ length: 500 }, (_, i) => publisher.publish('news', `${i}`)))
  await all
  assert.deepEqual(
    heard,
    Array.from({ length: 500 }, (_, i) => `news ${i}`),
  )
})

client('a pop that waits for its value', async (open) => {
  const [waiting, pushing] = [open(), open()]
  const popped = waiting.blpop('list', 5)
  await pushing.ping()
  await sleep(10)
  await pushing.rpush('list', 'at last')
  assert.deepEqual(await popped, ['list', 'at last'])
  assert.equal(await waiting.blpop('list', 0.02), null)
})

client(
  'a connection that the server kills is replaced, and what waits is sent again',
  async (open) => {
    const [victim, killer] = [open(), open()]
    const id = await victim.client('ID')
    const waits = victim.blpop('list', 5)
    const again = once(victim, 'ready')
    assert.equal(await killer.client('KILL', 'ID', String(id)), 1)
    await again
    await killer.rpush('list', 'x')
    assert.deepEqual(await waits, ['list', 'x'])
    assert.notEqual(await victim.client('ID'), id)
  },
  { retryStrategy: () => 5 },
)

redis('nobody listens: each attempt is an error, until it gives up', async ({ folder }) => {
  const path = join(folder, 'nothing')
  const redis = new Redis({ path, Connector, retryStrategy: (times) => (times < 3 ? 5 : null) })
  const errors: string[] = []
  redis.on('error', ({ code, syscall }: NodeJS.ErrnoException) => errors.push(`${syscall} ${code}`))
  await new Promise((resolve) => redis.once('end', resolve))
  assert.deepEqual(errors, ['connect ENOENT', 'connect ENOENT', 'connect ENOENT'])
})

redis('options of the connection', async ({ port }) => {
  const options = { noDelay: true, keepAlive: 1000, connectTimeout: 5000, lazyConnect: true }
  const redis = new Redis({ host: 'localhost', family: 4, port, Connector, ...options })
  await redis.connect()
  const stream = redis.stream as unknown as SocketDuplex
  assert.deepEqual([stream.remotePort, stream.readyState], [port, 'open'])
  await ended(redis)
})
