import type { Decision, Decisions } from './decisions.ts'
import type { DirectionSettings } from './direction-options.ts'
import { GilbertElliott } from './gilbert-elliott.ts'
import type { Lane } from './packet-fate.ts'
import { type Random, threshold } from './random.ts'

const NOTHING: readonly Decision[] = []

/**
 * Decides which packets of a direction have bad luck: by chance, or in a replay by a list. Each kind of fault draws
 * from a stream of its own, for every packet that is sent, in the order in which they are sent. So what happens to
 * a packet depends on its number alone, not on what other faults, other links or a full queue do.
 */
export class Faults {
  // What is decided of the packet that was last asked for.
  lost = false
  /** The bit that changes, or −1. */
  bit = -1
  /** Nanoseconds until its copy comes; −1 when there is none. */
  copyAfter = -1
  /** Nanoseconds for which it is held back; −1 when it is not. */
  delay = -1
  /** By how many it is overtaken; 0 when it is not held back for that. */
  overtaken = 0

  readonly #lane: Lane
  readonly #decisions: Decisions
  readonly #plan: ReadonlyMap<number, readonly Decision[]> | null
  readonly #streams: { readonly [Kind in 'loss' | 'burst' | 'duplicate' | 'reorder' | 'corrupt']: Random }
  #burst: GilbertElliott | null = null
  #settings: DirectionSettings
  // Thresholds; 0 draws nothing.
  #loss = 0
  #duplicate = 0
  #reorder = 0
  #corrupt = 0

  /** `random` is the direction's own. */
  constructor(lane: Lane, decisions: Decisions, random: Random, settings: DirectionSettings) {
    this.#lane = lane
    this.#decisions = decisions
    this.#plan = decisions.planned(lane.link, lane.way)
    this.#streams = {
      loss: random.stream('loss'),
      burst: random.stream('burst'),
      duplicate: random.stream('duplicate'),
      reorder: random.stream('reorder'),
      corrupt: random.stream('corrupt'),
    }
    this.#settings = settings
    this.change(settings)
  }

  change(settings: DirectionSettings): void {
    if (settings.burst === null) this.#burst = null
    else if (settings.burst !== this.#settings.burst || this.#burst === null)
      this.#burst = new GilbertElliott(this.#streams.burst, settings.burst)
    this.#settings = settings
    this.#loss = threshold(settings.loss)
    this.#duplicate = threshold(settings.duplicate)
    this.#reorder = threshold(settings.reorder)
    this.#corrupt = threshold(settings.corrupt)
  }

  /** Can anything happen at all? Then each packet is to be asked for. */
  get any(): boolean {
    if (this.#plan !== null) return this.#plan.size > 0
    return this.#loss + this.#duplicate + this.#reorder + this.#corrupt > 0 || this.#burst !== null
  }

  /** Decides of a packet of so many bytes; true when something happens to it. */
  decide(packet: number, length: number): boolean {
    this.lost = false
    this.bit = -1
    this.copyAfter = -1
    this.delay = -1
    this.overtaken = 0
    if (this.#plan === null) this.#draw(length)
    else for (const decision of this.#plan.get(packet) ?? NOTHING) this.#follow(decision, length)
    // Nothing else happens to what is lost.
    if (this.lost) this.bit = this.copyAfter = this.delay = -1
    if (this.lost) this.overtaken = 0
    return this.lost || this.bit >= 0 || this.copyAfter >= 0 || this.delay >= 0 || this.overtaken > 0
  }

  #draw(length: number): void {
    const { loss, duplicate, reorder, corrupt } = this.#streams
    if (this.#loss > 0) this.lost = loss.happens(this.#loss)
    if (this.#burst?.loses()) this.lost = true
    if (this.#duplicate > 0 && duplicate.happens(this.#duplicate))
      this.copyAfter = duplicate.below(this.#settings.duplicateWithin + 1)
    if (this.#reorder > 0 && reorder.happens(this.#reorder)) {
      const { reorderDistance, reorderWithin } = this.#settings
      if (reorderDistance === null) this.delay = reorder.below(reorderWithin + 1)
      else this.overtaken = 1 + reorder.below(reorderDistance)
    }
    // One draw, whatever the length: it must not matter to the packets that follow.
    if (this.#corrupt > 0 && corrupt.happens(this.#corrupt)) this.#corruptBit(corrupt.uint32(), length)
  }

  #follow({ kind, detail }: Decision, length: number): void {
    if (kind === 'loss') this.lost = true
    else if (kind === 'duplicate') this.copyAfter = detail
    else if (kind === 'delay') this.delay = detail
    else if (kind === 'overtake') this.overtaken = detail
    else this.#corruptBit(detail, length)
  }

  #corruptBit(bit: number, length: number): void {
    if (length > 0) this.bit = bit % (8 * length)
  }

  /** What was decided of the packet happens: it goes on its way. */
  record(packet: number): void {
    const { link, way } = this.#lane
    if (this.lost) this.#decisions.record(link, way, packet, 'loss', 0)
    if (this.bit >= 0) this.#decisions.record(link, way, packet, 'corrupt', this.bit)
    if (this.copyAfter >= 0) this.#decisions.record(link, way, packet, 'duplicate', this.copyAfter)
    if (this.delay >= 0) this.#decisions.record(link, way, packet, 'delay', this.delay)
    if (this.overtaken > 0) this.#decisions.record(link, way, packet, 'overtake', this.overtaken)
  }
}
