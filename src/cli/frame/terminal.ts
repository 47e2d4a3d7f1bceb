import { COLOURS, type Paint, PLAIN, paintFor } from '../../node/paint.ts'
import { processOutput, processStdio } from '../../node/run-program.ts'
import type { Language } from '../../socket/language.ts'
import type { Output, Stdio } from '../../socket/program.ts'
import type { Stack } from '../../socket/stack.ts'

/** What a command has around it: the stack, the standard streams, and whom it speaks to. */
export interface Terminal {
  readonly stack: Stack
  readonly stdio: Stdio
  readonly language: Language
  readonly stdout: Side
  readonly stderr: Side
  /** A message on stderr: `soquete: …`, and lines that belong to it. */
  tell(message: string, ...more: readonly string[]): Promise<void>
}

/** Where text goes that is made to be read. */
export interface Side extends Output {
  readonly isTerminal: boolean
  /** Columns: what the terminal has, or $COLUMNS, or 100. */
  readonly width: number
  readonly paint: Paint
}

export type ColorChoice = 'auto' | 'always' | 'never'

/** The terminal that this process runs on. */
export function processTerminal(stack: Stack, language: Language, color: ColorChoice): Terminal {
  const stderr = processSide(process.stderr, color)
  return {
    stack,
    stdio: processStdio(),
    language,
    stdout: processSide(process.stdout, color),
    stderr,
    tell: (message, ...more) =>
      stderr.write(`soquete: ${[message, ...more.map((line) => `  ${line}`)].join('\n')}\n`),
  }
}

export function processSide(stream: NodeJS.WriteStream, color: ColorChoice): Side {
  const isTerminal = stream.isTTY === true
  const painted = color === 'auto' ? paintFor(isTerminal, process.env) : color === 'always' ? COLOURS : PLAIN
  return {
    write: processOutput(stream).write,
    isTerminal,
    get width() {
      return stream.columns ?? (Number(process.env.COLUMNS) || 100)
    },
    paint: painted,
  }
}
