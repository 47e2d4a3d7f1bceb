import type { Language } from '../../socket/language.ts'
import { ENGLISH } from './english.ts'
import { SPANISH } from './spanish.ts'
import type { ExplainTexts } from './texts.ts'

const TEXTS: Readonly<Record<Language, ExplainTexts>> = { en: ENGLISH, es: SPANISH }

export function textsIn(language: Language): ExplainTexts {
  return TEXTS[language]
}
