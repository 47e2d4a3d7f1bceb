import type { Stack } from './stack.ts'

/** Where a program's text goes. */
export interface Output {
  /** Resolves when the text was taken, so that a slow reader slows the program. */
  write(text: string | Uint8Array): Promise<void>
}

/** What a program has besides its sockets. */
export interface Stdio {
  readonly stdin: AsyncIterable<Uint8Array>
  readonly stdout: Output
  readonly stderr: Output
}

/**
 * A program that runs on any stack: `export const main: Program = async (stack, args, stdio) => { … }`.
 * It resolves with its exit status; nothing is 0.
 */
export type Program = (
  stack: Stack,
  args: readonly string[],
  stdio: Stdio,
  // biome-ignore lint/suspicious/noConfusingVoidType: a program that returns nothing has succeeded
) => Promise<number | void>
