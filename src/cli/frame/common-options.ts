import { LANGUAGES } from '../../socket/language.ts'
import { choice } from './kinds.ts'
import { flag, value, valueOr } from './option.ts'

/** Options that every command has. */
export const COMMON_OPTIONS = {
  help: flag('h'),
  lang: value(choice(LANGUAGES)),
  color: valueOr(choice(['auto', 'always', 'never']), 'auto'),
} as const
