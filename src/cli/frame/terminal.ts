import { COLOURS, type Paint, PLAIN, paintFor } from '../../node/paint.ts'
import { processOutput, processStdio } from '../../node/run-program.ts'
import type { Language } from '../../socket/language.ts'
import type { Output, Stdio } from '../../socket/program.ts'
import type { Stack } from '../../socket/stack.ts'
import { OutputFailure } from './output-failure.ts'
import { printableLines } from './printable.ts'

/** What a command has around it: the stack, the standard streams, and whom it speaks to. */
export interface Terminal {
  readonly stack: Stack
  readonly stdio: Stdio
  readonly language: Language
  readonly stdout: Side
  readonly stderr: Side
  /** A message on stderr: `soquete: …`, and lines that belong to it. Control characters in it are escaped. */
  tell(message: string, ...more: readonly string[]): Promise<void>
}

/** Where text goes that is made to be read. */
export interface Side extends Output {
  readonly isTerminal: boolean
  /** Columns: what the terminal has, or $COLUMNS, or 100; 20 at least. */
  readonly width: number
  readonly paint: Paint
}

export type ColorChoice = 'auto' | 'always' | 'never'

/** The terminal that this process runs on; without a stack for a command that needs none. */
export function processTerminal(stack: Stack | null, language: Language, color: ColorChoice): Terminal {
  const stderr = processSide(process.stderr, color)
  return {
    get stack() {
      if (stack === null) throw new Error('a command that is stackless has asked for the stack')
      return stack
    },
    stdio: { ...processStdio(), stdout: standardOutput() },
    language,
    stdout: processSide(process.stdout, color),
    stderr,
    tell: (message, ...more) => stderr.write(messageText(message, more)),
  }
}

/** This process's stdout, whose failures can be told from a socket's: they are OutputFailures. */
export function standardOutput(): Output {
  const { write } = processOutput(process.stdout)
  return {
    write: (text) =>
      write(text).catch((error: NodeJS.ErrnoException) => {
        throw new OutputFailure(error)
      }),
  }
}

/** A message as it stands on stderr. */
export function messageText(message: string, more: readonly string[] = []): string {
  return `soquete: ${printableLines([message, ...more.map((line) => `  ${line}`)].join('\n'))}\n`
}

export function processSide(stream: NodeJS.WriteStream, color: ColorChoice): Side {
  const isTerminal = stream.isTTY === true
  const painted = color === 'auto' ? paintFor(isTerminal, process.env) : color === 'always' ? COLOURS : PLAIN
  return {
    write: (stream === process.stdout ? standardOutput() : processOutput(stream)).write,
    isTerminal,
    get width() {
      return widthOf(stream.columns, process.env.COLUMNS)
    },
    paint: painted,
  }
}

/** A terminal that was never told its size says 0; $COLUMNS may be anything. */
export function widthOf(columns: number | undefined, said: string | undefined): number {
  const width = columns || (/^[0-9]{1,5}$/.test(said ?? '') ? Number(said) : 0)
  return width === 0 ? 100 : Math.max(20, width)
}
