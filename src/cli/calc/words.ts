import type { Language } from '../../socket/language.ts'
import type { CalcWords } from './calc-words.ts'
import { ENGLISH } from './english.ts'
import { SPANISH } from './spanish.ts'

const WORDS: Readonly<Record<Language, CalcWords>> = { en: ENGLISH, es: SPANISH }

export function calcWords(language: Language): CalcWords {
  return WORDS[language]
}
