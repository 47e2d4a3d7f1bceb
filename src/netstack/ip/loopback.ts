import type { Device, Receiver } from '../device.ts'
import type { Arena } from '../packet/arena.ts'
import type { Alarm, Due, Time } from '../time.ts'
import type { Interface } from './interface.ts'

/** Packets that may wait, as Linux's net.core.netdev_max_backlog has it. */
const MOST = 1000

/** Who gets what this host sent to a group that it is in, or to everybody. */
export interface Echoes {
  looped(slot: number, from: Interface): void
}

/**
 * The device `lo`. What it is given arrives as an event of its own, never within the call that sent it: so nobody is
 * called back from his own call, and two sockets that answer each other do not fill the machine's stack.
 */
export class Loopback implements Device, Due {
  readonly name = 'lo'
  readonly mtu = 65_535
  readonly #arena: Arena
  readonly #time: Time
  readonly #alarm: Alarm
  readonly #echoes: Echoes
  #receiver: Receiver | null = null
  /** A ring: the slots that wait, and for echoes the interface that they went out by. */
  readonly #slots = new Int32Array(1024)
  readonly #from: (Interface | null)[] = new Array<Interface | null>(1024).fill(null)
  #first = 0
  #count = 0
  /** Packets for which there was no room. */
  dropped = 0

  constructor(arena: Arena, time: Time, echoes: Echoes) {
    this.#arena = arena
    this.#time = time
    this.#echoes = echoes
    this.#alarm = time.alarm(this)
  }

  attach(receiver: Receiver): void {
    this.#receiver = receiver
  }

  transmit(slot: number): void {
    this.#put(slot, null)
  }

  /** Brings back what goes out by an interface, to whoever listens to it here. */
  echo(slot: number, from: Interface): void {
    this.#put(slot, from)
  }

  #put(slot: number, from: Interface | null): void {
    if (this.#count === MOST) {
      this.dropped++
      return
    }
    this.#arena.retain(slot)
    const place = (this.#first + this.#count++) & 1023
    this.#slots[place] = slot
    this.#from[place] = from
    if (this.#count === 1) this.#alarm.set(this.#time.now)
  }

  due(): void {
    // Those that come meanwhile wait for the next event.
    for (let left = this.#count; left > 0; left--) {
      const slot = this.#slots[this.#first]!
      const from = this.#from[this.#first]!
      this.#first = (this.#first + 1) & 1023
      this.#count--
      if (from === null) this.#receiver?.receive(slot, this)
      else this.#echoes.looped(slot, from)
      this.#arena.release(slot)
    }
    if (this.#count > 0) this.#alarm.set(this.#time.now)
  }

  /** Forgets what waits. */
  close(): void {
    this.#alarm.clear()
    for (; this.#count > 0; this.#count--) {
      this.#arena.release(this.#slots[this.#first]!)
      this.#first = (this.#first + 1) & 1023
    }
  }
}
