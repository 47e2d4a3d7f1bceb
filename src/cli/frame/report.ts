import { isSocketError } from '../../socket/errors.ts'
import { Events } from './events.ts'
import { formatDuration, formatSize } from './quantities.ts'
import type { Terminal } from './terminal.ts'
import { wordsOf } from './words.ts'

/** What a conversation came to. */
export interface Totals {
  /** Bytes that came from the peer, and that went to it. */
  readonly received: number
  readonly sent: number
  /** Milliseconds. */
  readonly duration: number
}

/** Who hears what happens to a command's sockets. Peers and places are named as endpoints. */
export interface Report {
  listening(where: string): Promise<void>
  connected(peer: string, local: string): Promise<void>
  closed(peer: string, totals: Totals): Promise<void>
  /** One connection failed; the command goes on. */
  failed(peer: string | undefined, error: unknown): Promise<void>
}

export type Loudness = 'quiet' | 'normal' | 'verbose'

/** Tells people, on stderr. Failures are told even to those who want it quiet. */
export class SpokenReport implements Report {
  readonly #terminal: Terminal
  readonly #loudness: Loudness

  constructor(terminal: Terminal, loudness: Loudness) {
    this.#terminal = terminal
    this.#loudness = loudness
  }

  async listening(where: string): Promise<void> {
    if (this.#loudness !== 'quiet') await this.#terminal.tell(this.#words.listening(where))
  }

  async connected(peer: string, local: string): Promise<void> {
    if (this.#loudness === 'verbose') await this.#terminal.tell(this.#words.connected(peer, local))
  }

  async closed(peer: string, { received, sent, duration }: Totals): Promise<void> {
    if (this.#loudness !== 'verbose') return
    const [came, went, time] = [formatSize(received), formatSize(sent), formatDuration(duration)]
    await this.#terminal.tell(this.#words.closed(peer, came, went, time))
  }

  async failed(peer: string | undefined, error: unknown): Promise<void> {
    const said = messageOf(error)
    const named = peer === undefined || said.startsWith(`${peer}: `)
    await this.#terminal.tell(named ? said : `${peer}: ${said}`)
  }

  get #words() {
    return wordsOf(this.#terminal.language).report
  }
}

/** Tells programs: a line of JSON on stdout for each. */
export class JsonReport implements Report {
  readonly #events: Events

  constructor(events: Events) {
    this.#events = events
  }

  listening(where: string): Promise<void> {
    return this.#events.emit('listening', { endpoint: where })
  }

  connected(peer: string, local: string): Promise<void> {
    return this.#events.emit('connected', { peer, local })
  }

  closed(peer: string, totals: Totals): Promise<void> {
    return this.#events.emit('closed', { peer, ...totals })
  }

  failed(peer: string | undefined, error: unknown): Promise<void> {
    const code = isSocketError(error) ? error.code : undefined
    return this.#events.emit('failed', { peer, code, message: messageOf(error) })
  }
}

export function reportTo(
  terminal: Terminal,
  { json, quiet, verbose }: { readonly json: boolean; readonly quiet: boolean; readonly verbose: boolean },
): Report {
  if (json) return new JsonReport(new Events(terminal.stdout))
  return new SpokenReport(terminal, quiet ? 'quiet' : verbose ? 'verbose' : 'normal')
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
