import { type Command, command } from '../frame/command.ts'
import type { Kind } from '../frame/option.ts'
import { TOPICS } from '../topics/topics.ts'
import { HELP_TEXTS } from './texts.ts'

/** `soquete help`: one page of all, or a page of one command or topic. */
export function helpCommand(commands: () => readonly Command[]): Command {
  return command({
    name: 'help',
    operands: [{ kind: subject(commands), least: 0, most: 1 }],
    options: {},
    examples: ['soquete help', 'soquete help echo', 'soquete help endpoints | less'],
    texts: HELP_TEXTS,
    auxiliary: true,
    stackless: true,
    load: async () => (await import('./help.ts')).helpOn(commands(), TOPICS),
  })
}

/** What there is a page about: known when it is asked for, because `help` is itself a command. */
function subject(commands: () => readonly Command[]): Kind<string> {
  const names = () => [...commands(), ...TOPICS].map(({ name }) => name)
  return {
    placeholder: 'COMMAND|TOPIC',
    needs: 'choice',
    get completion() {
      return names()
    },
    read: (said) => names().find((name) => name === said),
  }
}
