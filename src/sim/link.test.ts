import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Arrival, Laboratory } from '../../test/sim/laboratory.ts'
import type { LinkOptions } from './link.ts'

const MS = 1_000_000

/** Sends packets at moments, of so many bytes each, and tells when which came. */
function arrivals(
  options: LinkOptions,
  sends: readonly (readonly [at: number, length: number])[],
): Arrival[] {
  const laboratory = new Laboratory()
  const link = laboratory.link(options)
  const arrived = laboratory.arrivals(link)
  sends.forEach(([at, length], index) => {
    laboratory.time.runUntil(at)
    laboratory.send(link, index + 1, length)
  })
  laboratory.drain()
  return arrived
}

test('delay alone: each packet arrives so much later, those of one moment in a row', () => {
  const sends = [
    [0, 100],
    [0, 1500],
    [5, 40],
  ] as const
  assert.deepEqual(arrivals({ delay: '10ms' }, sends), [
    [10 * MS, 1],
    [10 * MS, 2],
    [10 * MS + 5, 3],
  ])
  assert.deepEqual(arrivals({}, sends), [
    [0, 1],
    [0, 2],
    [5, 3],
  ])
})

test('a rate: bits take their time on the line, and packets wait for each other, to the nanosecond', () => {
  // 1,500 bytes at 10 Mbit/s take 1.2 ms, 40 bytes 32 µs.
  const sends = [
    [0, 1500],
    [0, 1500],
    [100_000, 40],
    [5 * MS, 40],
  ] as const
  assert.deepEqual(arrivals({ rate: '10Mbit', delay: '3ms' }, sends), [
    [4_200_000, 1],
    [5_400_000, 2],
    [5_432_000, 3],
    [8_032_000, 4],
  ])
})

test('a time on the line that is no whole number of nanoseconds is rounded up', () => {
  // 1,000 bytes at 7 Mbit/s: 1,142,857.14… ns.
  assert.deepEqual(
    arrivals({ rate: '7Mbit' }, [
      [0, 1000],
      [0, 1000],
    ]),
    [
      [1_142_858, 1],
      [2_285_716, 2],
    ],
  )
})

test('directions are apart: each has its own line and its own options', () => {
  const laboratory = new Laboratory()
  const link = laboratory.link({ delay: '1ms', forth: { rate: '1Mbit' }, back: { delay: '2ms' } })
  const there = laboratory.arrivals(link, 1)
  const here = laboratory.arrivals(link, 0)
  laboratory.send(link, 1, 1000, 0)
  laboratory.send(link, 2, 1000, 1)
  laboratory.drain()
  assert.deepEqual(there, [[9 * MS, 1]])
  assert.deepEqual(here, [[2 * MS, 2]])
})

test('a full queue drops the newest; the one on the line does not wait', () => {
  const laboratory = new Laboratory()
  const link = laboratory.link({ rate: '8Mbit', queue: 2 })
  const arrived = laboratory.arrivals(link)
  // 1 ms each: 1 leaves, 2 and 3 wait, 4 and 5 find no place.
  for (let tag = 1; tag <= 5; tag++) laboratory.send(link, tag)
  assert.deepEqual([link.forth.waiting, link.forth.underWay], [2, 3])
  // At 1 ms packet 2 begins to leave, and there is a place again.
  laboratory.time.runUntil(MS)
  assert.equal(link.forth.waiting, 1)
  laboratory.send(link, 6)
  laboratory.send(link, 7)
  laboratory.drain()
  assert.deepEqual(
    arrived.map(([, tag]) => tag),
    [1, 2, 3, 6],
  )
  assert.equal(link.forth.counters.queueFull, 3)
  assert.equal(link.forth.counters.delivered, 4)
})

test('a queue counted in bytes takes what still fits', () => {
  const laboratory = new Laboratory()
  const link = laboratory.link({ rate: '8Mbit', queueBytes: '1.5KiB' })
  const arrived = laboratory.arrivals(link)
  const lengths = [1000, 1000, 600, 500, 36, 40]
  lengths.forEach((length, index) => {
    laboratory.send(link, index + 1, length)
  })
  laboratory.drain()
  assert.deepEqual(
    arrived.map(([, tag]) => tag),
    [1, 2, 4, 5],
  )
})

test('a packet larger than the MTU is lost; the device tells the MTU, also when it changes', () => {
  const laboratory = new Laboratory()
  const link = laboratory.link({ mtu: 1000, back: { mtu: 576 } })
  const arrived = laboratory.arrivals(link)
  assert.deepEqual(
    link.ends.map((end) => end.mtu),
    [1000, 576],
  )
  laboratory.send(link, 1, 1000)
  laboratory.send(link, 2, 1001)
  link.change({ mtu: 9000 })
  laboratory.send(link, 3, 1001)
  laboratory.drain()
  assert.deepEqual(arrived, [
    [0, 1],
    [0, 3],
  ])
  assert.equal(link.forth.counters.tooLong, 1)
})

