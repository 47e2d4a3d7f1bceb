import { command } from '../frame/command.ts'
import { text } from '../frame/kinds.ts'
import { HELP_TEXTS } from './help-texts.ts'
import { PAGE_NAMES } from './names.ts'
import { EXPLAIN_OPTIONS } from './options.ts'

export const EXPLAIN = command({
  name: 'explain',
  operands: [{ kind: text('NAME', PAGE_NAMES), least: 0, most: 16 }],
  options: EXPLAIN_OPTIONS,
  examples: [
    'soquete explain EADDRINUSE',
    'soquete explain TIME_WAIT CLOSE_WAIT',
    "soquete explain 'connect: Connection refused'",
    'soquete explain --json 104',
    'soquete explain',
  ],
  texts: HELP_TEXTS,
  stackless: true,
  load: async () => (await import('./explain.ts')).run,
})
