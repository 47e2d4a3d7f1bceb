import { getSystemErrorMap } from 'node:util'
import { isSocketError } from '../../socket/errors.ts'
import type { Instruction } from '../../socket/options/filter.ts'
import { CommandFailure } from '../frame/command-failure.ts'
import { Events } from '../frame/events.ts'
import { EXIT } from '../frame/exit-status.ts'
import { grantNetRaw } from '../frame/net-raw.ts'
import { printable } from '../frame/printable.ts'
import { suggestion } from '../frame/suggestion.ts'
import type { Terminal } from '../frame/terminal.ts'
import { wordsOf } from '../frame/words.ts'
import type { PacketOutput } from './captured.ts'
import { Interfaces } from './interfaces.ts'
import { PacketFile } from './packet-file.ts'
import { PacketEvents, PacketLines } from './packet-lines.ts'
import { PacketSource, WHOLE_PACKET } from './packet-source.ts'
import { StatusLine } from './status-line.ts'
import type { CaptureWords, Counts } from './words.ts'

export interface CaptureOptions {
  /** Undefined, as `any`, is all of them. */
  readonly interface: string | undefined
  readonly filter: { readonly text: string; readonly program: readonly Instruction[] }
  /** Bytes of a packet that are kept. */
  readonly size: number
  readonly count: number | undefined
  /** Milliseconds. */
  readonly for: number | undefined
  /** The file; `-` is the standard output. */
  readonly write: string | undefined
  readonly print: boolean
  readonly hex: boolean
  readonly json: boolean
  readonly quiet: boolean
}

const ANY = 'any'

/** One capture, from the choice of the interface to the figures at the end. */
export class Capturing {
  readonly #terminal: Terminal
  readonly #options: CaptureOptions
  /** Ends it, with the figures. */
  readonly #signal: AbortSignal
  readonly #words: CaptureWords
  readonly #events: Events | null
  #packets = 0
  #bytes = 0

  constructor(terminal: Terminal, options: CaptureOptions, signal: AbortSignal, words: CaptureWords) {
    this.#terminal = terminal
    this.#options = options
    this.#signal = signal
    this.#words = words
    this.#events = options.json ? new Events(terminal.stdout) : null
  }

  /** Resolves with the exit status. */
  async run(): Promise<number> {
    const interfaces = await Interfaces.list(this.#terminal.stack)
    const ifindex = this.#choose(interfaces)
    const source = this.#openSource(interfaces)
    let file: PacketFile | null = null
    try {
      file = await this.#openFile()
      source.open(this.#options.filter.program, ifindex)
      await this.#begin()
      await this.#receive(source, file)
    } finally {
      await source.close()
      await file?.close()
    }
    if (file?.broken.aborted) throw this.#writeFailure(file.broken.reason, file.packets)
    return EXIT.done
  }

  #choose(interfaces: Interfaces): number {
    const { interface: name = ANY } = this.#options
    if (name === ANY) return 0
    const link = interfaces.find(name)
    if (link !== undefined) return link.index
    const { mistakes } = wordsOf(this.#terminal.language)
    const meant = suggestion(name, interfaces.names)
    const advice = meant === undefined ? [] : [mistakes.didYouMean(printable(meant))]
    const names = printable([...interfaces.names, ANY].join(', '))
    throw new CommandFailure(this.#words.noInterface(printable(name)), EXIT.failed, [
      ...advice,
      this.#words.interfaces(names),
    ])
  }

  #openSource(interfaces: Interfaces): PacketSource {
    try {
      return new PacketSource(this.#terminal.stack, interfaces)
    } catch (error) {
      if (!isSocketError(error, 'EPERM')) throw error
      const advice = [this.#words.grant(grantNetRaw())]
      throw new CommandFailure(this.#words.notPermitted, EXIT.notPermitted, advice)
    }
  }

  async #openFile(): Promise<PacketFile | null> {
    const { write, size } = this.#options
    if (write === undefined) return null
    try {
      return await PacketFile.open(write, size)
    } catch (error) {
      throw this.#writeFailure(error, null)
    }
  }

  async #begin(): Promise<void> {
    const { interface: name = ANY, filter, write, size, quiet } = this.#options
    const only = name === ANY ? undefined : name
    const snap = size < WHOLE_PACKET ? size : undefined
    if (this.#events !== null)
      await this.#events.emit('capturing', {
        interface: only,
        filter: filter.text,
        file: write,
        snap,
      })
    else if (!quiet) await this.#terminal.tell(this.#words.capturing(only))
  }

