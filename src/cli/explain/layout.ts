import {
  type Block,
  examples,
  items,
  paragraph,
  type Section,
  section,
  terms,
  verbatim,
} from '../frame/page.ts'
import { diagram } from './diagram.ts'
import type { Page } from './page.ts'
import type { ExplainWords } from './texts.ts'

/** A page in the order in which somebody in a hurry reads it. Only diagrams must know how wide it will be. */
export function layout(page: Page, words: ExplainWords, width: number): Section[] {
  const { headings } = words
  const { who, lasts, problem, transitions, settings, todo, see, also, sections } = page
  return [
    section([page.name, ...page.aliases].join(', '), ...[...identity(page), ...page.means].map(paragraph)),
    section(headings.who, ...said(who)),
    section(
      headings.way,
      ...(transitions === undefined ? [] : [verbatim(...diagram(page.name, transitions, width))]),
    ),
    section(headings.calls, ...calls(page, words)),
    section(
      headings.lasts,
      ...said(lasts),
      terms(known(settings).map(([name, value]) => [name, words.now(value)])),
    ),
    section(headings.problem, ...said(problem)),
    section(headings.todo, items(todo)),
    section(headings.see, ...(see === undefined ? [] : [seeing(see)])),
    section(headings.also, paragraph(also.join(', '))),
    section(headings.sources, ...said(sections?.join(', '))),
  ]
}

function said(text: string | undefined): Block[] {
  return text === undefined ? [] : [paragraph(text)]
}

/** `98 · Address already in use` */
function identity({ kind, number, words }: Page): string[] {
  if (kind === 'state' || number === undefined) return []
  return [words === undefined ? `${number}` : `${number} · ${words}`]
}

function calls({ calls: meanings = [] }: Page, { everyCall }: ExplainWords): Block[] {
  const named = meanings.map(({ calls: names, means }) => ({
    term: names.map((name) => (name === 'every' ? everyCall : `${name}()`)).join(', '),
    means,
  }))
  return [
    ...named.filter(({ means }) => means === null).map(({ term }) => paragraph(term)),
    terms(named.flatMap(({ term, means }) => (means === null ? [] : [[term, means] as const]))),
  ]
}

function known(settings: Page['settings'] = []): (readonly [name: string, value: string])[] {
  return settings.flatMap(({ name, value }) => (value === null ? [] : [[name, value] as const]))
}

function seeing({ command, shows }: NonNullable<Page['see']>): Block {
  return shows === undefined ? verbatim(command) : examples([command], [shows])
}
