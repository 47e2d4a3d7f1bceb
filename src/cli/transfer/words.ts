import type { Language } from '../../socket/language.ts'
import { TRANSFER_ENGLISH } from './english.ts'
import { TRANSFER_SPANISH } from './spanish.ts'
import type { TransferWords } from './transfer-words.ts'

const WORDS: Readonly<Record<Language, TransferWords>> = { en: TRANSFER_ENGLISH, es: TRANSFER_SPANISH }

export function transferWords(language: Language): TransferWords {
  return WORDS[language]
}
