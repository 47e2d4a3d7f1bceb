import type { Wording } from '../../kernel/investigate/wording.ts'
import type { Language } from '../../socket/language.ts'
import { english, englishDetails } from './english.ts'
import { spanish, spanishDetails } from './spanish.ts'

/** What the list says, in a user's language. */
export type ListWords = Wording<typeof english>

const WORDS: Readonly<Record<Language, ListWords>> = { en: english, es: spanish }

export function listWordsOf(language: Language): ListWords {
  return WORDS[language]
}

export type DetailWords = Wording<typeof englishDetails>

const DETAILS: Readonly<Record<Language, DetailWords>> = { en: englishDetails, es: spanishDetails }

export function detailWordsOf(language: Language): DetailWords {
  return DETAILS[language]
}
