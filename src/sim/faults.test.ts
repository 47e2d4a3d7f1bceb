import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../test/packet/properties.ts'
import { type Arrival, Laboratory } from '../../test/sim/laboratory.ts'
import { type Decision, formatDecisions, parseDecisions } from './decisions.ts'
import type { Link, LinkOptions } from './link.ts'

const MS = 1_000_000

const ALL_FAULTS: LinkOptions = {
  loss: 0.1,
  burst: { enter: 0.02, leave: 0.3 },
  duplicate: 0.1,
  duplicateWithin: '20ms',
  reorder: 0.1,
  reorderWithin: '15ms',
  corrupt: 0.1,
}

/** Sends numbered packets over a link, one each millisecond. */
function flow(laboratory: Laboratory, link: Link, count: number): Arrival[] {
  const arrived = laboratory.arrivals(link)
  for (let tag = 1; tag <= count; tag++) {
    laboratory.time.runUntil(tag * MS)
    laboratory.send(link, tag)
  }
  laboratory.drain()
  return arrived
}

const tags = (arrived: readonly Arrival[]) => arrived.map(([, tag]) => tag)
const one = (kind: Decision['kind'], packet: number, detail = 0): Decision => ({
  link: 'a-b',
  direction: '>',
  packet,
  kind,
  detail,
})

/** What decisions alone make of six packets, one each millisecond, over a link of 2 ms: `milliseconds:tag`. */
function sixPackets(plan: readonly Decision[], options: LinkOptions = {}): string {
  const laboratory = new Laboratory(1, plan)
  const arrived = flow(laboratory, laboratory.link({ delay: '2ms', ...options }), 6)
  return arrived.map(([at, tag]) => `${at / MS}:${tag}`).join(' ')
}

test('each kind of fault does what it says', () => {
  const table: readonly (readonly [Decision, string])[] = [
    [one('loss', 2), '3:1 5:3 6:4 7:5 8:6'],
    [one('duplicate', 2), '3:1 4:2 4:2 5:3 6:4 7:5 8:6'],
    [one('duplicate', 2, 1.5 * MS), '3:1 4:2 5:3 5.5:2 6:4 7:5 8:6'],
    [one('delay', 2, 2.5 * MS), '3:1 5:3 6:4 6.5:2 7:5 8:6'],
    [one('overtake', 2, 1), '3:1 5:3 5:2 6:4 7:5 8:6'],
    [one('overtake', 2, 3), '3:1 5:3 6:4 7:5 7:2 8:6'],
    // Nobody comes any more who could overtake it.
    [one('overtake', 5, 2), '3:1 4:2 5:3 6:4 8:6 107:5'],
    // Bit 31 is the tag's last.
    [one('corrupt', 2, 31), '3:1 4:3 5:3 6:4 7:5 8:6'],
  ]
  for (const [decision, expected] of table)
    assert.equal(sixPackets([decision]), expected, formatDecisions([decision]))
})

test('a packet may have several faults; nothing else happens to one that is lost', () => {
  const three = [one('duplicate', 2, 3 * MS), one('overtake', 2, 1), one('corrupt', 2, 31)]
  assert.equal(sixPackets(three), '3:1 5:3 5:3 6:4 7:3 7:5 8:6')
  assert.equal(sixPackets([one('duplicate', 2), one('loss', 2)]), '3:1 5:3 6:4 7:5 8:6')
  // What is lost overtakes nobody either.
  assert.equal(sixPackets([one('overtake', 2, 1), one('loss', 3)]), '3:1 6:4 6:2 7:5 8:6')
})

test('what is lost has had its time on the line, and its place', () => {
  // 2 ms on the line each, sent every millisecond: with one place to wait, 4 and 6 find it taken.
  const options = { rate: '4Mbit', queue: 1, delay: 0 }
  assert.equal(sixPackets([], options), '3:1 5:2 7:3 9:5')
  assert.equal(sixPackets([one('loss', 2)], options), '3:1 7:3 9:5')
  assert.equal(sixPackets([one('duplicate', 2)], options), '3:1 5:2 5:2 7:3 9:5')
})

test('a corrupted packet is a copy: the sender, who may still hold it, keeps it whole', () => {
  const laboratory = new Laboratory(1, [one('corrupt', 1, 31)])
  const link = laboratory.link()
  const arrived = laboratory.arrivals(link)
  const slot = laboratory.packet(6)
  link.ends[0].transmit(slot)
  laboratory.time.runUntil(0)
  assert.deepEqual([laboratory.tag(slot), tags(arrived)], [6, [7]])
  laboratory.arena.release(slot)
  laboratory.drain()
})

