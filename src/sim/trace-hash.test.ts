import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Laboratory } from '../../test/sim/laboratory.ts'
import { CORRUPTED, DELIVERED, type Lane, LOST } from './packet-fate.ts'
import { TraceHash } from './trace-hash.ts'

interface Passing {
  readonly lane: Lane
  readonly packet: number
  readonly at: number
  readonly sent: number
  readonly fate: number
  readonly length: number
  /** A byte that is not 0, by its position. */
  readonly mark: number
}

const FIRST: Passing = {
  lane: { link: 'a-b', way: '>' },
  packet: 1,
  at: 10,
  sent: 5,
  fate: DELIVERED,
  length: 1003,
  mark: 0,
}

/** The hash of packets, at their moments. */
function hashOf(...passings: readonly Passing[]): string {
  const laboratory = new Laboratory()
  const { time, arena } = laboratory
  const hash = new TraceHash(time, arena)
  for (const { lane, packet, at, sent, fate, length, mark } of passings) {
    time.runUntil(at)
    const slot = laboratory.packet(0, length)
    arena.bytes(slot)[arena.start(slot) + mark] = 7
    hash.passed(lane, packet, slot, fate, sent)
    arena.release(slot)
  }
  return hash.text
}

test('the same packets have the same hash, on every runtime', () => {
  assert.equal(hashOf(FIRST), hashOf({ ...FIRST, lane: { link: 'a-b', way: '>' } }))
  assert.equal(hashOf(FIRST, { ...FIRST, packet: 2, at: 2 ** 50 }), '8817cac5e7ee0c3b')
  assert.match(hashOf(), /^[0-9a-f]{16}$/)
})

test('whatever differs of a packet, the hash differs', () => {
  const others: readonly Partial<Passing>[] = [
    { lane: { link: 'a-b', way: '<' } },
    { lane: { link: 'a-c', way: '>' } },
    { packet: 2 },
    { at: 11 },
    { at: 10 + 2 ** 32 },
    { sent: 6 },
    { at: 2 ** 41 },
    { sent: 5 + 2 ** 40, at: 2 ** 41 },
    { fate: LOST },
    { fate: DELIVERED | CORRUPTED },
    { length: 1002 },
    { mark: 1 },
    { mark: 79 },
    { mark: 81 },
    { mark: 1002 },
  ]
  const hashes = others.map((other) => hashOf({ ...FIRST, ...other }))
  assert.equal(new Set([hashOf(FIRST), ...hashes]).size, others.length + 1)
})

test('the order matters', () => {
  const second = { ...FIRST, packet: 2, at: 10 }
  assert.notEqual(hashOf(FIRST, second), hashOf(second, FIRST))
})

test('every byte of a short packet is in it, whatever its length', () => {
  const hashes = new Set<string>()
  let count = 0
  for (let length = 4; length < 24; length++)
    for (let mark = 0; mark < length; mark++) {
      hashes.add(hashOf({ ...FIRST, length, mark }))
      count++
    }
  assert.equal(hashes.size, count)
})
