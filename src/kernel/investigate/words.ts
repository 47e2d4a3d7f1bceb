import type { Language } from '../../socket/language.ts'
import { english } from './english.ts'
import { spanish } from './spanish.ts'
import type { Wording } from './wording.ts'

/** A sentence for each thing that can be found, with its facts. */
export type Words = Wording<typeof english>

export const words: Readonly<Record<Language, Words>> = { en: english, es: spanish }
