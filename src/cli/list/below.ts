import { wrap } from '../../node/wrap.ts'
import { detailsOf } from './details.ts'
import type { Entry } from './entry.ts'
import { Explainer } from './explainer.ts'
import type { Below, Layout } from './page.ts'
import type { Snapshot } from './snapshot.ts'
import { MARGIN, packed } from './table.ts'
import { detailWordsOf } from './words.ts'

/** What --extended and --explain say below the lines of sockets, in the order in which they are asked. */
export function linesBelow(
  snapshot: Snapshot,
  { language, width, extended, explain }: Layout,
  explainer: Explainer = new Explainer(language),
): Below {
  const words = detailWordsOf(language)
  const sentences = (entry: Entry) => explainer.explain(entry, snapshot.relations)
  return (entry) => [
    ...(extended ? packed(detailsOf(entry, snapshot, words), width) : []),
    ...(explain ? sentences(entry).flatMap((sentence) => wrap(sentence, width, MARGIN)) : []),
  ]
}
