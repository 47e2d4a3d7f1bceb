import { command } from '../frame/command.ts'
import { text } from '../frame/kinds.ts'
import { LIST_OPTIONS } from './options.ts'
import { LIST_TEXTS } from './texts.ts'

export const LIST = command({
  name: 'ls',
  operands: [{ kind: text('WHAT', 'endpoint'), least: 0, most: 16 }],
  options: LIST_OPTIONS,
  examples: [
    'soquete ls',
    'soquete ls -l',
    'soquete ls 4444',
    'soquete ls --process nginx --explain',
    'soquete ls --state close-wait,time-wait',
    'soquete ls --watch --port 443',
    "soquete ls --json | jq 'select(.recvQueue > 0)'",
  ],
  texts: LIST_TEXTS,
  load: async () => (await import('./list.ts')).run,
})
