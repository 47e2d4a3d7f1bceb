import { wrap } from '../../node/wrap.ts'
import type { Language } from '../../socket/language.ts'
import type { Command } from './command.ts'
import { COMMON_OPTIONS } from './common-options.ts'
import type { FrameWords } from './frame-words.ts'
import type { OptionSpec } from './option.ts'
import type { Side } from './terminal.ts'
import { wordsOf } from './words.ts'

const INDENT = '  '

/** The columns that what is explained may take beside its explanation. */
const WIDEST_TERM = 30

type Page = Pick<Side, 'width' | 'paint'>

/** A command's help: examples first. */
export function commandHelp(command: Command, language: Language, page: Page): string {
  const words = wordsOf(language)
  const text = command.texts[language]
  const { headings } = words
  return sections(page, [
    [`soquete ${command.name}`, wrap(text.summary, page.width, INDENT)],
    [headings.examples, examples(command.examples, text.examples, page)],
    [headings.usage, [`${INDENT}${usageOf(command)}`]],
    [headings.options, definitions(optionTerms(command.options, text.options, words), page)],
    [headings.common, definitions(optionTerms(COMMON_OPTIONS, words.common, words), page)],
    ...text.notes.map((note): Section => ['', wrap(note, page.width, INDENT)]),
  ])
}

/** What `soquete --help` shows. */
export function overallHelp(commands: readonly Command[], language: Language, page: Page): string {
  const words = wordsOf(language)
  const { headings } = words
  const first = commands.map(({ examples, texts }) => [examples[0]!, texts[language].examples[0]!] as const)
  return sections(page, [
    ['soquete', wrap(words.about, page.width, INDENT)],
    [
      headings.examples,
      examples(
        first.map(([line]) => line),
        first.map(([, says]) => says),
        page,
      ),
    ],
    [headings.usage, [`${INDENT}soquete COMMAND [OPTION …]`]],
    [
      headings.commands,
      definitions(
        commands.map(({ name, texts }) => [name, texts[language].summary]),
        page,
      ),
    ],
    [headings.common, definitions(overallTerms(words), page)],
    [
      headings.exitStatus,
      definitions(
        words.exitStatuses.map(([status, says]) => [`${status}`, says]),
        page,
      ),
    ],
  ])
}

function overallTerms(words: FrameWords): Term[] {
  return [...optionTerms(COMMON_OPTIONS, words.common, words), ['    --version', words.common.version]]
}

/** `soquete connect [OPTION …] ENDPOINT`. */
export function usageOf({ name, operands, rest }: Pick<Command, 'name' | 'operands' | 'rest'>): string {
  const said = operands.map(({ kind: { placeholder }, least, most }) => {
    const one = most > 1 ? `${placeholder} …` : placeholder
    return least === 0 ? `[${one}]` : one
  })
  return ['soquete', name, '[OPTION …]', ...said, ...(rest === undefined ? [] : [`[-- ${rest}]`])].join(' ')
}

/** `-x, --hex`, or `    --idle DURATION`. */
export function optionTerm(name: string, { short, takes }: OptionSpec): string {
  const value = takes === null ? '' : ` ${takes.placeholder}`
  return `${short === undefined ? '    ' : `-${short}, `}--${name}${value}`
}

type Term = readonly [term: string, says: string]

function optionTerms(
  table: Command['options'],
  says: Readonly<Record<string, string>>,
  words: FrameWords,
): Term[] {
  return Object.entries(table).map(([name, spec]) => {
    const more = 'many' in spec ? ` (${words.otherwise.repeatable})` : ''
    return [optionTerm(name, spec), `${says[name]}${more}`]
  })
}

type Section = readonly [heading: string, lines: readonly string[]]

export function sections({ paint }: Page, all: readonly Section[]): string {
  const filled = all.filter(([, lines]) => lines.length > 0)
  const blocks = filled.map(([heading, lines]) =>
    [...(heading === '' ? [] : [paint.bold(heading)]), ...lines].join('\n'),
  )
  return `${blocks.join('\n\n')}\n`
}

function examples(lines: readonly string[], says: readonly string[], { width, paint }: Page): string[] {
  return lines.flatMap((line, index) => [
    ...wrap(says[index] ?? '', width, INDENT).map(paint.dim),
    `${INDENT}${INDENT}${line}`,
  ])
}

/** Terms with their explanations beside them; below them, when a term is long or the terminal is narrow. */
export function definitions(terms: readonly Term[], { width }: Page): string[] {
  const longest = Math.max(0, ...terms.map(([term]) => term.length).filter((length) => length <= WIDEST_TERM))
  const column = INDENT.length + longest + 2
  if (width < column + 30)
    return terms.flatMap(([term, says]) => [`${INDENT}${term}`, ...wrap(says, width, INDENT.repeat(4))])
  return terms.flatMap(([term, says]) => {
    const [first = '', ...others] = wrap(says, width, ' '.repeat(column))
    if (term.length > longest) return [`${INDENT}${term}`, first, ...others]
    return [`${INDENT}${term}`.padEnd(column) + first.trimStart(), ...others]
  })
}
