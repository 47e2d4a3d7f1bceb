import { command } from '../frame/command.ts'
import { text } from '../frame/kinds.ts'
import { PING_OPTIONS } from './options.ts'
import { PING_TEXTS } from './texts.ts'

export const PING = command({
  name: 'ping',
  operands: [{ kind: text('HOST'), least: 1, most: 1 }],
  options: PING_OPTIONS,
  examples: [
    'soquete ping example.com',
    'soquete ping -c 3 -i 200ms 192.0.2.7',
    'soquete ping -c 1 -w 30s db.internal && start',
    'soquete ping -t 3 example.com',
    'soquete ping -6 -c 1 localhost',
    'soquete ping --json -c 10 example.com > ping.ndjson',
  ],
  texts: PING_TEXTS,
  load: async () => (await import('./ping.ts')).run,
})
