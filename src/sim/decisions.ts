import { show } from '../socket/posix/addresses.ts'
import type { Way } from './packet-fate.ts'

/** What a fault does: each kind with its detail, a whole number. */
export type FaultKind =
  /** It does not arrive; 0. */
  | 'loss'
  /** It arrives a second time; nanoseconds after the first. */
  | 'duplicate'
  /** It is held back for so many nanoseconds, and others overtake it. */
  | 'delay'
  /** It is held back until so many others have arrived. */
  | 'overtake'
  /** A bit changes; which, counted from the packet's first, beginning anew at its end. */
  | 'corrupt'

const KINDS: readonly string[] = ['loss', 'duplicate', 'delay', 'overtake', 'corrupt'] satisfies FaultKind[]

/** A fault that happened, or is to happen, to one packet: together with the seed, all that there is to a run's bad luck. */
export interface Decision {
  readonly link: string
  readonly direction: Way
  /** The packet's number in its direction, from 1 on, lost ones counted. */
  readonly packet: number
  readonly kind: FaultKind
  readonly detail: number
}

/** Decisions that are kept; a run that makes more goes on, but cannot be replayed from them. */
const MOST = 1 << 20

const NO_PLAN: ReadonlyMap<number, readonly Decision[]> = new Map()

/** The faults of a run: those that happened, and where it is a replay, those that are to happen and no others. */
export class Decisions {
  readonly #made: Decision[] = []
  readonly #limit: number
  #beyond = 0
  /** By lane, then by packet. */
  readonly #plan: Map<string, Map<number, Decision[]>> | null = null

  constructor(plan: readonly Decision[] | null = null, limit = MOST) {
    this.#limit = limit
    if (plan === null) return
    this.#plan = new Map()
    for (const [index, decision] of plan.entries()) {
      checkDecision(decision, `decision ${index + 1}`)
      this.#planOne(this.#plan, decision)
    }
  }

  #planOne(plan: Map<string, Map<number, Decision[]>>, decision: Decision): void {
    const key = `${decision.link} ${decision.direction}`
    let lane = plan.get(key)
    if (lane === undefined) plan.set(key, (lane = new Map()))
    const others = lane.get(decision.packet)
    if (others === undefined) lane.set(decision.packet, [decision])
    else others.push(decision)
  }

  /** What is to happen on a lane, by packet; null where chance decides. */
  planned(link: string, direction: Way): ReadonlyMap<number, readonly Decision[]> | null {
    return this.#plan === null ? null : (this.#plan.get(`${link} ${direction}`) ?? NO_PLAN)
  }

  record(link: string, direction: Way, packet: number, kind: FaultKind, detail: number): void {
    if (this.#made.length < this.#limit) this.#made.push({ link, direction, packet, kind, detail })
    else this.#beyond++
  }

  /** Those that happened, in the order in which the packets were sent. */
  get made(): readonly Decision[] {
    return this.#made
  }

  /** How many more happened than are kept. */
  get beyond(): number {
    return this.#beyond
  }
}

/** One a line: `a-b > 17 loss`, `a-b < 3 delay 20000000`. */
export function formatDecisions(decisions: readonly Decision[]): string {
  return decisions
    .map(({ link, direction, packet, kind, detail }) =>
      kind === 'loss'
        ? `${link} ${direction} ${packet} ${kind}\n`
        : `${link} ${direction} ${packet} ${kind} ${detail}\n`,
    )
    .join('')
}

const LINE = /^(\S+) ([<>]) (\d{1,16}) ([a-z]+)(?: (\d{1,16}))?$/

/** Reads what `formatDecisions()` writes; empty lines and those that begin with # say nothing. */
export function parseDecisions(text: string): Decision[] {
  const decisions: Decision[] = []
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) continue
    const [, link, direction, packet, kind, detail] = LINE.exec(line) ?? []
    if (link === undefined)
      throw new TypeError(
        `line ${index + 1}: ${show(line)} is no decision; it reads such as 'a-b > 17 loss' or 'a-b < 3 delay 20000000'`,
      )
    const decision = {
      link,
      direction,
      packet: Number(packet),
      kind,
      detail: Number(detail ?? 0),
    } as Decision
    checkDecision(decision, `line ${index + 1}`)
    decisions.push(decision)
  }
  return decisions
}

/** Also what came as JSON is checked. */
function checkDecision(decision: Decision, where: string): void {
  const { link, direction, packet, kind, detail } = decision
  if (typeof link !== 'string') throw new TypeError(`${where}: link ${show(link)} is no name`)
  if (direction !== '>' && direction !== '<')
    throw new TypeError(`${where}: direction ${show(direction)} is neither '>' nor '<'`)
  if (!KINDS.includes(kind))
    throw new TypeError(`${where}: kind ${show(kind)} is none of ${KINDS.join(', ')}`)
  if (!Number.isSafeInteger(packet) || packet < 1)
    throw new RangeError(`${where}: packet ${show(packet)} is no number from 1 on`)
  if (!Number.isSafeInteger(detail) || detail < (kind === 'overtake' ? 1 : 0))
    throw new RangeError(`${where}: ${show(detail)} is no detail of ${kind}`)
}
