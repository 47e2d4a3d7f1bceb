import type { Language } from '../../socket/language.ts'
import type { Kind, OptionTable, Values } from './option.ts'
import type { Terminal } from './terminal.ts'

/** What stands on the command line without a name. */
export interface Operand {
  readonly kind: Kind<unknown>
  /** How many at least; 0 when it may be left out. */
  readonly least: number
  readonly most: number
}

export interface CommandText<Name extends PropertyKey> {
  /** One line, beside the command's name. */
  readonly summary: string
  /** What each of the examples does, in their order. */
  readonly examples: readonly string[]
  readonly options: Readonly<Record<Name, string>>
  /** Paragraphs at the end. */
  readonly notes: readonly string[]
}

/** One command: what help, manual, completions and the parser know of it. What it does is loaded when it is run. */
export interface Command<Table extends OptionTable = OptionTable> {
  readonly name: string
  readonly operands: readonly Operand[]
  /** What may follow behind `--`, as help calls it. */
  readonly rest?: string
  readonly options: Table
  /** Command lines, the most useful first. */
  readonly examples: readonly string[]
  readonly texts: Readonly<Record<Language, CommandText<keyof Table>>>
  /** It tells of the others: the page of all commands shows no example of it. */
  readonly auxiliary?: true
  /** It opens no socket: the stack is not loaded for it, and `terminal.stack` throws. */
  readonly stackless?: true
  load(): Promise<Run<Table>>
}

export interface Invocation<Table extends OptionTable> {
  readonly values: Values<Table>
  /** As they were said; each has been read once, so it is good. */
  readonly operands: readonly string[]
  /** What stood behind `--`, of a command that takes it. */
  readonly rest: readonly string[]
}

/** Resolves with the exit status. */
export type Run<Table extends OptionTable> = (
  invocation: Invocation<Table>,
  terminal: Terminal,
) => Promise<number>

/** Checks a command's types against each other: the texts, and what it does, against its options. */
export function command<const Table extends OptionTable>(said: Command<Table>): Command {
  return said as unknown as Command
}
