import { sendLine } from '../../../examples/guides/calculator.ts'
import { isSocketError } from '../../socket/errors.ts'
import type { Socket } from '../../socket/socket.ts'
import { CommandFailure } from '../frame/command-failure.ts'
import { EXIT } from '../frame/exit-status.ts'
import { quotable } from '../frame/printable.ts'
import { formatDuration } from '../frame/quantities.ts'
import type { CalcWords } from './calc-words.ts'
import { isOperand, isOperator } from './postfix.ts'

/** What the calculator says to a message. */
export interface Answer {
  readonly kind: 'ok' | 'result' | 'fail'
  /** The whole line: `RESULT 7`. */
  readonly text: string
  /** Of a result, the number. */
  readonly value: string
}

/** Bytes of an answer; a stranger may not fill our memory. */
const LONGEST_ANSWER = 1024

const LINE_FEED = 10

/** By these a call says that the server is not there any more. */
const GONE = ['ECONNRESET', 'EPIPE', 'ENODATA'] as const

/** A client's connection with a calculator: an answer for each message, and the operands that wait there. */
export class Conversation {
  readonly #connection: Socket
  readonly #server: string
  readonly #timeout: number
  readonly #words: CalcWords
  #waiting: readonly string[] = []

  /** `timeout`: milliseconds that an answer may take. */
  constructor(connection: Socket, server: string, timeout: number, words: CalcWords) {
    this.#connection = connection
    this.#server = server
    this.#timeout = timeout
    this.#words = words
  }

  get server(): string {
    return this.#server
  }

  /** Operands that the server has taken, and no operator yet. */
  get waiting(): readonly string[] {
    return this.#waiting
  }

  async ask(message: string, signal?: AbortSignal): Promise<Answer> {
    const line = await this.#exchange(message, signal)
    if (line === null) throw this.#gone(message)
    const answer = answerOf(line)
    if (answer === null || !fits(message, answer)) throw this.#noCalculator(message, line)
    this.#note(message, answer)
    return answer
  }

  /** Rejects when the server says something though nothing was asked, or leaves; ends without a word when it is told to. */
  async watch(signal: AbortSignal): Promise<void> {
    try {
      const line = await this.#receive({ signal })
      throw line === null ? this.#gone(null) : this.#noCalculator('', line)
    } catch (error) {
      if (signal.aborted) return
      throw isGone(error) ? this.#gone(null, error) : error
    }
  }

  close(): Promise<void> {
    return this.#connection.close()
  }

  async #exchange(message: string, signal: AbortSignal | undefined): Promise<string | null> {
    try {
      await sendLine(this.#connection, message)
      return await this.#receive({ timeout: this.#timeout, signal })
    } catch (error) {
      if (isGone(error)) throw this.#gone(message, error)
      if (isSocketError(error, 'EMSGSIZE'))
        throw this.#noCalculator(message, textOf(error.data ?? error.unread))
      if (!isSocketError(error, 'ETIMEDOUT')) throw error
      const within = formatDuration(this.#timeout)
      const words = this.#words.silent(this.#server, quotable(message), within)
      throw new CommandFailure(words, EXIT.timedOut, [], { cause: error })
    }
  }

  /** A line; null when the stream has ended before one began. */
  async #receive(wait: { readonly signal?: AbortSignal | undefined; readonly timeout?: number }) {
    const line = await this.#connection.recvUntil(LINE_FEED, { max: LONGEST_ANSWER, ...wait })
    return line === null ? null : textOf(line).replace(/\r$/, '')
  }

  #note(message: string, { kind }: Answer): void {
    if (kind === 'ok') this.#waiting = [...this.#waiting, message]
    // A calculation is over with its result, and when it failed.
    else if (kind === 'result' || (isOperator(message) && this.#waiting.length === 2)) this.#waiting = []
  }

  #gone(message: string | null, cause?: unknown): CommandFailure {
    const said = this.#words.gone(this.#server, message === null ? null : quotable(message))
    const advice = message === null ? [this.#words.mayBeIdle] : []
    return new CommandFailure(said, EXIT.reset, advice, { cause })
  }

  #noCalculator(message: string, line: string): CommandFailure {
    const said = this.#words.noCalculator(this.#server, quotable(message), quotable(line))
    return new CommandFailure(said, EXIT.failed, [this.#words.whichServer])
  }
}

function isGone(error: unknown): boolean {
  return GONE.some((code) => isSocketError(error, code))
}

function textOf(bytes: Uint8Array | undefined): string {
  return new TextDecoder().decode(bytes)
}

function answerOf(text: string): Answer | null {
  const [, word, value = ''] = /^(OK|RESULT|FAIL)(?: (.*))?$/.exec(text) ?? []
  if (word === 'OK') return value === '' ? { kind: 'ok', text, value } : null
  if (word === 'RESULT') return value === '' ? null : { kind: 'result', text, value }
  return word === undefined ? null : { kind: 'fail', text, value }
}

/** Whether this can be said to that; of messages that the exercise does not know, anything. */
function fits(message: string, { kind }: Answer): boolean {
  if (isOperand(message)) return kind !== 'result'
  return !isOperator(message) || kind !== 'ok'
}
