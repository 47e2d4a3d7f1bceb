import assert from 'node:assert/strict'
import { Arena } from '../../src/netstack/packet/arena.ts'
import { type Decision, Decisions } from '../../src/sim/decisions.ts'
import { Link, type LinkOptions } from '../../src/sim/link.ts'
import type { LinkWatch } from '../../src/sim/packet-fate.ts'
import { Random } from '../../src/sim/random.ts'
import { TraceHash } from '../../src/sim/trace-hash.ts'
import { VirtualTime } from '../../src/sim/virtual-time.ts'
import type { World } from '../../src/sim/world.ts'

/** A packet that came out of a link: when, and the number that it bears. */
export type Arrival = readonly [at: number, tag: number]

/** Links without hosts: packets are numbered when they are sent, and what comes out is written down. */
export class Laboratory implements World {
  readonly time = new VirtualTime()
  readonly arena = new Arena({ step: 1 << 16, limit: 1 << 24 })
  readonly random: Random
  readonly decisions: Decisions
  readonly hash = new TraceHash(this.time, this.arena)
  readonly watches: LinkWatch[] = [this.hash]

  constructor(seed: number | string = 1, plan: readonly Decision[] | null = null) {
    this.random = new Random(seed)
    this.decisions = new Decisions(plan)
  }

  link(options: LinkOptions = {}, name = 'a-b'): Link {
    return new Link(this, name, options)
  }

  /** What comes out at an end, from now on. */
  arrivals(link: Link, end: 0 | 1 = 1): Arrival[] {
    const all: Arrival[] = []
    const receive = (slot: number) => all.push([this.time.now, this.tag(slot)])
    link.ends[end].attach({ receive })
    return all
  }

  /** Sends a packet of so many bytes, all zeros but the tag at its begin. */
  send(link: Link, tag: number, length = 1000, end: 0 | 1 = 0): void {
    const slot = this.packet(tag, length)
    link.ends[end].transmit(slot)
    this.arena.release(slot)
  }

  packet(tag: number, length = 1000): number {
    const slot = this.arena.allocate(length)
    assert.ok(slot >= 0, 'the arena is full')
    this.arena.bytes(slot).fill(0, this.arena.start(slot), this.arena.end(slot))
    this.arena.view(slot).setUint32(this.arena.start(slot), tag)
    return slot
  }

  tag(slot: number): number {
    return this.arena.view(slot).getUint32(this.arena.start(slot))
  }

  /** Runs until nothing is left to happen; then no packet may be held any more. */
  drain(): void {
    this.time.runUntil(Number.POSITIVE_INFINITY)
    assert.deepEqual(this.arena.held(), [])
  }
}
