import { wrap } from '../../node/wrap.ts'
import type { Block } from '../frame/page.ts'

/** Columns of the source: a page's text is filled anew when it is shown. */
const WIDTH = 78

/** A text as man(7) takes it for itself. */
export function roffText(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll("'", '\\(aq')
    .replaceAll('`', '\\(ga')
    .replaceAll('^', '\\(ha')
    .replaceAll('~', '\\(ti')
    .replaceAll('…', '...')
}

/** `.SH` or `.SS` and its heading. */
export function macro(name: 'SH' | 'SS', heading: string): string {
  return `.${name} ${macroArgument(heading)}`
}

export function macroArgument(text: string): string {
  return `"${roffText(text).replaceAll('"', '\\(dq')}"`
}

/** A block's lines, without what sets it apart from the one before. */
export function roffBlock(block: Block): string[] {
  switch (block.kind) {
    case 'paragraph':
      return prose(block.text)
    case 'terms':
      return block.terms.flatMap(([term, says]) => ['.TP', roffTerm(term), ...prose(says)])
    case 'items':
      return block.items.flatMap((item) => ['.IP \\(bu 2', ...prose(item)])
    case 'examples':
      return block.examples.flatMap(([line, says]) => ['.PP', ...prose(says), ...asTyped([line])])
    case 'verbatim':
      return asTyped(block.lines)
  }
}

/** Blocks below a heading: terms and examples set themselves apart. */
export function roffBlocks(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block, index) => {
    const apart = index > 0 && (block.kind === 'paragraph' || block.kind === 'verbatim')
    const lines = roffBlock(block)
    // A heading has the space of a paragraph already.
    const first = index === 0 && lines[0] === '.PP'
    return apart ? ['.PP', ...lines] : first ? lines.slice(1) : lines
  })
}

function prose(text: string): string[] {
  // Names of errors and variables are not to be divided.
  const whole = roffText(text).replace(/\b[A-Z_]{6,}\b/g, '\\%$&')
  return wrap(whole, WIDTH, '').map(guarded)
}

function asTyped(lines: readonly string[]): string[] {
  return ['.RS 4', '.EX', ...lines.map((line) => guarded(roffText(line))), '.EE', '.RE']
}

/** A line that begins with a dot would be a macro. */
function guarded(line: string): string {
  return /^[.']/.test(line) ? `\\&${line}` : line
}

/** A term in bold, and the value of an option in italics. */
function roffTerm(term: string): string {
  const [, names, value] = /^((?:-\w, )?--[\w-]+)(?: (.+))?$/.exec(term.trim()) ?? [
    term,
    term.trim(),
    undefined,
  ]
  return `${bold(names!)}${value === undefined ? '' : ` ${italic(value)}`}`
}

export function bold(text: string): string {
  return `\\fB${roffText(text)}\\fR`
}

export function italic(text: string): string {
  return `\\fI${roffText(text)}\\fR`
}
