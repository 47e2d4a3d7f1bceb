import type { Language } from '../../socket/language.ts'
import type { Command } from './command.ts'
import { COMMON_OPTIONS } from './common-options.ts'
import type { FrameWords } from './frame-words.ts'
import type { OptionSpec, OptionTable } from './option.ts'
import {
  type Block,
  examples,
  paragraph,
  renderPage,
  type Section,
  type Sheet,
  section,
  type Term,
  terms,
  verbatim,
} from './page.ts'
import { wordsOf } from './words.ts'

/** A subject that `soquete help` tells about beside the commands. */
export interface Topic {
  readonly name: string
  /** One line, beside the topic's name. */
  readonly summary: Readonly<Record<Language, string>>
  load(): Promise<(language: Language) => readonly Section[]>
}

/** A command's help: examples first. */
export function commandHelp(command: Command, language: Language, sheet: Sheet): string {
  const words = wordsOf(language)
  const text = command.texts[language]
  const { headings } = words
  return renderPage(
    [
      section(`soquete ${command.name}`, paragraph(text.summary)),
      section(headings.examples, examples(command.examples, text.examples)),
      section(headings.usage, verbatim(usageOf(command, words))),
      section(headings.options, terms(optionTerms(command.options, text.options, words))),
      section(headings.common, terms(optionTerms(COMMON_OPTIONS, words.common, words))),
      section('', ...text.notes.map(paragraph)),
    ],
    sheet,
  )
}

/** What `soquete --help` shows: the first example of each command, then all that there is. */
export function overallHelp(
  commands: readonly Command[],
  topics: readonly Topic[],
  language: Language,
  sheet: Sheet,
): string {
  const words = wordsOf(language)
  const { headings } = words
  return renderPage(
    [
      section('soquete', paragraph(words.about)),
      section(headings.examples, firstExamples(commands, language)),
      section(headings.usage, verbatim(words.usage)),
      section(headings.commands, terms(commands.map(({ name, texts }) => [name, texts[language].summary]))),
      section(headings.topics, terms(topics.map(({ name, summary }) => [`help ${name}`, summary[language]]))),
      section(headings.common, terms(overallTerms(words))),
    ],
    sheet,
  )
}

/** What may stand in the place of a command too. */
export function overallTerms(words: FrameWords): Term[] {
  return [...optionTerms(COMMON_OPTIONS, words.common, words), ['    --version', words.common.version]]
}

/** `soquete connect [OPTION …] ENDPOINT`. */
export function usageOf(
  { name, operands, rest }: Pick<Command, 'name' | 'operands' | 'rest'>,
  { anyOption }: Pick<FrameWords, 'anyOption'>,
): string {
  const said = operands.map(({ kind: { placeholder }, least, most }) => {
    const one = most > 1 ? `${placeholder} …` : placeholder
    return least === 0 ? `[${one}]` : one
  })
  return ['soquete', name, anyOption, ...said, ...(rest === undefined ? [] : [`[-- ${rest}]`])].join(' ')
}

/** `-x, --hex`, or `    --idle DURATION`. */
export function optionTerm(name: string, { short, takes }: OptionSpec): string {
  const value = takes === null ? '' : ` ${takes.placeholder}`
  return `${short === undefined ? '    ' : `-${short}, `}--${name}${value}`
}

/** Options, and what they are for. */
export function optionTerms(
  table: OptionTable,
  says: Readonly<Record<string, string>>,
  words: FrameWords,
): Term[] {
  return Object.entries(table).map(([name, spec]) => {
    const more = 'many' in spec ? ` (${words.otherwise.repeatable})` : ''
    return [optionTerm(name, spec), `${says[name]}${more}`]
  })
}

/** The first example of each command, but for those that tell about commands. */
export function firstExamples(commands: readonly Command[], language: Language): Block {
  const shown = commands.filter(({ auxiliary }) => auxiliary !== true)
  return examples(
    shown.map((command) => command.examples[0]!),
    shown.map(({ texts }) => texts[language].examples[0]!),
  )
}
