import { Events } from '../frame/events.ts'
import { printable } from '../frame/printable.ts'
import type { Terminal } from '../frame/terminal.ts'
import type { Answer } from './conversation.ts'

/** Who hears of each message that was answered. */
export interface Telling {
  answered(peer: string, message: string, answer: Pick<Answer, 'kind' | 'text' | 'value'>): Promise<void>
}

/** Programs: a line of JSON for each. */
export function tellPrograms(terminal: Terminal): Telling {
  const events = new Events(terminal.stdout)
  return {
    answered: (peer, message, { text }) => events.emit('answered', { peer, message, answer: text }),
  }
}

/** People, who asked for results: they are written on stdout, and with -v the messages are told besides. */
export function tellResults(terminal: Terminal, verbose: boolean): Telling {
  return {
    async answered(_peer, message, { kind, text, value }) {
      if (verbose) await terminal.tell(`${message} → ${text}`)
      if (kind === 'result') await terminal.stdout.write(`${printable(value)}\n`)
    },
  }
}
