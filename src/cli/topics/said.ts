import type { Language } from '../../socket/language.ts'
import { type Block, terms } from '../frame/page.ts'

/** A text in every language. */
export type Said = Readonly<Record<Language, string>>

/** Something as one writes it, and what it means. */
export type Shown = readonly [written: string, says: Said]

export function shown(all: readonly Shown[], language: Language): Block {
  return terms(all.map(([written, says]) => [written, says[language]]))
}
