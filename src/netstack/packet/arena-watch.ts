/** A slot that somebody holds. */
export interface Holding {
  readonly slot: number
  readonly holders: number
  /** Where it was allocated, when that was watched. */
  readonly history: string
}

/** What free memory is full of: a packet that is read after its release makes no sense. */
const POISON = 0xdb

/** What an arena remembers when it is debugged: who allocated and released each slot. */
export class ArenaWatch {
  readonly #allocated = new Map<number, string>()
  readonly #released = new Map<number, string>()

  /** `room` is the whole slot: nobody has written there since its release. */
  allocated(slot: number, room: Uint8Array): void {
    if (this.#released.has(slot) && room.some((byte) => byte !== POISON))
      throw new Error(`slot ${slot} was written after its release${this.history(slot)}`)
    room.fill(POISON)
    this.#released.delete(slot)
    this.#allocated.set(slot, callers())
  }

  released(slot: number, room: Uint8Array): void {
    room.fill(POISON)
    this.#released.set(slot, callers())
  }

  /** Where a slot was allocated and released last, for an error's message. */
  history(slot: number): string {
    const released = this.#released.get(slot)
    const allocated = this.#allocated.get(slot)
    return `${told('released', released)}${told('allocated', allocated)}`
  }
}

function told(what: string, where: string | undefined): string {
  return where === undefined ? '' : `\n  ${what}\n${where}`
}

/** The stack above the arena. */
function callers(): string {
  const lines = new Error().stack?.split('\n').slice(1) ?? []
  return lines.filter((line) => !/\barena(-watch)?\.[jt]s\b/.test(line)).join('\n')
}