test('jitter varies the delay within its bounds and does not change the order', () => {
  for (const jitterShape of ['uniform', 'normal'] as const) {
    const laboratory = new Laboratory()
    const link = laboratory.link({ delay: '10ms', jitter: '4ms', jitterShape })
    const arrived = laboratory.arrivals(link)
    const sends = 500
    for (let tag = 1; tag <= sends; tag++) {
      laboratory.time.runUntil(tag * MS)
      laboratory.send(link, tag)
    }
    laboratory.drain()
    assert.deepEqual(
      arrived.map(([, tag]) => tag),
      Array.from({ length: sends }, (_, index) => index + 1),
    )
    const delays = arrived.map(([at, tag]) => at - tag * MS)
    assert.ok(delays.every((delay) => delay >= 0))
    if (jitterShape === 'uniform') assert.ok(delays.every((delay) => delay >= 6 * MS && delay <= 14 * MS))
    assert.ok(new Set(delays).size > sends / 2)
  }
})

test('a change of rate and delay reaches those that wait, not those that have begun to leave', () => {
  const laboratory = new Laboratory()
  const link = laboratory.link({ rate: '8kbit', delay: '10ms' })
  const arrived = laboratory.arrivals(link)
  // A second each.
  for (let tag = 1; tag <= 3; tag++) laboratory.send(link, tag)
  laboratory.time.runUntil(500 * MS)
  link.change({ rate: '8Mbit', delay: '2ms' })
  laboratory.send(link, 4)
  laboratory.drain()
  // 2 leaves from 1 s to 1.001 s and would arrive at 1.003 s, but stays behind 1.
  assert.deepEqual(arrived, [
    [1010 * MS, 1],
    [1010 * MS, 2],
    [1010 * MS, 3],
    [1010 * MS, 4],
  ])
})

test('a change to a slower line makes those that wait later', () => {
  const laboratory = new Laboratory()
  const link = laboratory.link({ rate: '8Mbit' })
  const arrived = laboratory.arrivals(link)
  for (let tag = 1; tag <= 3; tag++) laboratory.send(link, tag)
  link.change({ rate: '4Mbit' })
  laboratory.send(link, 4)
  laboratory.drain()
  assert.deepEqual(arrived, [
    [1 * MS, 1],
    [3 * MS, 2],
    [5 * MS, 3],
    [7 * MS, 4],
  ])
})

test('down loses what is under way and what is sent; up, it carries again', () => {
  const laboratory = new Laboratory()
  const link = laboratory.link({ delay: '10ms', rate: '8Mbit', reorder: 0.5, reorderWithin: '1s' })
  const arrived = laboratory.arrivals(link)
  for (let tag = 1; tag <= 20; tag++) laboratory.send(link, tag)
  laboratory.time.runUntil(25 * MS)
  const before = arrived.length
  assert.ok(before > 0)
  link.down()
  assert.deepEqual(
    [link.isUp, link.isBlocked('>'), link.forth.underWay, link.forth.waiting],
    [false, true, 0, 0],
  )
  laboratory.send(link, 21)
  laboratory.time.runUntil(5000 * MS)
  assert.equal(arrived.length, before)
  assert.equal(link.forth.counters.cut, 20 - before)
  assert.equal(link.forth.counters.blocked, 1)
  link.up()
  link.change({ reorder: 0 })
  laboratory.send(link, 22)
  laboratory.drain()
  assert.deepEqual(arrived.at(-1), [5011 * MS, 22])
})

test('a partition lets nothing in, but what is under way arrives; one direction may be parted alone', () => {
  const laboratory = new Laboratory()
  const link = laboratory.link({ delay: '10ms' })
  const there = laboratory.arrivals(link, 1)
  const here = laboratory.arrivals(link, 0)
  laboratory.send(link, 1)
  link.partition('>')
  assert.deepEqual([link.isUp, link.isBlocked('>'), link.isBlocked('<')], [true, true, false])
  laboratory.send(link, 2)
  laboratory.send(link, 3, 100, 1)
  link.heal()
  laboratory.send(link, 4)
  link.partition()
  laboratory.send(link, 5, 100, 1)
  // Down and up again does not heal.
  link.down()
  link.up()
  laboratory.send(link, 6)
  link.heal('>')
  laboratory.send(link, 7)
  laboratory.drain()
  assert.deepEqual([there.map(([, tag]) => tag), here.map(([, tag]) => tag)], [[7], []])
  assert.deepEqual([link.forth.counters.blocked, link.forth.counters.cut], [2, 2])
})

