import { wrap } from '../../node/wrap.ts'
import { definitions, sections } from '../frame/help.ts'
import type { Side } from '../frame/terminal.ts'
import { diagram } from './diagram.ts'
import type { Page } from './page.ts'
import type { ExplainWords } from './texts.ts'

const INDENT = '  '

type Look = Pick<Side, 'width' | 'paint'>

/** A page as text: the facts first, what to type unbroken, so that it can be pasted. */
export function renderPage(page: Page, words: ExplainWords, look: Look): string {
  const { headings } = words
  const { width } = look
  const paragraph = (text: string | undefined) => (text === undefined ? [] : wrap(text, width, INDENT))
  return sections(look, [
    ['', [...title(page, look), ...page.means.flatMap(paragraph)]],
    [headings.who, paragraph(page.who)],
    [headings.way, page.transitions === undefined ? [] : diagram(page.name, page.transitions, width)],
    [headings.calls, calls(page, words, look)],
    [headings.lasts, [...paragraph(page.lasts), ...settings(page, words).flatMap(paragraph)]],
    [headings.problem, paragraph(page.problem)],
    [headings.todo, page.todo.flatMap((text) => item(text, width))],
    [headings.see, seeing(page, width)],
    [headings.also, wrap(page.also.join(', '), width, INDENT)],
    [headings.sources, page.sections === undefined ? [] : wrap(page.sections.join(', '), width, INDENT)],
  ])
}

/** `EAGAIN, EWOULDBLOCK · 11 · Resource temporarily unavailable` */
function title({ name, aliases, number, words, kind }: Page, { width, paint }: Look): string[] {
  const facts = [[name, ...aliases].join(', '), kind === 'state' ? undefined : number, words]
  const [first = '', ...others] = wrap(facts.filter((fact) => fact !== undefined).join(' · '), width, '')
  return [paint.bold(name) + first.slice(name.length), ...others, '']
}

function calls(
  { calls: meanings = [] }: Page,
  { everyCall }: ExplainWords,
  { width, paint }: Look,
): string[] {
  const terms = meanings.map(({ calls: names, means }): readonly [string, string | null] => [
    names.map((name) => (name === 'every' ? everyCall : `${name}()`)).join(', '),
    means,
  ])
  const bare = terms.filter(([, means]) => means === null).flatMap(([term]) => wrap(term, width, INDENT))
  const told = terms.filter((term): term is readonly [string, string] => term[1] !== null)
  return [...bare, ...definitions(told, { width, paint })]
}

function settings({ settings: all = [] }: Page, words: ExplainWords): string[] {
  return all.flatMap(({ name, value }) => (value === null ? [] : words.setting(name, value)))
}

function item(text: string, width: number): string[] {
  const margin = `${INDENT}  `
  const [first = '', ...others] = wrap(text, width, margin)
  return [`${INDENT}- ${first.slice(margin.length)}`, ...others]
}

function seeing({ see }: Page, width: number): string[] {
  if (see === undefined) return []
  return [
    `${INDENT}${INDENT}${see.command}`,
    ...(see.shows === undefined ? [] : wrap(see.shows, width, INDENT)),
  ]
}
