import { EXIT } from '../frame/exit-status.ts'
import { printable } from '../frame/printable.ts'
import type { Terminal } from '../frame/terminal.ts'
import type { Answer, Conversation } from './conversation.ts'
import { Keyboard } from './keyboard.ts'
import { messagesOf, misplaced } from './postfix.ts'
import { calcWords } from './words.ts'

/** Somebody calculates at a terminal: a line at a time, with the operands that wait in the prompt. */
export class PromptSession {
  readonly #conversation: Conversation
  readonly #terminal: Terminal
  readonly #interrupted = new AbortController()
  readonly #keyboard = new Keyboard(() => {
    this.#interrupted.abort()
    this.#keyboard.close()
  })

  constructor(conversation: Conversation, terminal: Terminal) {
    this.#conversation = conversation
    this.#terminal = terminal
  }

  /** Gives the exit status. */
  async run(): Promise<number> {
    const { signal } = this.#interrupted
    try {
      for (let line = await this.#line(); line !== null; line = await this.#line())
        await this.#calculate(messagesOf(line))
      if (signal.aborted) return EXIT.interrupted
      // Behind Ctrl-D the cursor stands in the prompt.
      await this.#terminal.stdout.write('\n')
      return EXIT.done
    } catch (error) {
      if (signal.aborted) return EXIT.interrupted
      throw error
    } finally {
      this.#keyboard.close()
    }
  }

  /** The next line; null when there is none. Rejects when the server leaves meanwhile. */
  async #line(): Promise<string | null> {
    const typing = new AbortController()
    const watching = this.#conversation.watch(typing.signal).then(
      () => null,
      (error: unknown) => {
        process.stdout.write('\n')
        this.#keyboard.close()
        return { error }
      },
    )
    const line = await this.#keyboard.next(`${this.#conversation.waiting.map(printable).join(' ')}> `)
    typing.abort()
    const failure = await watching
    if (failure !== null) throw failure.error
    return line
  }

  async #calculate(messages: readonly string[]): Promise<void> {
    const wrong = misplaced(messages, this.#conversation.waiting.length)
    if (wrong !== null) return this.#show(calcWords(this.#terminal.language).postfix(wrong.instead))
    for (const message of messages) {
      const answer = await this.#conversation.ask(message, this.#interrupted.signal)
      await this.#show(`${printable(message)} → ${this.#painted(answer)}`)
      if (answer.kind === 'fail') return
    }
  }

  #painted({ kind, text }: Answer): string {
    const { bold, bad } = this.#terminal.stdout.paint
    const shown = printable(text)
    return kind === 'result' ? bold(shown) : kind === 'fail' ? bad(shown) : shown
  }

  #show(text: string): Promise<void> {
    return this.#terminal.stdout.write(`  ${text}\n`)
  }
}
