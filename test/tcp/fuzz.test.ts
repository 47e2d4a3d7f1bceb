import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Arena } from '../../src/netstack/packet/arena.ts'
import { ipv4PseudoHeader } from '../../src/netstack/packet/checksum.ts'
import { buildIpv4 } from '../../src/netstack/packet/ipv4.ts'
import { buildTcp, sealTcp, tcpAck, tcpSeq } from '../../src/netstack/packet/tcp.ts'
import type { Path } from '../../src/netstack/path.ts'
import type { Connection } from '../../src/netstack/tcp/connection.ts'
import type { Listener } from '../../src/netstack/tcp/listener.ts'
import { CLOSED, TIME_WAIT } from '../../src/netstack/tcp/state.ts'
import { Tcp } from '../../src/netstack/tcp/tcp.ts'
import { MILLISECOND, SECOND } from '../../src/netstack/time.ts'
import { Clock, Seeded } from './clock.ts'

const [US, PEER] = [0x0a00_0001, 0x0a00_0002]
const ROUNDS = process.env.SOQUETE_SOAK === undefined ? 300 : 20_000

/** A peer who says anything: numbers near the right ones, all flags, options of random bytes. */
class Liar {
  readonly clock = new Clock()
  readonly arena = new Arena()
  readonly chance: Seeded
  readonly tcp: Tcp
  /** What our side said last. */
  #seq = 0
  #ack = 0
  #peer = 0

  constructor(seed: number) {
    this.chance = new Seeded(seed)
    this.#peer = this.chance.uint32()
    const path: Path = {
      version: 4,
      source: '10.0.0.1',
      destination: '10.0.0.2',
      mtu: 1500,
      pseudoHeader: (protocol) => ipv4PseudoHeader(US, PEER, protocol),
      send: (slot) => {
        this.#seq = tcpSeq(this.arena.view(slot), this.arena.start(slot))
        this.#ack = tcpAck(this.arena.view(slot), this.arena.start(slot))
        return 0
      },
    }
    const settings = {
      receiveBuffer: 1 << (8 + this.chance.below(10)),
      sendBuffer: 5000,
      timestamps: seed % 2 === 0,
    }
    const paths = { path: () => path }
    this.tcp = new Tcp({ arena: this.arena, time: this.clock, chance: this.chance, paths, settings })
  }

  #near(number: number): number {
    const { chance } = this
    if (chance.hits(0.5)) return number
    if (chance.hits(0.1)) return chance.uint32()
    return (number + chance.below(6000) - 3000) >>> 0
  }

  say(from: number, to: number, flags: number): void {
    const { arena, chance } = this
    const options = 4 * chance.below(chance.hits(0.5) ? 1 : 11)
    const length = chance.hits(0.5) ? 0 : chance.below(1400)
    const slot = arena.allocate(40 + options + length)
    const [view, at, end] = [arena.view(slot), arena.start(slot), arena.end(slot)]
    for (let i = at + 40; i < end; i++)
      view.setUint8(i, chance.hits(0.3) ? chance.below(12) : chance.uint32() & 0xff)
    buildIpv4(view, at, 20, 0, end - at, 0, 0, 64, 6, PEER, US)
    const seq = this.#near(this.#ack === 0 ? this.#peer : this.#ack)
    const window = chance.hits(0.3) ? chance.below(3) : chance.below(0x10000)
    const ack = this.#near((this.#seq + chance.below(2)) >>> 0)
    buildTcp(view, at + 20, from, to, seq, ack, 20 + options, flags, window, chance.below(2000))
    sealTcp(view, at + 20, end, ipv4PseudoHeader(PEER, US, 6))
    this.tcp.receive(slot, at, at + 20, end)
    if (chance.hits(0.05))
      this.tcp.failed(slot, at, at + 20, at + 28 + chance.below(9), 113, chance.below(1500))
    arena.release(slot)
  }

  /** The user does something, too. */
  act(connection: Connection): void {
    const { chance } = this
    const memory = new Uint8Array(3000)
    const what = chance.below(40)
    if (what < 12) connection.send(memory, 0, 1 + chance.below(3000))
    else if (what < 24) connection.recv(memory, 0, 1 + chance.below(3000), what === 12)
    else if (what === 24) connection.sendUrgent(memory, 0, 1 + chance.below(9))
    else if (what === 25) connection.shutdown()
    else if (what === 26 && chance.hits(0.3)) connection.close()
    else if (what === 27) connection.keepAlive = chance.hits(0.5)
    else if (what === 28) connection.noDelay = chance.hits(0.5)
    assert.ok(connection.unread <= connection.tcb.receiveBuffer + 128, 'more is buffered than was allowed')
  }
}

function lie(seed: number): void {
  const liar = new Liar(seed)
  const { chance, clock, tcp } = liar
  const listener = tcp.listen(null, 80, 3) as Listener
  const connections: Connection[] = []
  const isActive = chance.hits(0.5)
  if (isActive) connections.push(tcp.connect(null, 999, '10.0.0.2', 80) as Connection)
  for (let i = 0; i < 150; i++) {
    const flags = chance.hits(0.3)
      ? chance.below(256)
      : [0x10, 0x10, 0x18, 0x02, 0x12, 0x11, 0x30][chance.below(7)]!
    liar.say(isActive ? 80 : 1000 + chance.below(2), isActive ? 999 : 80, flags)
    const accepted = listener.accept()
    if (typeof accepted !== 'number') connections.push(accepted)
    for (const connection of connections) liar.act(connection)
    if (chance.hits(0.3)) clock.to(clock.now + chance.below(chance.hits(0.1) ? 100_000 : 300) * MILLISECOND)
    assert.ok(tcp.size <= 6)
  }
  for (const connection of connections) connection.abort()
  listener.close()
  clock.to(clock.now + 3600 * SECOND)
  for (const { state } of connections) assert.ok(state === CLOSED || state === TIME_WAIT)
  assert.equal(tcp.size, 0)
  assert.equal(clock.next, Number.POSITIVE_INFINITY)
  assert.deepEqual(liar.arena.held(), [])
}

test('whatever a peer says, nothing throws, nothing grows and nothing is left', () => {
  const first = Number(process.env.SOQUETE_SEED ?? 0)
  for (let seed = first; seed < first + ROUNDS; seed++) {
    try {
      lie(seed)
    } catch (error) {
      throw new Error(`seed ${seed}: ${(error as Error).stack}`)
    }
  }
})