test('each kind happens as often as it was told, each by itself', () => {
  const laboratory = new Laboratory()
  const link = laboratory.link({
    loss: 0.05,
    duplicate: 0.1,
    reorder: 0.2,
    reorderDistance: 3,
    corrupt: 0.02,
  })
  const count = 20_000
  for (let tag = 1; tag <= count; tag++) {
    laboratory.send(link, tag, 60)
    laboratory.time.runUntil(tag)
  }
  laboratory.drain()
  const kinds = new Map<string, number>()
  for (const { kind } of laboratory.decisions.made) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  const about = (kind: string, probability: number) => {
    const share = (kinds.get(kind) ?? 0) / count
    assert.ok(Math.abs(share - probability) < 0.01, `${kind}: ${share}`)
  }
  about('loss', 0.05)
  about('duplicate', 0.1 * 0.95)
  about('overtake', 0.2 * 0.95)
  about('corrupt', 0.02 * 0.95)
})

test('the decisions of a run, followed in another, make the same run; fewer of them, fewer faults', () => {
  const first = new Laboratory(42)
  const arrived = flow(first, first.link({ delay: '5ms', jitter: '3ms', ...ALL_FAULTS }), 300)
  const { made } = first.decisions
  assert.ok(made.length > 50)
  assert.equal(new Set(made.map(({ kind }) => kind)).size, 4)
  // As text and as JSON.
  const again = parseDecisions(formatDecisions(made))
  assert.deepEqual(again, made)
  const replay = new Laboratory(42, JSON.parse(JSON.stringify(again)))
  assert.deepEqual(flow(replay, replay.link({ delay: '5ms', jitter: '3ms', ...ALL_FAULTS }), 300), arrived)
  assert.equal(replay.hash.text, first.hash.text)
  assert.deepEqual(replay.decisions.made, made)

  const few = made.filter((_, index) => index % 7 === 0)
  const shrunk = new Laboratory(42, few)
  flow(shrunk, shrunk.link({ delay: '5ms', jitter: '3ms', ...ALL_FAULTS }), 300)
  assert.deepEqual(shrunk.decisions.made, few)
  const none = new Laboratory(42, [])
  assert.equal(flow(none, none.link({ delay: '5ms', jitter: '3ms', ...ALL_FAULTS }), 300).length, 300)
})

/** The decisions of two links that are used in turns, by what they are told to do. */
function decisionsOfTwo(first: LinkOptions, second: LinkOptions): (link: string, kind?: string) => string {
  const laboratory = new Laboratory(7)
  const links = [laboratory.link(first, 'first'), laboratory.link(second, 'second')]
  for (let tag = 1; tag <= 400; tag++) {
    laboratory.time.runUntil(tag * MS)
    for (const link of links) laboratory.send(link, tag)
    laboratory.send(links[0]!, tag, 100 + tag, 1)
  }
  laboratory.drain()
  return (link, kind) =>
    formatDecisions(
      laboratory.decisions.made.filter((made) => made.link === link && (kind ?? made.kind) === made.kind),
    )
}

test('what one link is told to do changes nothing for another', () => {
  const before = decisionsOfTwo({ loss: 0.1 }, ALL_FAULTS)
  const after = decisionsOfTwo({ ...ALL_FAULTS, loss: 0.3 }, ALL_FAULTS)
  assert.notEqual(after('first'), before('first'))
  assert.equal(after('second'), before('second'))
  assert.notEqual(before('second'), '')
})

test('what one kind of fault does changes nothing for another, nor does a queue', () => {
  const before = decisionsOfTwo({ corrupt: 0.1, duplicate: 0.1 }, {})
  const after = decisionsOfTwo({ corrupt: 0.1, duplicate: 0.3, duplicateWithin: '1ms' }, {})
  assert.equal(after('first', 'corrupt'), before('first', 'corrupt'))
  assert.notEqual(after('first', 'duplicate'), before('first', 'duplicate'))
  // Half of the packets find no place: of the others the same are lost.
  const all = decisionsOfTwo({ loss: 0.2 }, {})('first').trim().split('\n')
  const few = decisionsOfTwo({ loss: 0.2, rate: '4Mbit', queue: 1 }, {})('first').trim().split('\n')
  assert.ok(few.length < all.length)
  assert.deepEqual(
    all.filter((line) => few.includes(line)),
    few,
  )
})

test('the same seed makes the same run, another another', () => {
  const run = (seed: number) => {
    const laboratory = new Laboratory(seed)
    flow(laboratory, laboratory.link({ delay: '5ms', jitter: '3ms', rate: '20Mbit', ...ALL_FAULTS }), 200)
    return laboratory.hash.text
  }
  assert.equal(run(1), run(1))
  assert.equal(new Set([1, 2, 3, 4, 5].map(run)).size, 5)
  // On every runtime.
  assert.equal(run(1), 'd035e6f9115faa9c')
})

