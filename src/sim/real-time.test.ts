import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type MachineClock, RealTime } from './real-time.ts'

/** A machine whose clock is moved by hand; one timer, and how long it was to wait. */
class Machine implements MachineClock {
  milliseconds = 1234.5
  waits: number | null = null
  #callback: (() => void) | null = null

  now(): number {
    return this.milliseconds
  }

  setTimeout(callback: () => void, milliseconds: number): { cancel(): void } {
    assert.equal(this.#callback, null, 'one timer at a time')
    this.#callback = callback
    this.waits = milliseconds
    return { cancel: () => this.#stop() }
  }

  /** The timer fires, so many milliseconds later. */
  fire(later: number): void {
    const callback = this.#callback!
    this.#stop()
    this.milliseconds += later
    callback()
  }

  #stop(): void {
    this.#callback = null
    this.waits = null
  }
}

test('alarms ring in the order of their moments, and see them, however late the machine is', () => {
  const machine = new Machine()
  const time = new RealTime(machine)
  const rang: string[] = []
  const alarm = (name: string) => time.alarm({ due: () => rang.push(`${name} ${time.now}`) })
  assert.equal(time.now, 0)
  alarm('b').set(2_500_000)
  assert.equal(machine.waits, 3)
  alarm('a').set(1_000_000)
  assert.equal(machine.waits, 1)
  const far = alarm('far')
  far.set(90_000_000)
  machine.fire(10)
  assert.deepEqual(rang, ['a 1000000', 'b 2500000'])
  assert.equal(time.now, 10_000_000)
  assert.equal(machine.waits, 80)
  far.clear()
  assert.equal(machine.waits, null)
})

test('time does not go back: what was read stays passed', () => {
  const machine = new Machine()
  const time = new RealTime(machine)
  const seen: number[] = []
  time.alarm({ due: () => seen.push(time.now) }).set(1_000_000)
  machine.milliseconds += 5
  assert.equal(time.now, 5_000_000)
  machine.fire(1)
  assert.deepEqual(seen, [5_000_000])
})

test('an alarm that sets itself to now leaves the machine a turn between', () => {
  const machine = new Machine()
  const time = new RealTime(machine)
  let rings = 0
  time
    .alarm({
      due: (alarm) => {
        rings++
        alarm.set(time.now)
      },
    })
    .set(0)
  machine.fire(0)
  assert.equal(rings, 1)
  assert.equal(machine.waits, 0)
})

test('it may go faster or slower; what is far away takes the longest timer that there is', () => {
  const machine = new Machine()
  const slow = new RealTime(machine, 0.1)
  const alarm = slow.alarm({ due: () => {} })
  alarm.set(1_000_000)
  assert.equal(machine.waits, 10)
  alarm.set(3_600_000_000_000_000)
  assert.equal(machine.waits, 0x7fffffff)
  machine.milliseconds += 20
  assert.equal(slow.now, 2_000_000)
  for (const speed of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
    assert.throws(() => new RealTime(machine, speed), /speed .* is not above 0; 1 is the machine's own/)
})
