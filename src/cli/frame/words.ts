import type { Language } from '../../socket/language.ts'
import { ENGLISH } from './english.ts'
import type { FrameWords } from './frame-words.ts'
import { SPANISH } from './spanish.ts'

const WORDS: Readonly<Record<Language, FrameWords>> = { en: ENGLISH, es: SPANISH }

export function wordsOf(language: Language): FrameWords {
  return WORDS[language]
}
