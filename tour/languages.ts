import { ENGLISH } from './english.ts'
import { SPANISH } from './spanish.ts'
import type { Texts } from './texts.ts'

export const LANGUAGES = { en: ENGLISH, es: SPANISH } as const satisfies Readonly<Record<string, Texts>>
export type Language = keyof typeof LANGUAGES

/** The reader's language, as the environment tells it: the first of these that says anything decides. */
export function languageOf(environment: Readonly<Record<string, string | undefined>>): Language {
  const { SOQUETE_LANG, LC_ALL, LC_MESSAGES, LANG } = environment
  const says = SOQUETE_LANG || LC_ALL || LC_MESSAGES || LANG || ''
  return says.startsWith('es') ? 'es' : 'en'
}
