import type { Arena } from '../netstack/packet/arena.ts'
import { type Alarm, type Due, MILLISECOND, SECOND, type Time } from '../netstack/time.ts'
import { DirectionCounters } from './direction-counters.ts'
import {
  changeSettings,
  type DirectionOptions,
  type DirectionSettings,
  MOST_PACKETS,
  USUAL,
} from './direction-options.ts'
import { Faults } from './faults.ts'
import { drawJitter } from './jitter.ts'
import { LatePackets } from './late-packets.ts'
import {
  BLOCKED,
  COPY,
  CORRUPTED,
  CUT,
  DELIVERED,
  fateOf,
  LATE,
  type Lane,
  type LinkWatch,
  LOST,
  NO_MEMORY,
  QUEUE_FULL,
  TOO_LONG,
  type Way,
} from './packet-fate.ts'
import { ARRIVES, HOLD, JITTER, MARKS, PACKET, PacketRing, SENT, SLOT, START } from './packet-ring.ts'
import type { Random } from './random.ts'
import type { World } from './world.ts'

/** Where the packets of a direction come out. The slot is lent. */
export interface Outlet {
  deliver(slot: number): void
}

/** A packet that others are to overtake arrives after so long at the latest, also when no others come. */
const PATIENCE = 100 * MILLISECOND

/**
 * One direction of a link: packets wait for the line, leave at its rate, one after another, and arrive after the delay.
 *
 * They arrive in the order in which they were sent, whatever the jitter: one that its jitter would let overtake arrives
 * together with the one before. Only a reordering fault changes the order. Losses, duplicates and the like happen on
 * the way: what is lost has had its place in the queue and its time on the line; a copy costs neither.
 *
 * Packets are entries in a ring, and the direction has one alarm: for the first of them.
 */
export class Direction implements Lane, Due {
  readonly link: string
  readonly way: Way
  readonly counters = new DirectionCounters()
  /** False: what is sent is lost, as behind a firewall; what is under way arrives. */
  open = true

  readonly #time: Time
  readonly #arena: Arena
  readonly #watches: readonly LinkWatch[]
  readonly #outlet: Outlet
  readonly #alarm: Alarm
  readonly #faults: Faults
  readonly #jitterRandom: Random
  #settings: DirectionSettings
  #anyFaults: boolean

  readonly #ring = new PacketRing()
  #late: LatePackets | null = null
  /** The first entry that has not begun to leave; those from it on wait. */
  #waitingFrom = 0
  #waiting = 0
  #waitingBytes = 0
  /** When the line has nothing to do any more. */
  #lineFree = 0
  /** When the last one that was sent arrives. */
  #lastArrival = 0
  #delivering = false
  // Of the packet whose way ends: its number, and when it was sent.
  #packet = 0
  #sent = 0

  constructor(world: World, link: string, way: Way, options: DirectionOptions, outlet: Outlet) {
    this.link = link
    this.way = way
    this.#settings = changeSettings(`link ${link}`, USUAL, options)
    this.#time = world.time
    this.#arena = world.arena
    this.#watches = world.watches
    this.#outlet = outlet
    this.#alarm = world.time.alarm(this)
    const random = world.random.stream(`${link} ${way}`)
    this.#jitterRandom = random.stream('jitter')
    this.#faults = new Faults(this, world.decisions, random, this.#settings)
    this.#anyFaults = this.#faults.any
  }

  /** What it is like now, in numbers. */
  get settings(): Readonly<DirectionSettings> {
    return this.#settings
  }

  /** Packets that are under way: waiting, on the line, held back. */
  get underWay(): number {
    return this.#ring.size + (this.#late?.size ?? 0)
  }

  /** Packets that wait for the line. */
  get waiting(): number {
    this.#beginDue()
    return this.#waiting
  }

