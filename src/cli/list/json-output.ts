import type { Language } from '../../socket/language.ts'
import { Events } from '../frame/events.ts'
import type { Terminal } from '../frame/terminal.ts'
import type { Change } from './changes.ts'
import type { Entry } from './entry.ts'
import { Explainer } from './explainer.ts'
import { recordOf } from './record.ts'
import type { Snapshot } from './snapshot.ts'

/** Characters that go out at a time: a line each would take longer than all else. */
const CHUNK = 1 << 16

/** Sockets for programs: a line of JSON for each, and for each thing that happens to one. */
export class JsonOutput {
  readonly #terminal: Terminal
  readonly #language: Language
  readonly #explains: boolean
  readonly #events: Events
  #waiting = ''

  constructor(terminal: Terminal, explains: boolean) {
    this.#terminal = terminal
    this.#language = terminal.language
    this.#explains = explains
    this.#events = new Events({ write: (text) => this.#write(text) })
  }

  async list(snapshot: Snapshot): Promise<void> {
    for (const entry of snapshot.entries) await this.#emit('socket', entry, snapshot)
    await this.#flush()
  }

  async changes(changes: readonly Change[], snapshot: Snapshot): Promise<void> {
    for (const { event, entry, before } of changes)
      await this.#emit(event, entry, snapshot, before === undefined ? {} : { before })
    await this.#flush()
  }

  #emit(event: string, entry: Entry, snapshot: Snapshot, more = {}): Promise<void> {
    const explanation = this.#explains
      ? { explanation: new Explainer(this.#language).explain(entry, snapshot.relations) }
      : {}
    return this.#events.emit(event, { ...more, ...recordOf(entry, snapshot), ...explanation })
  }

  async #write(text: string | Uint8Array): Promise<void> {
    this.#waiting += text
    if (this.#waiting.length >= CHUNK) await this.#flush()
  }

  async #flush(): Promise<void> {
    const text = this.#waiting
    this.#waiting = ''
    if (text !== '') await this.#terminal.stdout.write(text)
  }
}
