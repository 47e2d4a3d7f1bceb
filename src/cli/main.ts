#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { preferredLanguage } from '../node/preferred-language.ts'
import { describeFailure, processStdio } from '../node/run-program.ts'
import { LANGUAGES, type Language } from '../socket/language.ts'
import type { Command } from './frame/command.ts'
import { CommandFailure } from './frame/command-failure.ts'
import { EXIT } from './frame/exit-status.ts'
import { OutputFailure } from './frame/output-failure.ts'
import { printableLines, quotable } from './frame/printable.ts'
import { messageText, processTerminal, standardOutput } from './frame/terminal.ts'
import { UsageError } from './frame/usage-error.ts'
import { wordsOf } from './frame/words.ts'

async function main(args: readonly string[], language: Language): Promise<number> {
  const [name, ...others] = commandFirst(args)
  if (name === '--version') return showVersion()
  const { ALL_COMMANDS } = await import('./commands.ts')
  const { parseArguments } = await import('./frame/parse-arguments.ts')
  const command = ALL_COMMANDS.find((each) => each.name === name)
  if (command === undefined) throw await unknownCommand(name, ALL_COMMANDS, language)
  const { common, ...invocation } = parseArguments(command, others, language)
  if (common.help) return main(['help', command.name, '--color', common.color], language)
  const run = await command.load()
  const stack = command.stackless ? null : (await import('../kernel/kernel-stack.ts')).kernel
  return run(invocation, processTerminal(stack, language, common.color))
}

/**
 * The command's name, and what stands before and behind it: `soquete --lang es ls`. Without one it is `help`, which
 * has the short name `--help` here: `soquete --help echo`.
 */
function commandFirst(args: readonly string[]): readonly [string, ...string[]] {
  let before = 0
  while (/^--(lang|color)(=|$)/.test(args[before] ?? '')) before += args[before]!.includes('=') ? 1 : 2
  const name = args[before]
  const others = [...args.slice(0, before), ...args.slice(before + 1)]
  return name === undefined || name === '--help' || name === '-h' ? ['help', ...others] : [name, ...others]
}

/** Before anything is understood, so that what is not can be said in it. */
function languageOf(args: readonly string[]): Language {
  const at = args.indexOf('--lang')
  const said = at < 0 ? args.find((arg) => arg.startsWith('--lang='))?.slice('--lang='.length) : args[at + 1]
  return LANGUAGES.find((language) => language === said) ?? preferredLanguage(process.env)
}

async function unknownCommand(
  name: string,
  commands: readonly Command[],
  language: Language,
): Promise<UsageError> {
  const { mistakes } = wordsOf(language)
  if (name.startsWith('-'))
    return new UsageError(mistakes.unknownOption(quotable(name), ''), mistakes.seeHelp(''))
  const { suggestion } = await import('./frame/suggestion.ts')
  const { TOPICS } = await import('./topics/topics.ts')
  const topics = TOPICS.map((topic) => topic.name)
  const found = suggestion(name, [...commands.map((each) => each.name), ...topics])
  const meant = found !== undefined && topics.includes(found) ? `help ${found}` : found
  return new UsageError(
    mistakes.unknownCommand(quotable(name)),
    meant === undefined ? mistakes.seeHelp('') : mistakes.didYouMean(`soquete ${meant}`),
  )
}

async function showVersion(): Promise<number> {
  const file = new URL('../../../package.json', import.meta.url)
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string }
  await standardOutput().write(`${version}\n`)
  return EXIT.done
}

/** What went wrong, and the exit status that it deserves. */
async function judge(error: unknown, language: Language): Promise<readonly [status: number, said: string]> {
  if (error instanceof UsageError)
    return [EXIT.usage, messageText(error.message, error.hint === undefined ? [] : [error.hint])]
  if (error instanceof CommandFailure)
    return [error.status, error.message === '' ? '' : messageText(error.message, error.advice)]
  if (error instanceof OutputFailure) {
    // Whoever read along has seen enough.
    if (error.status === EXIT.brokenPipe) return [error.status, '']
    return [error.status, messageText(`${wordsOf(language).outputFailed} ${error.message}`)]
  }
  const { exitStatusOf } = await import('./frame/failure-status.ts')
  return [exitStatusOf(error), printableLines(await describeFailure(error, language))]
}

const args = process.argv.slice(2)
const language = languageOf(args)
let failing: Promise<void> | undefined

/** Tells of a failure, and ends: what is still under way is waited for no longer. */
function fail(error: unknown): Promise<void> {
  failing ??= tell(error).finally(() => process.exit())
  return failing
}

async function tell(error: unknown): Promise<void> {
  const [status, said] = await judge(error, language)
  process.exitCode = status
  // What nobody hears still has its exit status.
  if (said !== '')
    await processStdio()
      .stderr.write(said)
      .catch(() => {})
}

// Commands that go on when one write fails hear of it here.
process.stdout.on('error', (error) => void fail(new OutputFailure(error)))
process.stderr.on('error', (error) => process.exit(process.exitCode ?? new OutputFailure(error).status))

await main(args, language).then((status) => {
  process.exitCode = status
}, fail)