const options = fc.record({
  delay: fc.constantFrom('0ms', '1ms', '50ms'),
  rate: fc.constantFrom('100kbit', '10Mbit', Number.POSITIVE_INFINITY),
  queue: fc.integer({ min: 1, max: 20 }),
  loss: fc.constantFrom(0, 0.1, 1),
  duplicate: fc.constantFrom(0, 0.3, 1),
  duplicateWithin: fc.constantFrom('0ms', '5ms'),
  reorder: fc.constantFrom(0, 0.3, 1),
  reorderWithin: fc.constantFrom('0ms', '8ms'),
  reorderDistance: fc.constantFrom(null, 1, 4),
  corrupt: fc.constantFrom(0, 0.2),
  mtu: fc.constantFrom(500, 1500),
})
const act = fc.oneof(
  { weight: 20, arbitrary: fc.record({ send: fc.integer({ min: 4, max: 600 }) }) },
  { weight: 8, arbitrary: fc.record({ wait: fc.constantFrom(0, 1000, 300_000, 20_000_000) }) },
  { weight: 2, arbitrary: fc.record({ change: options }) },
  { weight: 1, arbitrary: fc.constantFrom('down', 'up', 'partition', 'heal').map((call) => ({ call })) },
)
type Act = { send?: number; wait?: number; change?: LinkOptions; call?: string }

test('whatever happens to a link, no packet is gained, none vanishes, and no slot is left', () => {
  const property = fc.property(
    fc.nat(1000),
    options,
    fc.array(act, { maxLength: 150 }),
    (seed, first, acts) => {
      const laboratory = new Laboratory(seed)
      const link = laboratory.link(first)
      const arrived = laboratory.arrivals(link)
      for (const { send, wait, change, call } of acts as Act[]) {
        if (send !== undefined) laboratory.send(link, 1, send)
        if (wait !== undefined) laboratory.time.runUntil(laboratory.time.now + wait)
        if (change !== undefined) link.change(change)
        if (call !== undefined) link[call as 'down' | 'up' | 'partition' | 'heal']()
        assertConserved(link, arrived.length)
      }
      laboratory.drain()
      assert.equal(link.forth.underWay, 0)
      assert.equal(link.forth.waiting, 0)
      assertConserved(link, arrived.length)
      assert.equal(laboratory.hash.packets, link.forth.counters.sent + link.forth.counters.duplicated)
    },
  )
  holds(property, 200)
})

function assertConserved(link: Link, arrived: number): void {
  const { sent, duplicated, delivered, lost, queueFull, tooLong, blocked, cut, noMemory } =
    link.forth.counters
  assert.equal(delivered, arrived)
  const ended = delivered + lost + queueFull + tooLong + blocked + cut + noMemory
  assert.equal(sent + duplicated, ended + link.forth.underWay)
}

test('without a fault that reorders, packets arrive in the order in which they were sent', () => {
  const property = fc.property(fc.nat(1000), fc.array(act, { maxLength: 150 }), (seed, acts) => {
    const laboratory = new Laboratory(seed)
    const link = laboratory.link({ delay: '20ms', jitter: '20ms', rate: '1Mbit', loss: 0.1 })
    const arrived = laboratory.arrivals(link)
    let tag = 0
    for (const { send, wait, change } of acts as Act[]) {
      if (send !== undefined) laboratory.send(link, ++tag, send)
      if (wait !== undefined) laboratory.time.runUntil(laboratory.time.now + wait)
      if (change !== undefined)
        link.change({ rate: change.rate, jitter: 0, delay: change.delay, loss: change.loss })
    }
    laboratory.drain()
    const order = tags(arrived)
    assert.deepEqual(
      order,
      [...order].sort((a, b) => a - b),
    )
  })
  holds(property, 200)
})

test('with no memory for a copy, a packet that should change is lost', () => {
  const laboratory = new Laboratory(1, [one('corrupt', 1), one('duplicate', 1)])
  const link = laboratory.link()
  const arrived = laboratory.arrivals(link)
  const slot = laboratory.packet(1)
  const taken: number[] = []
  for (let more = laboratory.arena.allocate(1000); more >= 0; more = laboratory.arena.allocate(1000))
    taken.push(more)
  link.ends[0].transmit(slot)
  for (const each of [...taken, slot]) laboratory.arena.release(each)
  laboratory.drain()
  assert.deepEqual(arrived, [])
  assert.equal(link.forth.counters.noMemory, 2)
})