test('who receives may send, change and cut the same link', () => {
  const laboratory = new Laboratory()
  const link = laboratory.link({ delay: '1ms' })
  const seen: number[] = []
  let left = 10
  // The other end sends back whatever comes.
  link.ends[1].attach({ receive: (slot, device) => device.transmit(slot) })
  link.ends[0].attach({
    receive: (slot) => {
      seen.push(laboratory.time.now)
      if (--left === 5) link.change({ delay: '2ms' })
      if (left === 2) link.down()
      laboratory.send(link, left)
      assert.ok(laboratory.arena.holders(slot) > 0)
    },
  })
  laboratory.send(link, left)
  laboratory.drain()
  assert.deepEqual(
    seen.map((at) => at / MS),
    [2, 4, 6, 8, 10, 14, 18, 22],
  )
})

test('an error of who receives comes out, and the link goes on', () => {
  const laboratory = new Laboratory()
  const link = laboratory.link({ delay: '1ms' })
  let received = 0
  link.ends[1].attach({
    receive: () => {
      if (++received === 1) throw new Error('broken')
    },
  })
  laboratory.send(link, 1)
  laboratory.send(link, 2)
  assert.throws(() => laboratory.time.runUntil(MS), /broken/)
  laboratory.drain()
  assert.equal(received, 2)
})

test('thousands of packets may be under way; the ring grows and nothing is lost', () => {
  const laboratory = new Laboratory()
  const link = laboratory.link({ delay: '1s' })
  const arrived = laboratory.arrivals(link)
  for (let tag = 1; tag <= 5000; tag++) {
    laboratory.time.runUntil(tag * 1000)
    laboratory.send(link, tag, 40)
  }
  assert.equal(link.forth.underWay, 5000)
  laboratory.drain()
  assert.ok(arrived.every(([at, tag], index) => tag === index + 1 && at === tag * 1000 + 1000 * MS))
})

test('a queue whose end no number has is full', () => {
  const laboratory = new Laboratory()
  const link = laboratory.link({ rate: 1, queue: 100_000 })
  for (let tag = 1; tag <= 2000; tag++) laboratory.send(link, tag, 1500)
  const { queueFull, sent } = link.forth.counters
  assert.ok(queueFull > 0)
  assert.equal(link.forth.underWay, sent - queueFull)
  laboratory.drain()
})

test('what cannot be is refused at the call, which says the link and what to do; nothing has changed then', () => {
  const laboratory = new Laboratory()
  const link = laboratory.link({ delay: '5ms', loss: 0.1 })
  const before = { ...link.forth.settings }
  const refused: readonly (readonly [LinkOptions, RegExp])[] = [
    [{ loss: 1.5 }, /^RangeError: link a-b: loss 1.5 is no probability; give a number from 0 to 1/],
    [{ delay: -1 }, /^RangeError: link a-b: delay -1 is not possible/],
    [{ rate: Number.NaN }, /^RangeError: link a-b: rate NaN is not possible/],
    [{ queue: 0 }, /^RangeError: link a-b: queue 0 is not possible; give a whole number from 1 to /],
    [{ queueBytes: 0 }, /link a-b: queueBytes 0 lets nothing wait/],
    [{ mtu: 67 }, /link a-b: mtu 67 is not possible; give a whole number from 68 to /],
    [{ delay: '1ms', jitter: '2ms' }, /link a-b: a jitter of 2 ms is more than the delay of 1 ms/],
    [{ jitterShape: 'pareto' as 'normal' }, /jitterShape "pareto" is neither 'uniform' nor 'normal'/],
    [{ burst: { enter: 2, leave: 0.1 } }, /link a-b: burst.enter 2 is no probability/],
    [{ burst: { enter: 0.1 } as never }, /link a-b: burst.leave undefined is no probability/],
    [{ burst: { enter: 0.1, leave: 1, bad: 1 } as never }, /burst has no "bad"; it has enter, leave/],
    [{ burst: 0.1 as never }, /link a-b: burst 0.1 is no burst/],
    [{ reorderDistance: 0 }, /link a-b: reorderDistance 0 is not possible/],
    [{ latency: '1ms' } as LinkOptions, /link a-b: there is no option "latency"; there are delay, jitter/],
    [{ delay: '1ms', back: { loss: -0.1 } }, /link a-b: loss -0.1 is no probability/],
    [null as never, /link a-b: options are an object, not null/],
  ]
  for (const [options, message] of refused) {
    assert.throws(
      () => link.change(options),
      (error) => message.test(String(error)),
      `${message}`,
    )
    assert.throws(
      () => laboratory.link(options),
      (error) => message.test(String(error)),
      `${message}`,
    )
  }
  assert.deepEqual(link.forth.settings, before)
  for (const name of ['', 'a b', 'a>b', 'x'.repeat(65), 5 as never])
    assert.throws(() => laboratory.link({}, name), /is no name of a link; give 1 to 64 characters/)
  assert.throws(() => link.partition('both' as never), /link a-b: direction "both" is neither '>' nor '<'/)
  link.ends[0].attach({ receive: () => {} })
  assert.throws(() => link.ends[0].attach({ receive: () => {} }), /device eth0 has a receiver already/)
  link.change({ loss: undefined, delay: '6ms' })
  assert.deepEqual(link.forth.settings, { ...before, delay: 6 * MS })
})
