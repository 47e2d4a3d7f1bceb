import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Arena } from '../../src/netstack/packet/arena.ts'
import type { Connection } from '../../src/netstack/tcp/connection.ts'
import type { Listener } from '../../src/netstack/tcp/listener.ts'
import type { TcpSettings } from '../../src/netstack/tcp/settings.ts'
import { Tcp } from '../../src/netstack/tcp/tcp.ts'
import { MILLISECOND, SECOND } from '../../src/netstack/time.ts'
import { errno } from '../../src/socket/posix/errno.ts'
import { Clock, Seeded } from './clock.ts'
import { type Faults, Pipe } from './pipe.ts'

const SEEDS = process.env.SOQUETE_SOAK === undefined ? 400 : 20_000

/** One end's part: what it sends, how much at a time, what it gets. */
class Talker {
  readonly got: Uint8Array
  received = 0
  sent = 0
  error = 0
  isEnded = false
  isClosed = false
  readonly connection: Connection
  readonly #bytes: Uint8Array
  readonly #chance: Seeded
  readonly #closesFirst: boolean

  constructor(
    connection: Connection,
    bytes: Uint8Array,
    expected: number,
    chance: Seeded,
    closesFirst: boolean,
  ) {
    this.connection = connection
    this.#bytes = bytes
    this.#chance = chance
    this.#closesFirst = closesFirst
    this.got = new Uint8Array(expected + 1)
    connection.sink = {
      connected: () => this.work(),
      readable: () => this.work(),
      writable: () => this.work(),
      ended: () => this.work(),
      urgent: () => {},
      troubled: () => {},
      failed: (error) => {
        this.error = error
      },
    }
  }

  work(): void {
    if (this.error !== 0 || this.isClosed) return
    this.#read()
    while (this.sent < this.#bytes.length) {
      const length = Math.min(this.#bytes.length - this.sent, 1 + this.#chance.below(5000))
      const count = this.connection.send(this.#bytes, this.sent, length)
      if (count === -errno.EAGAIN) break
      if (count < 0) this.error = -count
      if (count < 0) return
      this.sent += count
    }
    const isDone = this.sent === this.#bytes.length
    if (isDone && (this.#closesFirst || this.isEnded)) this.connection.shutdown()
    if (isDone && this.isEnded) {
      this.isClosed = true
      this.connection.close()
    }
  }

  #read(): void {
    for (;;) {
      const room = Math.min(this.got.length - this.received, 1 + this.#chance.below(20_000))
      const count = this.connection.recv(this.got, this.received, room)
      if (count === -errno.EAGAIN) return
      if (count < 0) this.error = -count
      if (count === 0) this.isEnded = true
      if (count <= 0) return
      this.received += count
    }
  }
}

function transfer(seed: number): void {
  const chance = new Seeded(seed)
  const clock = new Clock()
  const arena = new Arena({ debug: seed % 16 === 0 })
  const rate = () => (chance.hits(0.5) ? 0 : chance.below(150) / 1000)
  const faults: Faults = {
    loss: rate(),
    duplication: rate(),
    reordering: rate(),
    corruption: rate() / 4,
    delay: (1 + chance.below(50)) * MILLISECOND,
  }
  const pipe = new Pipe(arena, clock, new Seeded(seed + 1), faults, chance.hits(0.3) ? 576 : 1500)
  const host = (address: string): Tcp => {
    const settings: Partial<TcpSettings> = {
      sendBuffer: 1 << (9 + chance.below(10)),
      receiveBuffer: 1 << (9 + chance.below(10)),
      timestamps: chance.hits(0.5),
      windowScaling: chance.hits(0.5),
    }
    const tcp = new Tcp({
      arena,
      time: clock,
      chance: new Seeded(chance.uint32()),
      paths: pipe.pathsOf(address),
      settings,
    })
    pipe.join(address, tcp)
    return tcp
  }
  const [one, other] = [host('10.0.0.1'), host('10.0.0.2')]
  const bytes = () =>
    Uint8Array.from({ length: chance.below(chance.hits(0.1) ? 200_000 : 20_000) }, () => chance.uint32())
  const [there, back] = [bytes(), bytes()]
  const order = chance.below(3)

  const listener = other.listen(null, 4444, 5) as Listener
  let server: Talker | null = null
  listener.sink = {
    accepted: () => {
      server = new Talker(listener.accept() as Connection, back, there.length, chance, order !== 0)
      server.work()
    },
  }
  const client = new Talker(
    one.connect(null, 0, '10.0.0.2', 4444) as Connection,
    there,
    back.length,
    chance,
    order !== 1,
  )
  const limit = clock.now + 4 * 3600 * SECOND
  while (clock.next < limit) clock.to(clock.next)
  const end = server as Talker | null
  const story = () =>
    `seed ${seed}: client sent ${client.sent} of ${there.length}, got ${client.received} of ${back.length}, ` +
    `error ${client.error}, ${client.connection.state}; server sent ${end?.sent}, got ${end?.received}, ` +
    `error ${end?.error}, ${end?.connection.state}; ${JSON.stringify(faults)}`
  assert.equal(clock.next, Number.POSITIVE_INFINITY, `it never ends: ${story()}`)
  if (client.error === 0) {
    assert.ok(client.isClosed && client.received === back.length, story())
    assert.ok(Buffer.from(back.buffer).equals(client.got.subarray(0, back.length)), story())
  }
  if (end !== null && end.error === 0) {
    assert.ok(end.isClosed && end.received === there.length, story())
    assert.ok(Buffer.from(there.buffer).equals(end.got.subarray(0, there.length)), story())
  }
  // The last acknowledgement may be lost for good; what an end has got, it has got whole, and errors are few.
  assert.ok(client.error === 0 || faults.loss + faults.corruption > 0, story())
  assert.equal(one.size + other.size, 0, `connections are left: ${story()}`)
  assert.deepEqual(arena.held(), [], story())
}

test('over a bad line every byte comes once and in order, or an honest error; nothing is left', () => {
  const first = Number(process.env.SOQUETE_SEED ?? 0)
  for (let seed = first; seed < first + SEEDS; seed++) transfer(seed)
})
