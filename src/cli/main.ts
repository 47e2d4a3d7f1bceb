#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { preferredLanguage } from '../node/preferred-language.ts'
import { describeFailure, processStdio } from '../node/run-program.ts'
import { LANGUAGES, type Language } from '../socket/language.ts'
import { COMMANDS } from './commands.ts'
import type { Command } from './frame/command.ts'
import { CommandFailure } from './frame/command-failure.ts'
import { EXIT, exitStatusOf } from './frame/exit-status.ts'
import { commandHelp, overallHelp } from './frame/help.ts'
import { parseArguments } from './frame/parse-arguments.ts'
import { suggestion } from './frame/suggestion.ts'
import { processSide, processTerminal } from './frame/terminal.ts'
import { UsageError } from './frame/usage-error.ts'
import { wordsOf } from './frame/words.ts'

async function main(args: readonly string[], language: Language): Promise<number> {
  const [name, ...others] = commandFirst(args)
  if (name === undefined || name === '--help' || name === '-h') return showHelp(null, language)
  if (name === '--version') return show(`${version()}\n`)
  if (name === 'help') return showHelp(others[0] === undefined ? null : find(others[0], language), language)
  const command = find(name, language)
  const { common, ...invocation } = parseArguments(command, others, language)
  if (common.help) return showHelp(command, language)
  const { kernel } = await import('../kernel/kernel-stack.ts')
  const run = await command.load()
  return run(invocation, processTerminal(kernel, language, common.color))
}

/** Options that stand before the command's name belong to the command too: `soquete --lang es ls`. */
function commandFirst(args: readonly string[]): readonly string[] {
  let before = 0
  while (/^--(lang|color)(=|$)/.test(args[before] ?? '')) before += args[before]!.includes('=') ? 1 : 2
  const name = args[before]
  return name === undefined ? args : [name, ...args.slice(0, before), ...args.slice(before + 1)]
}

/** Before anything is understood, so that what is not can be said in it. */
function languageOf(args: readonly string[]): Language {
  const at = args.indexOf('--lang')
  const said = at < 0 ? args.find((arg) => arg.startsWith('--lang='))?.slice('--lang='.length) : args[at + 1]
  return LANGUAGES.find((language) => language === said) ?? preferredLanguage(process.env)
}

function find(name: string, language: Language): Command {
  const found = COMMANDS.find((command) => command.name === name)
  if (found !== undefined) return found
  const { mistakes } = wordsOf(language)
  if (name.startsWith('-')) throw new UsageError(mistakes.unknownOption(name, ''), mistakes.seeHelp(''))
  const meant = suggestion(
    name,
    COMMANDS.map((command) => command.name),
  )
  throw new UsageError(
    mistakes.unknownCommand(name),
    meant === undefined ? mistakes.seeHelp('') : mistakes.didYouMean(`soquete ${meant}`),
  )
}

function showHelp(command: Command | null, language: Language): Promise<number> {
  const page = processSide(process.stdout, 'auto')
  return show(command === null ? overallHelp(COMMANDS, language, page) : commandHelp(command, language, page))
}

async function show(text: string): Promise<number> {
  await processStdio().stdout.write(text)
  return EXIT.done
}

function version(): string {
  const file = new URL('../../../package.json', import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}

/** Says what went wrong; gives the exit status that it deserves. */
async function report(error: unknown, language: Language): Promise<number> {
  const { stderr } = processStdio()
  if (error instanceof UsageError) {
    await stderr.write(`soquete: ${error.message}\n${error.hint === undefined ? '' : `  ${error.hint}\n`}`)
    return EXIT.usage
  }
  if (error instanceof CommandFailure) {
    if (error.message !== '')
      await stderr.write(`${[`soquete: ${error.message}`, ...error.advice].join('\n  ')}\n`)
    return error.status
  }
  await stderr.write(await describeFailure(error, language))
  return exitStatusOf(error)
}

const args = process.argv.slice(2)
const language = languageOf(args)

// Whoever reads along may have seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.brokenPipe)
  process.stderr.write(`soquete: ${wordsOf(language).outputFailed} ${error.message}\n`)
  process.exit(EXIT.failed)
})
process.stderr.on('error', () => process.exit(EXIT.failed))

process.exitCode = await main(args, language).catch((error: unknown) => report(error, language))
