import { command } from '../frame/command.ts'
import { place } from '../frame/place.ts'
import { HELP_TEXTS } from './help-texts.ts'
import { CALC_OPTIONS } from './options.ts'

export const CALC = command({
  name: 'calc',
  operands: [{ kind: place, least: 0, most: 16 }],
  options: CALC_OPTIONS,
  examples: [
    'soquete calc --serve',
    'soquete calc',
    "echo '3 4 +' | soquete calc",
    "soquete calc -e '3 4 +' -e '10 4 -' tcp://127.0.0.1:51216",
    'soquete calc --serve -v tcp://*:51216 /tmp/calc.sock',
  ],
  texts: HELP_TEXTS,
  load: async () => (await import('./calc.ts')).run,
})