  async #receive(source: PacketSource, file: PacketFile | null): Promise<void> {
    const { count, size } = this.#options
    const printed = this.#printed(file)
    const outputs = [file, printed].filter((output) => output !== null)
    const status = this.#statusLine(source, file, printed)
    const { signal, release } = this.#ending(file)
    try {
      for await (const packet of source.packets(size, signal)) {
        this.#packets++
        this.#bytes += packet.length
        for (const output of outputs) await output.packet(packet)
        if (this.#packets === count) break
      }
    } finally {
      release()
      await status?.clear()
      await this.#finish(this.#counts(source))
    }
  }

  /** Aborts when somebody interrupts, when the time is over, or when the file can be written no more. */
  #ending(file: PacketFile | null): { readonly signal: AbortSignal; readonly release: () => void } {
    const { for: duration } = this.#options
    const ending = new AbortController()
    const end = () => ending.abort()
    // Not by AbortSignal.any(): of a signal that only it knows, as that of a time limit, the collector makes an end.
    for (const signal of [this.#signal, file?.broken]) {
      if (signal?.aborted) end()
      signal?.addEventListener('abort', end, { once: true })
    }
    const timer = duration === undefined ? undefined : setTimeout(end, duration)
    return { signal: ending.signal, release: () => clearTimeout(timer) }
  }

  /** Lines of text or of JSON, for whom they are. */
  #printed(file: PacketFile | null): PacketOutput | null {
    const { print, hex } = this.#options
    if (file !== null && !print && !hex) return null
    if (this.#events !== null) return new PacketEvents(this.#events, hex)
    return new PacketLines(this.#terminal.stdout, this.#words, hex)
  }

  /** Where nothing else is shown, how it goes. */
  #statusLine(
    source: PacketSource,
    file: PacketFile | null,
    printed: PacketOutput | null,
  ): StatusLine | null {
    const { stdout, stderr } = this.#terminal
    const alone = printed === null || !stdout.isTerminal
    if (file === null || !stderr.isTerminal || !alone || this.#options.quiet) return null
    return new StatusLine(stderr, () => this.#words.counts(this.#counts(source)))
  }

  #counts(source: PacketSource): Counts {
    return { packets: this.#packets, bytes: this.#bytes, dropped: source.dropped }
  }

  async #finish(counts: Counts): Promise<void> {
    if (this.#events !== null) await this.#events.emit('captured', { ...counts })
    else if (!this.#options.quiet) await this.#terminal.tell(this.#words.counts(counts))
  }

  /** `packets`: how many are in the file all the same. */
  #writeFailure(error: unknown, packets: number | null): Error {
    const { write = '' } = this.#options
    const { code, errno = 0, message } = error as NodeJS.ErrnoException
    if (write === '-' && code === 'EPIPE') return new CommandFailure('', EXIT.brokenPipe)
    const [, words] = getSystemErrorMap().get(errno) ?? []
    const reason = words === undefined ? message : `${words} (${code})`
    const name = write === '-' ? this.#words.standardOutput : printable(write)
    const advice = packets === null ? [] : [this.#words.readable(packets)]
    return new CommandFailure(this.#words.cannotWrite(name, reason), EXIT.failed, advice)
  }
}