  /** What `change()` would make of options; an error when they cannot be. */
  changed(options: DirectionOptions): DirectionSettings {
    return changeSettings(`link ${this.link}`, this.#settings, options)
  }

  /**
   * Changes what it is like. Packets that wait leave and arrive as it is now; those that have begun to leave arrive as
   * it was.
   */
  change(settings: DirectionSettings): void {
    this.#beginDue()
    this.#settings = settings
    this.#faults.change(settings)
    this.#anyFaults = this.#faults.any
    if (this.#waitingFrom !== this.#ring.tail) this.#reschedule()
  }

  /** Sends a packet; the slot is lent. */
  transmit(slot: number): void {
    const now = this.#time.now
    const length = this.#arena.length(slot)
    const { counters } = this
    const packet = ++counters.sent
    counters.sentBytes += length
    // Drawn for each packet, whatever becomes of it: see Faults.
    const faulty = this.#anyFaults && this.#faults.decide(packet, length)
    const { jitter, jitterShape, delay } = this.#settings
    const drawn = jitter === 0 ? 0 : drawJitter(this.#jitterRandom, jitterShape, jitter)
    this.#beginDue()
    const start = this.#lineFree > now ? this.#lineFree : now
    const end = start + this.#lineTime(length)
    const arrives = this.#arrival(end, delay + drawn, this.#lastArrival)
    const refused = this.#refuse(start > now, length, arrives)
    if (refused !== DELIVERED) {
      this.#packet = packet
      this.#sent = now
      this.#end(slot, refused)
      return
    }
    this.#arena.retain(slot)
    this.#lineFree = end
    this.#lastArrival = arrives
    if (start > now) {
      this.#waiting++
      this.#waitingBytes += length
    }
    const first = this.#ring.head === this.#ring.tail
    const at = this.#ring.push()
    const { entries } = this.#ring
    entries[at + SLOT] = slot
    entries[at + START] = start
    entries[at + ARRIVES] = arrives
    entries[at + SENT] = now
    entries[at + PACKET] = packet
    entries[at + JITTER] = drawn
    entries[at + MARKS] = DELIVERED
    entries[at + HOLD] = 0
    if (faulty) this.#afflict(at, slot, packet)
    if (start <= now) this.#waitingFrom = this.#ring.tail
    if (first && !this.#delivering) this.#setAlarm()
  }

  /** The fate of a packet that cannot go, else DELIVERED. */
  #refuse(waits: boolean, length: number, arrives: number): number {
    const { queue, queueBytes, mtu } = this.#settings
    if (!this.open) return BLOCKED
    if (length > mtu) return TOO_LONG
    if (waits && (this.#waiting >= queue || this.#waitingBytes + length > queueBytes)) return QUEUE_FULL
    // So long a queue that no number has the moment counts as full as well.
    return this.#ring.size >= MOST_PACKETS || arrives > Number.MAX_SAFE_INTEGER ? QUEUE_FULL : DELIVERED
  }

  /** Writes into a packet's entry what the faults have decided, and adds that of its copy. */
  #afflict(at: number, slot: number, packet: number): void {
    const { lost, bit, copyAfter, delay, overtaken } = this.#faults
    this.#faults.record(packet)
    let carried = slot
    let marks = lost ? LOST : DELIVERED
    if (bit >= 0) {
      carried = this.#arena.own(slot)
      marks = CORRUPTED
      if (carried < 0) {
        // The line is busy with it all the same; it will be found lost at its arrival.
        carried = slot
        marks = NO_MEMORY
      } else this.#flip(carried, bit)
    }
    // What is overtaken is held back by a count, which stands there as a negative number.
    const hold = overtaken > 0 ? -overtaken : Math.max(delay, 0)
    this.#mark(at, carried, marks, hold)
    if (copyAfter < 0) return
    this.#arena.retain(carried)
    this.counters.duplicated++
    this.#mark(this.#ring.pushLike(at), carried, marks | COPY, copyAfter)
  }

  #mark(at: number, slot: number, marks: number, hold: number): void {
    const { entries } = this.#ring
    entries[at + SLOT] = slot
    entries[at + MARKS] = hold === 0 ? marks : marks | LATE
    entries[at + HOLD] = hold
  }

  #flip(slot: number, bit: number): void {
    this.#arena.bytes(slot)[this.#arena.start(slot) + (bit >>> 3)]! ^= 0x80 >>> (bit & 7)
    this.counters.corrupted++
  }

  /** Nanoseconds on the line, rounded up. */
  #lineTime(length: number): number {
    const { rate } = this.#settings
    return rate === Number.POSITIVE_INFINITY ? 0 : Math.ceil((8 * SECOND * length) / rate)
  }

  /** When a packet arrives whose last bit leaves at `end`: never before that, and never before the one before it. */
  #arrival(end: number, delay: number, before: number): number {
    const arrives = delay > 0 ? end + delay : end
    return arrives > before ? arrives : before
  }

  /** Counts as waiting no more what has begun to leave. */
  #beginDue(): void {
    const now = this.#time.now
    const ring = this.#ring
    while (this.#waitingFrom !== ring.tail) {
      const at = ring.at(this.#waitingFrom)
      if (ring.entries[at + START]! > now) break
      if ((ring.entries[at + MARKS]! & COPY) === 0) {
        this.#waiting--
        this.#waitingBytes -= this.#arena.length(ring.entries[at + SLOT]!)
      }
      this.#waitingFrom = (this.#waitingFrom + 1) | 0
    }
  }

