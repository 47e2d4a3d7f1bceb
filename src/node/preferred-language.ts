import type { Language } from '../socket/language.ts'

/** In this order, and the first that is set decides: locale(7), with one of our own before. */
const VARIABLES = ['SOQUETE_LANG', 'LC_ALL', 'LC_MESSAGES', 'LANG'] as const

/** The language that a user's environment asks for: Spanish by `es`, `es_AR.UTF-8` and their like, else English. */
export function preferredLanguage(environment: Readonly<Record<string, string | undefined>>): Language {
  const locale = VARIABLES.map((name) => environment[name]).find(
    (value) => value !== undefined && value !== '',
  )
  return /^es(?![a-z])/i.test(locale ?? '') ? 'es' : 'en'
}
