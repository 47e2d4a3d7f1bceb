import { accessSync, constants, fstatSync, statSync } from 'node:fs'
import { CommandFailure } from '../frame/command-failure.ts'
import { EXIT } from '../frame/exit-status.ts'
import type { Values } from '../frame/option.ts'
import { formatSize } from '../frame/quantities.ts'
import { type Report, reportTo } from '../frame/report.ts'
import type { Terminal } from '../frame/terminal.ts'
import { CarriageReturns, InTurn, Messages } from './changes.ts'
import { type Change, converse, type OnEof, type Watcher } from './converse.ts'
import type { End, PeerEnd } from './end.ts'
import type { CONNECT_OPTIONS, LISTEN_OPTIONS } from './options.ts'
import { StandardEnd } from './standard-end.ts'
import { StandardOutput } from './standard-output.ts'
import { TlsEnd } from './tls-end.ts'
import type { TransferWords } from './transfer-words.ts'
import { idleFailure, Watching } from './watching.ts'
import { transferWords } from './words.ts'

/** What connect and listen have in common. */
export type TalkValues = Pick<
  Values<typeof CONNECT_OPTIONS & typeof LISTEN_OPTIONS>,
  | 'on-eof'
  | 'send'
  | 'receive-only'
  | 'crlf'
  | 'split'
  | 'progress'
  | 'raw'
  | 'idle'
  | 'hex'
  | 'pcap'
  | 'json'
  | 'quiet'
  | 'verbose'
>

/** Milliseconds without input, when the peer has ended, after which there will be none; a person is not waited for. */
const GRACE = 500

/** Milliseconds that answers to datagrams are waited for when the input has ended: nobody tells of the last one. */
const LAST_ANSWERS = 1000

export interface TalkOptions {
  readonly messages: boolean
  /** Who has connected: this side (`from`), or the peer. */
  readonly opener: 'from' | 'to'
  /** In place of the standard streams, for one of several peers. */
  readonly local?: End
}

/** The standard streams talk to peers, as the command line says how. */
export class Session {
  readonly terminal: Terminal
  readonly words: TransferWords
  readonly report: Report
  readonly #values: TalkValues
  readonly #interrupted: AbortSignal
  readonly #output: StandardOutput
  readonly #watching: Watching

  constructor(terminal: Terminal, values: TalkValues, interrupted: AbortSignal) {
    this.terminal = terminal
    this.words = transferWords(terminal.language)
    this.report = reportTo(terminal, values)
    this.#values = values
    this.#interrupted = interrupted
    if (values.send !== undefined) this.#checkReadable(values.send)
    this.#watching = new Watching(terminal, values, this.words)
    this.#output = new StandardOutput((reason) => this.words.cannotWrite('stdout', reason))
  }

  /** What is sent is a file, to each peer from its beginning. */
  get sendsFile(): boolean {
    return this.#values.send !== undefined
  }

  /** What the standard output has failed with. */
  get outputFailed(): unknown {
    return this.#output.failed
  }

  /** Rejects when the standard output cannot be written. */
  get outputFailure(): Promise<never> {
    return this.#output.failure
  }

  /**
   * Lets the standard streams talk to one peer until both have ended, and closes the connection.
   */
  async talk(end: PeerEnd, { messages, opener, local }: TalkOptions): Promise<void> {
    const { idle, send } = this.#values
    const progress = local === undefined ? await this.#progress() : null
    const watchers = [
      ...this.#watching.watchers(end.name, local === undefined ? '' : end.name, {
        from: end.local,
        to: end.name,
        opener,
        messages,
      }),
      ...(progress === null ? [] : [progress]),
    ]
    await this.report.connected(end.name, end.local)
    if (end instanceof TlsEnd && this.#values.verbose) await this.terminal.tell(end.agreement)
    try {
      const totals = await converse({
        local: local ?? this.standardEnd(),
        remote: end,
        onEof: this.#onEof(end, local !== undefined),
        idle,
        onIdle: () => idleFailure(this.words, end.name, idle),
        watchers,
        interrupted: this.#interrupted,
        grace: local !== undefined || (send === undefined && process.stdin.isTTY) ? 0 : GRACE,
        change: this.#change(messages),
      })
      await this.report.closed(end.name, totals)
      await end.close()
    } catch (error) {
      // The peer shall not take what broke off for all there is.
      await end.abort()
      throw error
    } finally {
      progress?.stop()
    }
  }

  /** Before anybody is connected to. */
  #checkReadable(file: string): void {
    try {
      accessSync(file, constants.R_OK)
    } catch (error) {
      throw this.#cannotRead(file, error as Error)
    }
  }

  #cannotRead(what: string, { message }: Error): CommandFailure {
    return new CommandFailure(this.words.cannotRead(what, message), EXIT.failed)
  }

  standardEnd(): StandardEnd {
    const { send, json, raw } = this.#values
    return new StandardEnd({
      file: send,
      silent: this.#values['receive-only'],
      output: json ? null : this.#output,
      clean: this.terminal.stdout.isTerminal && !raw,
      cannotRead: (what, error) => this.#cannotRead(what, error),
    })
  }

  /** An input that all share may end long before the last of them comes. */
  #onEof({ ends }: PeerEnd, shared: boolean): OnEof {
    const { 'on-eof': said, 'receive-only': receives } = this.#values
    if (said !== undefined) return said
    if (receives || (shared && !this.sendsFile)) return 'keep'
    return ends ? 'half-close' : LAST_ANSWERS
  }

  #change(messages: boolean): Change | undefined {
    const { crlf, split } = this.#values
    const lines = crlf ? new CarriageReturns() : undefined
    if (!messages && split === undefined) return lines
    const cut = new Messages(split ?? 'line', this.words.lineTooLong(formatSize(1 << 20)))
    return lines === undefined ? cut : new InTurn(lines, cut)
  }

  /** On a terminal, when what moves is not itself shown or typed there. */
  async #progress(): Promise<(Watcher & { stop(): void }) | null> {
    const { progress, quiet, hex, send } = this.#values
    const { stdout, stderr } = this.terminal
    const unseen = !stdout.isTerminal || send !== undefined || process.stdin.isTTY !== true
    if (!stderr.isTerminal || progress === 'never') return null
    if (progress === 'auto' && (quiet || hex || !unseen || stdout.isTerminal)) return null
    const { Progress } = await import('./progress.ts')
    return new Progress(expectedBytes(send))
  }
}

/** Bytes that will be sent, when that can be known: of a file. */
function expectedBytes(file: string | undefined): number | undefined {
  try {
    const stat = file === undefined ? fstatSync(0) : statSync(file)
    return stat.isFile() ? stat.size : undefined
  } catch {
    return undefined
  }
}
