import { ADVICE_EN, type AdviceKey } from './advice-en.ts'
import { ADVICE_ES } from './advice-es.ts'
import type { Language } from './language.ts'

const ADVICE: Readonly<Record<Language, Readonly<Record<AdviceKey, string>>>> = {
  en: ADVICE_EN,
  es: ADVICE_ES,
}

/**
 * What a code usually means and what to do, in a sentence or two: `adviceFor('EPIPE')`,
 * `adviceFor('EAI_AGAIN', 'es')`. Some codes mean something else for some calls: `syscall`, as an error names it,
 * takes that into account. Undefined for a code that socket calls do not give.
 */
export function adviceFor(code: string, language: Language = 'en', syscall?: string): string | undefined {
  const advice: Readonly<Record<string, string>> = ADVICE[language]
  const special = syscall === undefined ? undefined : `${code} ${deedOf(syscall)}`
  if (special !== undefined && Object.hasOwn(advice, special)) return advice[special]
  return Object.hasOwn(advice, code) ? advice[code] : undefined
}

/** What calls of a kind have in common. */
function deedOf(syscall: string): string {
  if (syscall === 'recvUntil') return syscall
  if (syscall.startsWith('send')) return 'send'
  if (syscall.startsWith('recv')) return 'recv'
  if (syscall.endsWith('sockopt')) return 'option'
  if (syscall.endsWith('info')) return 'lookup'
  return syscall === 'socketpair' ? 'socket' : syscall
}
