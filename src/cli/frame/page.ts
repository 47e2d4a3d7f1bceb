import { wrap } from '../../node/wrap.ts'
import type { Side } from './terminal.ts'

/** A part of a page. The same parts are shown on a terminal and written into the manual. */
export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'terms'; readonly terms: readonly Term[] }
  /** One below the other, with a mark before each. */
  | { readonly kind: 'items'; readonly items: readonly string[] }
  | { readonly kind: 'examples'; readonly examples: readonly Example[] }
  /** Lines as somebody would type or paste them: they are not broken. */
  | { readonly kind: 'verbatim'; readonly lines: readonly string[] }

export type Term = readonly [term: string, says: string]

/** A command line, and what it does. */
export type Example = readonly [line: string, says: string]

export interface Section {
  /** Empty for what goes on without one. */
  readonly heading: string
  readonly blocks: readonly Block[]
}

/** What of a terminal decides how a page looks. */
export type Sheet = Pick<Side, 'width' | 'paint'>

const INDENT = '  '

/** The columns that what is explained may take beside its explanation. */
const WIDEST_TERM = 30

export function section(heading: string, ...blocks: readonly Block[]): Section {
  return { heading, blocks }
}

export function paragraph(text: string): Block {
  return { kind: 'paragraph', text }
}

export function terms(all: readonly Term[]): Block {
  return { kind: 'terms', terms: all }
}

export function items(all: readonly string[]): Block {
  return { kind: 'items', items: all }
}

export function examples(lines: readonly string[], says: readonly string[]): Block {
  return { kind: 'examples', examples: lines.map((line, index) => [line, says[index] ?? ''] as const) }
}

export function verbatim(...lines: readonly string[]): Block {
  return { kind: 'verbatim', lines }
}

/** A page as a terminal shows it. What would be empty is left out. */
export function renderPage(sections: readonly Section[], sheet: Sheet): string {
  const shown = sections.flatMap(({ heading, blocks }) => {
    const filled = blocks.map((block) => blockLines(block, sheet)).filter((lines) => lines.length > 0)
    if (filled.length === 0) return []
    const body = filled.map((lines) => lines.join('\n')).join('\n\n')
    return [heading === '' ? body : `${sheet.paint.bold(heading)}\n${body}`]
  })
  return `${shown.join('\n\n')}\n`
}

function blockLines(block: Block, sheet: Sheet): string[] {
  switch (block.kind) {
    case 'paragraph':
      return wrap(block.text, sheet.width, INDENT)
    case 'terms':
      return definitions(block.terms, sheet.width)
    case 'items':
      return block.items.flatMap((item) => marked(item, sheet.width))
    case 'examples':
      return block.examples.flatMap(([line, says]) => [
        ...wrap(says, sheet.width, INDENT).map(sheet.paint.dim),
        `${INDENT}${INDENT}${line}`,
      ])
    case 'verbatim':
      return block.lines.map((line) => `${INDENT}${INDENT}${line}`.trimEnd())
  }
}

function marked(item: string, width: number): string[] {
  const [first = '', ...others] = wrap(item, width, `${INDENT}  `)
  return [`${INDENT}- ${first.trimStart()}`, ...others]
}

/** Terms with their explanations beside them; below them, when a term is long or the terminal is narrow. */
function definitions(all: readonly Term[], width: number): string[] {
  const longest = Math.max(0, ...all.map(([term]) => term.length).filter((length) => length <= WIDEST_TERM))
  const column = INDENT.length + longest + 2
  if (width < column + 30)
    return all.flatMap(([term, says]) => [`${INDENT}${term}`, ...wrap(says, width, INDENT.repeat(4))])
  return all.flatMap(([term, says]) => {
    const [first = '', ...others] = wrap(says, width, ' '.repeat(column))
    if (term.length > longest) return [`${INDENT}${term}`, first, ...others]
    return [`${INDENT}${term}`.padEnd(column) + first.trimStart(), ...others]
  })
}
