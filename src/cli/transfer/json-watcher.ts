import type { Events } from '../frame/events.ts'
import type { Direction, Watcher } from './converse.ts'

/** Tells programs what moves, bytes and all. */
export class JsonWatcher implements Watcher {
  readonly #events: Events
  readonly #peer: string

  constructor(events: Events, peer: string) {
    this.#events = events
    this.#peer = peer
  }

  moved(direction: Direction, bytes: Uint8Array): Promise<void> {
    return this.#events.emit(direction, { peer: this.#peer, bytes })
  }
}