  /** Those that wait leave and arrive as the settings are now. */
  #reschedule(): void {
    const ring = this.#ring
    const { entries } = ring
    const from = this.#waitingFrom
    // The first that waits leaves when the line is free, whatever the rate.
    let start = entries[ring.at(from) + START]!
    let end = start
    let arrives = from === ring.head ? 0 : entries[ring.at(from - 1) + ARRIVES]!
    for (let index = from; index !== ring.tail; index = (index + 1) | 0) {
      const at = ring.at(index)
      if ((entries[at + MARKS]! & COPY) === 0) {
        start = end
        const lineTime = this.#lineTime(this.#arena.length(entries[at + SLOT]!))
        end = Math.min(start + lineTime, Number.MAX_SAFE_INTEGER)
        const due = this.#arrival(end, this.#settings.delay + entries[at + JITTER]!, arrives)
        arrives = Math.min(due, Number.MAX_SAFE_INTEGER)
      }
      entries[at + START] = start
      entries[at + ARRIVES] = arrives
    }
    this.#lineFree = end
    this.#lastArrival = arrives
    if (!this.#delivering) this.#setAlarm()
  }

  /** The alarm rings: what has arrived is handed over. */
  due(): void {
    this.#delivering = true
    try {
      while (this.#isDue()) this.#arrive()
    } finally {
      this.#delivering = false
      this.#setAlarm()
    }
  }

  /** Has something arrived? */
  #isDue(): boolean {
    const now = this.#time.now
    const ring = this.#ring
    if (ring.head !== ring.tail && ring.entries[ring.at(ring.head) + ARRIVES]! <= now) return true
    return this.#late !== null && this.#late.first <= now
  }

  #setAlarm(): void {
    const ring = this.#ring
    let next = Number.POSITIVE_INFINITY
    if (ring.head !== ring.tail) next = ring.entries[ring.at(ring.head) + ARRIVES]!
    if (this.#late !== null) next = Math.min(next, this.#late.first)
    if (next === Number.POSITIVE_INFINITY) this.#alarm.clear()
    else this.#alarm.set(next)
  }

  /** The next one arrives; of two at the same moment, the one that was held back. */
  #arrive(): void {
    const ring = this.#ring
    const late = this.#late
    const at = ring.at(ring.head)
    if (late !== null && (ring.head === ring.tail || late.first <= ring.entries[at + ARRIVES]!)) {
      this.counters.late++
      const slot = late.slot(late.firstId)
      this.#endHeld(slot, this.#takeLate(late))
      return
    }
    this.#beginDue()
    const slot = ring.entries[at + SLOT]!
    if (ring.entries[at + HOLD] !== 0 && this.#hold(at)) {
      ring.shift()
      return
    }
    const marks = this.#takeFirst()
    if (late !== null && fateOf(marks) === DELIVERED) late.overtake(this.#time.now)
    this.#endHeld(slot, marks)
  }

  /** Takes the first out of the ring; gives its marks. */
  #takeFirst(): number {
    const { entries } = this.#ring
    const at = this.#ring.at(this.#ring.head)
    this.#packet = entries[at + PACKET]!
    this.#sent = entries[at + SENT]!
    this.#ring.shift()
    return entries[at + MARKS]!
  }

  /** Takes the first of those that are held back; gives its marks. */
  #takeLate(late: LatePackets): number {
    const id = late.firstId
    this.#packet = late.packet(id)
    this.#sent = late.sent(id)
    late.take(id)
    return late.marks(id)
  }

  /** Holds back the packet of an entry; false when there is no room. */
  #hold(at: number): boolean {
    this.#late ??= new LatePackets()
    if (this.#late.full) return false
    const { entries } = this.#ring
    const hold = entries[at + HOLD]!
    const until = Math.min(this.#time.now + (hold > 0 ? hold : PATIENCE), Number.MAX_SAFE_INTEGER)
    const overtaken = hold < 0 ? -hold : 0
    const [slot, packet] = [entries[at + SLOT]!, entries[at + PACKET]!]
    this.#late.hold(until, overtaken, slot, packet, entries[at + SENT]!, entries[at + MARKS]!)
    return true
  }

  #endHeld(slot: number, fate: number): void {
    try {
      this.#end(slot, fate)
    } finally {
      this.#arena.release(slot)
    }
  }

  /** The end of a packet's way. */
  #end(slot: number, fate: number): void {
    this.counters.count(fateOf(fate), this.#arena.length(slot))
    for (let i = 0; i < this.#watches.length; i++)
      this.#watches[i]!.passed(this, this.#packet, slot, fate, this.#sent)
    if (fateOf(fate) === DELIVERED) this.#outlet.deliver(slot)
  }

  /** Loses all that is under way. */
  cut(): void {
    const ring = this.#ring
    while (ring.head !== ring.tail) {
      const slot = ring.entries[ring.at(ring.head) + SLOT]!
      this.#endHeld(slot, cutOff(this.#takeFirst()))
    }
    const late = this.#late
    while (late !== null && late.size > 0) {
      const slot = late.slot(late.firstId)
      this.#endHeld(slot, cutOff(this.#takeLate(late)))
    }
    this.#waitingFrom = ring.tail
    this.#waiting = 0
    this.#waitingBytes = 0
    this.#lineFree = this.#lastArrival = this.#time.now
    this.#alarm.clear()
  }
}

/** The fate of what is cut off, with its marks. */
function cutOff(marks: number): number {
  return marks - fateOf(marks) + CUT
}
