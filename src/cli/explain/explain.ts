import type { Run } from '../frame/command.ts'
import { Events } from '../frame/events.ts'
import { EXIT } from '../frame/exit-status.ts'
import { renderPage } from '../frame/page.ts'
import { quotable } from '../frame/printable.ts'
import { suggestion } from '../frame/suggestion.ts'
import type { Terminal } from '../frame/terminal.ts'
import { UsageError } from '../frame/usage-error.ts'
import { wordsOf } from '../frame/words.ts'
import { textsIn } from './catalogue.ts'
import { contents, contentsPage } from './contents.ts'
import { findPages, foreignCode, KNOWN_NAMES } from './find.ts'
import { layout } from './layout.ts'
import type { EXPLAIN_OPTIONS } from './options.ts'
import { pageOf } from './pages.ts'

export const run: Run<typeof EXPLAIN_OPTIONS> = async ({ values, operands }, terminal) => {
  const { language, stdout } = terminal
  const names = operands.length === 0 ? [] : findAll(operands, terminal)
  if (values.json) await tellPrograms(names, terminal)
  else if (names.length === 0) await stdout.write(renderPage(contentsPage(language), stdout))
  else {
    const { words } = textsIn(language)
    const pages = names.map((name) => renderPage(layout(pageOf(name, language), words, stdout.width), stdout))
    await stdout.write(pages.join('\n'))
  }
  return EXIT.done
}

/** The pages' names, each once. Several words may be one message: `soquete explain Connection refused`. */
function findAll(operands: readonly string[], terminal: Terminal): readonly string[] {
  const each = operands.map(findPages)
  const message = each[0]!.length === 0 ? findPages(operands.join(' ')) : []
  if (message.length > 0) return message
  const missing = each.findIndex((pages) => pages.length === 0)
  if (missing >= 0) throw unknown(operands[missing]!, terminal)
  return [...new Set(each.flat())]
}

function unknown(said: string, { language }: Terminal): UsageError {
  const { words } = textsIn(language)
  const foreign = foreignCode(said)
  if (foreign !== undefined) return new UsageError(words.foreign(...foreign), words.seeContents)
  const meant = suggestion(said, KNOWN_NAMES)
  const { didYouMean } = wordsOf(language).mistakes
  return new UsageError(
    words.unknown(quotable(said)),
    meant === undefined ? words.seeContents : didYouMean(`soquete explain ${meant}`),
  )
}

/** A line for each page with all that it says; without names, a line for each of those that there are. */
async function tellPrograms(names: readonly string[], { language, stdout }: Terminal): Promise<void> {
  const events = new Events(stdout)
  for (const name of names) await events.emit('page', { ...pageOf(name, language) })
  if (names.length > 0) return
  for (const group of contents(language))
    for (const entry of group.entries) await events.emit('entry', { group: group.name, ...entry })
}
