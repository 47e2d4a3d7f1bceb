import type { Language } from '../../socket/language.ts'
import { printable } from '../frame/printable.ts'
import { UsageError } from '../frame/usage-error.ts'
import { wordsOf } from '../frame/words.ts'
import type { FilterError } from './filter-error.ts'
import { captureWords } from './words.ts'

/** Characters of a filter that are shown around a mistake. */
const [BEFORE, SHOWN] = [50, 72]

/** What is wrong with a filter, the place below, and what may have been meant. */
export function filterMistake(
  { problem, text, at, word, meant }: FilterError,
  language: Language,
): UsageError {
  const { filter, filterWords } = captureWords(language)
  const what = filter[problem](printable(word.slice(0, SHOWN)))
  if (problem === 'tooLong') return new UsageError(what)
  const from = Math.max(0, at - BEFORE)
  // Each character takes a column, or the mark would stand elsewhere.
  const line = text.slice(from, from + SHOWN).replace(/\P{ASCII}|[^ -~]/gu, '·')
  const mark = `${' '.repeat(at - from)}${'^'.repeat(Math.min(Math.max(1, word.length), SHOWN - BEFORE))}`
  const hint = meant === undefined ? filterWords : wordsOf(language).mistakes.didYouMean(meant)
  return new UsageError(`${what}\n  ${line}\n  ${mark}`, hint)
}
