import { pathToFileURL } from 'node:url'
import type { ExplainOptions } from '../socket/explaining.ts'
import type { Language } from '../socket/language.ts'
import type { Output, Program, Stdio } from '../socket/program.ts'
import type { Stack } from '../socket/stack.ts'
import { preferredLanguage } from './preferred-language.ts'

/** This process's standard streams, as a program sees them. */
export function processStdio(): Stdio {
  return {
    stdin: process.stdin,
    stdout: processOutput(process.stdout),
    stderr: processOutput(process.stderr),
  }
}

export function processOutput(stream: NodeJS.WriteStream): Output {
  return {
    write: (text) =>
      new Promise((resolve, reject) => {
        stream.write(text, (error) => (error ? reject(error) : resolve()))
      }),
  }
}

/** Loads the file of a program: it exports `main`. */
export async function loadProgram(file: string): Promise<Program> {
  const module = (await import(pathToFileURL(file).href)) as { main?: unknown }
  if (typeof module.main !== 'function')
    throw new TypeError(`${file} is no program: it does not export a function 'main'`)
  return module.main as Program
}

/** Binds a program to a stack and this process; gives its exit status, 1 when it failed. */
export async function runProgram(program: Program, stack: Stack, args: readonly string[]): Promise<number> {
  const stdio = processStdio()
  try {
    return (await program(stack, args, stdio)) ?? 0
  } catch (error) {
    await stdio.stderr.write(await describeFailure(error))
    return 1
  }
}

/** What happened, why, and what to do, in the user's language: the first line, which fits a log, is English. */
export async function describeFailure(
  error: unknown,
  language: Language = preferredLanguage(process.env),
): Promise<string> {
  if (!(error instanceof Error)) return `soquete: ${String(error)}\n`
  const explains = error as Error & { explain?: (options: ExplainOptions) => Promise<string[]> }
  const sentences = typeof explains.explain === 'function' ? await explains.explain({ language }) : []
  const known = typeof explains.explain === 'function' || 'code' in error
  const lines = [`soquete: ${known ? error.message : (error.stack ?? error.message)}`]
  return `${[...lines, ...sentences.map((sentence) => `  ${sentence}`)].join('\n')}\n`
}
