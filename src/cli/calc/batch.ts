import { CommandFailure } from '../frame/command-failure.ts'
import { EXIT } from '../frame/exit-status.ts'
import { printable } from '../frame/printable.ts'
import { formatSize } from '../frame/quantities.ts'
import type { Terminal } from '../frame/terminal.ts'
import type { Conversation } from './conversation.ts'
import { LineTooLong, LONGEST_LINE } from './lines.ts'
import { messagesOf, misplaced } from './postfix.ts'
import type { Telling } from './telling.ts'
import { calcWords } from './words.ts'

/**
 * Calculates lines that nobody types now, and writes the results. A line that fails is told of, and the next one begins
 * anew: operands that the server has kept of it go with the connection.
 */
export class Batch {
  readonly #terminal: Terminal
  readonly #telling: Telling
  readonly #open: () => Promise<Conversation>
  #conversation: Conversation | null = null
  #failed = false

  constructor(terminal: Terminal, telling: Telling, open: () => Promise<Conversation>) {
    this.#terminal = terminal
    this.#telling = telling
    this.#open = open
  }

  /** Gives the exit status. */
  async calculate(lines: AsyncIterable<string> | Iterable<string>): Promise<number> {
    const words = calcWords(this.#terminal.language)
    let number = 0
    try {
      this.#conversation = await this.#open()
      for await (const line of lines) await this.#line(messagesOf(line), words.line(++number))
      const waiting = this.#conversation.waiting.map(printable).join(' ')
      if (waiting !== '') await this.#fail(words.unfinished(waiting))
      return this.#failed ? EXIT.failed : EXIT.done
    } catch (error) {
      if (!(error instanceof LineTooLong)) throw error
      const said = `${words.line(number + 1)}: ${words.lineTooLong(formatSize(LONGEST_LINE))}`
      throw new CommandFailure(said, EXIT.failed)
    } finally {
      await this.#conversation?.close()
    }
  }

  async #line(messages: readonly string[], where: string): Promise<void> {
    const wrong = misplaced(messages, this.#conversation!.waiting.length)
    if (wrong !== null) {
      await this.#fail(`${where}: ${calcWords(this.#terminal.language).postfix(wrong.instead)}`)
      return
    }
    for (const message of messages) {
      const conversation = this.#conversation!
      const answer = await conversation.ask(message)
      await this.#telling.answered(conversation.server, message, answer)
      if (answer.kind === 'fail') {
        await this.#fail(`${where}: ${message} → ${answer.text}`)
        if (messages.length > 1 && conversation.waiting.length > 0) await this.#anew()
        return
      }
    }
  }

  async #anew(): Promise<void> {
    await this.#conversation!.close()
    this.#conversation = await this.#open()
  }

  async #fail(said: string): Promise<void> {
    this.#failed = true
    await this.#terminal.tell(said)
  }
}
