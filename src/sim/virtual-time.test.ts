import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../test/packet/properties.ts'
import type { Alarm } from '../netstack/time.ts'
import { VirtualTime } from './virtual-time.ts'

/** A time, and alarms by name that write down when they rang. */
function diary(): { time: VirtualTime; alarm: (name: string) => Alarm; rang: string[] } {
  const time = new VirtualTime()
  const rang: string[] = []
  const alarm = (name: string) => time.alarm({ due: () => rang.push(`${name} ${time.now}`) })
  return { time, alarm, rang }
}

test('alarms ring at their moments; those of the same moment in the order in which they were set', () => {
  const { time, alarm, rang } = diary()
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(alarm) as [Alarm, Alarm, Alarm, Alarm]
  a.set(20)
  b.set(10)
  c.set(20)
  d.set(10)
  // Set again: the last of its moment now.
  b.set(10)
  assert.equal(time.next, 10)
  assert.equal(time.alarms, 4)
  time.runUntil(19)
  assert.deepEqual(rang, ['d 10', 'b 10'])
  assert.equal(time.now, 19)
  time.runUntil(20)
  assert.deepEqual(rang.slice(2), ['a 20', 'c 20'])
  assert.equal(time.next, Number.POSITIVE_INFINITY)
})

test('an alarm says when it rings; cleared or rung, it says −1 and does not', () => {
  const { time, alarm, rang } = diary()
  const a = alarm('a')
  assert.equal(a.at, -1)
  a.clear()
  a.set(5)
  assert.equal(a.at, 5)
  a.clear()
  assert.equal(a.at, -1)
  time.runUntil(10)
  assert.deepEqual(rang, [])
  a.set(12)
  time.runUntil(12)
  assert.equal(a.at, -1)
  assert.deepEqual(rang, ['a 12'])
})

test('one that is set to the past rings now, behind those of now', () => {
  const { time, alarm, rang } = diary()
  time.runUntil(100)
  alarm('now').set(100)
  const late = alarm('late')
  late.set(3)
  assert.equal(late.at, 100)
  time.runUntil(100)
  assert.deepEqual(rang, ['now 100', 'late 100'])
})

test('an alarm may set and clear alarms, itself too, while it rings', () => {
  const { time, alarm, rang } = diary()
  const other = alarm('other')
  let rings = 0
  const self = time.alarm({
    due: (alarm) => {
      rings++
      other.clear()
      if (rings < 3) alarm.set(time.now + 10)
    },
  })
  self.set(1)
  other.set(1)
  assert.equal(time.runUntil(1000), 3)
  assert.deepEqual([rings, rang, time.now], [3, [], 1000])
})

test('step() goes to the next alarm, an hour away as fast as a nanosecond', () => {
  const { time, alarm, rang } = diary()
  alarm('far').set(3_600_000_000_000)
  alarm('near').set(1)
  assert.equal(time.step(), true)
  assert.equal(time.step(), true)
  assert.equal(time.step(), false)
  assert.deepEqual(rang, ['near 1', 'far 3600000000000'])
})

test('runUntil() stops after as many alarms as it was told, and goes on when called again', () => {
  const time = new VirtualTime()
  const spinning = time.alarm({ due: (alarm) => alarm.set(time.now) })
  spinning.set(7)
  assert.equal(time.runUntil(100, 50), 50)
  assert.equal(time.now, 7)
  spinning.clear()
  assert.equal(time.runUntil(100, 50), 0)
  assert.equal(time.now, 100)
})

test('an error of what was rung comes out, and time goes on from there', () => {
  const { time, alarm, rang } = diary()
  time
    .alarm({
      due: () => {
        throw new Error('broken')
      },
    })
    .set(1)
  alarm('next').set(2)
  assert.throws(() => time.runUntil(10), /broken/)
  assert.equal(time.now, 1)
  time.runUntil(10)
  assert.deepEqual(rang, ['next 2'])
})

test('what cannot be is refused', () => {
  const { time, alarm } = diary()
  const a = alarm('a')
  for (const at of [Number.NaN, 0.5, Number.POSITIVE_INFINITY, 2 ** 60])
    assert.throws(() => a.set(at), /an alarm rings at a whole number of nanoseconds, not at /)
  assert.equal(a.at, -1)
  time.runUntil(10)
  assert.throws(() => time.runUntil(9), /cannot run until 9: it is 10, and time does not go back/)
  assert.throws(() => time.runUntil(Number.NaN), /cannot run until NaN/)
  time.alarm({ due: () => time.step() }).set(11)
  assert.throws(() => time.step(), /step\(\) is called by what an alarm rang/)
})

test('whatever is set and cleared, alarms ring as a sorted list says', () => {
  const act = fc.record({
    alarm: fc.nat(19),
    at: fc.option(fc.nat(50), { nil: null, freq: 4 }),
  })
  const property = fc.property(fc.array(act, { maxLength: 200 }), (acts) => {
    const time = new VirtualTime()
    const rang: number[] = []
    const alarms = Array.from({ length: 20 }, (_, index) => time.alarm({ due: () => rang.push(index) }))
    const model = new Map<number, readonly [at: number, order: number]>()
    acts.forEach(({ alarm, at }, order) => {
      if (at === null) alarms[alarm]!.clear()
      else alarms[alarm]!.set(at)
      model.delete(alarm)
      if (at !== null) model.set(alarm, [at, order])
    })
    const expected = [...model].sort(([, a], [, b]) => a[0] - b[0] || a[1] - b[1])
    assert.equal(time.alarms, expected.length)
    for (const [alarm, [at]] of expected) assert.equal(alarms[alarm]!.at, at)
    time.runUntil(Number.POSITIVE_INFINITY)
    assert.deepEqual(
      rang,
      expected.map(([alarm]) => alarm),
    )
  })
  holds(property)
})

test('alarms that nobody keeps leave nothing behind', () => {
  const time = new VirtualTime()
  for (let i = 0; i < 1000; i++) {
    const alarm = time.alarm({ due: () => {} })
    alarm.set(time.now + 5)
    if (i % 2 === 0) alarm.clear()
    else time.step()
  }
  assert.equal(time.alarms, 0)
})
