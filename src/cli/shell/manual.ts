import type { Language } from '../../socket/language.ts'
import type { Command } from '../frame/command.ts'
import { firstExamples, optionTerms, overallTerms, type Topic, usageOf } from '../frame/help.ts'
import { type Block, examples, paragraph, terms } from '../frame/page.ts'
import { wordsOf } from '../frame/words.ts'
import { MANUAL_WORDS, SEE_ALSO } from './manual-words.ts'
import { bold, macro, macroArgument, roffBlocks, roffText } from './roff.ts'

export interface ManualOptions {
  readonly commands: readonly Command[]
  readonly topics: readonly Topic[]
  readonly language: Language
  readonly version: string
  /** The day on which the page changed, as 2026-01-31. */
  readonly date: string
}

/** The page soquete(1): what help shows, on one page, for man. */
export async function manualPage(options: ManualOptions): Promise<string> {
  const { commands, topics, language, version, date } = options
  const { headings, section, ...words } = MANUAL_WORDS[language]
  const topicLines = await Promise.all(topics.map((topic) => topicSection(topic, language)))
  const lines = [
    '.\\" -*- coding: utf-8 -*-',
    '.\\" Made of the tables of commands by: npm run docs',
    // A date is read with its hyphens as they are.
    `.TH SOQUETE 1 ${date} ${macroArgument(`soquete ${version}`)} ${macroArgument(section)}`,
    heading(headings.name),
    roffText(`soquete - ${words.name}`),
    heading(headings.synopsis),
    ...commands.flatMap((command, index) => [...(index > 0 ? ['.br'] : []), synopsis(command, language)]),
    ...bodySection(headings.description, words.description.map(paragraph)),
    ...bodySection(headings.examples, [firstExamples(commands, language)]),
    heading(headings.commands),
    ...commands.flatMap((command) => commandSection(command, language)),
    ...bodySection(headings.options, [terms(overallTerms(wordsOf(language)))]),
    ...topicLines.flat(),
    ...bodySection(headings.files, [terms(words.files)]),
    heading(headings.seeAlso),
    SEE_ALSO.map((page) =>
      page.replace(/^(.+)(\(.\))$/, (_all, name, number) => `${bold(name)}${number}`),
    ).join(',\n'),
  ]
  return `${lines.join('\n')}\n`
}

function heading(text: string): string {
  return macro('SH', text.toLocaleUpperCase('und'))
}

function bodySection(title: string, blocks: readonly Block[]): string[] {
  return [heading(title), ...roffBlocks(blocks)]
}

function synopsis(command: Command, language: Language): string {
  const said = usageOf(command, wordsOf(language))
  const named = `soquete ${command.name}`
  return `${bold(named)}${roffText(said.slice(named.length))}`
}

function commandSection(command: Command, language: Language): string[] {
  const text = command.texts[language]
  const blocks = [
    paragraph(text.summary),
    examples(command.examples, text.examples),
    terms(optionTerms(command.options, text.options, wordsOf(language))),
    ...text.notes.map(paragraph),
  ]
  return [macro('SS', `soquete ${command.name}`), ...roffBlocks(blocks)]
}

async function topicSection({ load }: Topic, language: Language): Promise<string[]> {
  const [title, ...parts] = (await load())(language)
  const below = parts.flatMap(({ heading: name, blocks }) => [macro('SS', name), ...roffBlocks(blocks)])
  return [heading(title!.heading), ...roffBlocks(title!.blocks), ...below]
}
