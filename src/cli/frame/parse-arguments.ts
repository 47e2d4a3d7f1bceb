import { parseArgs } from 'node:util'
import type { Language } from '../../socket/language.ts'
import type { Command, Invocation } from './command.ts'
import { COMMON_OPTIONS } from './common-options.ts'
import type { FrameWords } from './frame-words.ts'
import type { Kind, Need, OptionSpec, OptionTable, Values } from './option.ts'
import { quotable } from './printable.ts'
import { suggestion } from './suggestion.ts'
import { UsageError } from './usage-error.ts'
import { wordsOf } from './words.ts'

/** A command line that has been understood. */
export interface Parsed<Table extends OptionTable> extends Invocation<Table> {
  readonly common: Values<typeof COMMON_OPTIONS>
}

/** Reads what stands behind a command's name. Throws a UsageError, in the user's language, when it makes no sense. */
export function parseArguments<Table extends OptionTable>(
  command: Command<Table>,
  args: readonly string[],
  language: Language,
): Parsed<Table> {
  const table: OptionTable = { ...COMMON_OPTIONS, ...command.options }
  const reader = new Reader(command.name, table, wordsOf(language))
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(Object.entries(table).map(([name, spec]) => [name, asNode(spec)])),
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const operands: string[] = []
  const rest: string[] = []
  let behind = operands
  let number = -1
  for (const token of tokens) {
    if (token.kind === 'option-terminator') behind = command.rest === undefined ? operands : rest
    else if (token.kind === 'positional') behind.push(token.value)
    else if (!isNegativeNumber(args[token.index]!, table)) reader.option(token)
    else if (token.index !== number) {
      // Each of its digits is a token.
      number = token.index
      behind.push(args[number]!)
    }
  }
  const values = reader.values()
  const common = Object.fromEntries(Object.keys(COMMON_OPTIONS).map((name) => [name, values[name]]))
  // Whoever asks for help need not have the rest right.
  if (common.help !== true) reader.operands(command.operands, operands)
  return {
    values: values as Values<Table>,
    common: common as Values<typeof COMMON_OPTIONS>,
    operands,
    rest,
  }
}

/** `-98`, unless an option is called so: `-4`. */
function isNegativeNumber(arg: string, table: OptionTable): boolean {
  return /^-\d+$/.test(arg) && !Object.values(table).some(({ short }) => short === arg[1])
}

function asNode({ takes, short }: OptionSpec): {
  type: 'boolean' | 'string'
  short?: string
  multiple: boolean
} {
  const named = short === undefined ? {} : { short }
  return { type: takes === null ? 'boolean' : 'string', multiple: true, ...named }
}

interface OptionToken {
  readonly name: string
  readonly rawName: string
  readonly value: string | undefined
  readonly inlineValue: boolean | undefined
}

/** The topics of `soquete help` that tell what values of a kind look like. */
const TOPICS: Readonly<Partial<Record<Need, string>>> = {
  duration: 'quantities',
  size: 'quantities',
  endpoint: 'endpoints',
}

class Reader {
  readonly #command: string
  readonly #table: OptionTable
  readonly #words: FrameWords
  readonly #values = new Map<string, unknown>()

  constructor(command: string, table: OptionTable, words: FrameWords) {
    this.#command = command
    this.#table = table
    this.#words = words
  }

  option({ name, rawName, value, inlineValue }: OptionToken): void {
    const { mistakes } = this.#words
    const spec = Object.hasOwn(this.#table, name) ? this.#table[name] : undefined
    if (spec === undefined) throw this.#unknown(name, rawName)
    if (spec.takes === null) {
      if (value !== undefined) throw new UsageError(mistakes.takesNoValue(rawName), this.#seeHelp())
      this.#values.set(name, true)
      return
    }
    if (value === undefined)
      throw new UsageError(mistakes.needsValue(rawName, spec.takes.placeholder), this.#seeHelp())
    if (!inlineValue && /^-./.test(value))
      throw new UsageError(
        mistakes.looksLikeOption(rawName, quotable(value)),
        `  --${name}=${quotable(value)}`,
      )
    const read = this.#read(spec.takes, rawName, value)
    const said = this.#values.get(name)
    if (!('many' in spec)) {
      if (this.#values.has(name)) throw new UsageError(mistakes.twice(rawName))
      this.#values.set(name, read)
    } else if (Array.isArray(said)) said.push(read)
    else this.#values.set(name, [read])
  }

  /** All options, those that nobody said too. */
  values(): Record<string, unknown> {
    const all: Record<string, unknown> = {}
    for (const [name, spec] of Object.entries(this.#table)) {
      const otherwise = spec.takes === null ? false : 'many' in spec ? [] : spec.fallback
      all[name] = this.#values.has(name) ? this.#values.get(name) : otherwise
    }
    return all
  }

  operands(expected: Command['operands'], said: readonly string[]): void {
    let at = 0
    for (const { kind, least, most } of expected) {
      for (let taken = 0; taken < most; taken++, at++) {
        const value = said[at]
        if (value !== undefined) this.#read(kind, kind.placeholder, value)
        else if (taken >= least) break
        else throw new UsageError(this.#words.mistakes.missingOperand(kind.placeholder), this.#seeHelp())
      }
    }
    const extra = said[at]
    if (extra !== undefined)
      throw new UsageError(this.#words.mistakes.extraOperand(quotable(extra)), this.#seeHelp())
  }

  #read(kind: Kind<unknown>, option: string, value: string): unknown {
    const { mistakes, needs } = this.#words
    const { needs: need, completion } = kind
    let read: unknown
    try {
      read = kind.read(value)
    } catch (error) {
      if (error instanceof TypeError || error instanceof RangeError)
        throw new UsageError(error.message, this.#seeTopic(kind.needs))
      throw error
    }
    if (read !== undefined) return read
    const words = Array.isArray(completion) ? (completion as readonly string[]) : []
    const must = need === 'choice' ? `${needs.choice} ${words.join(', ')}` : needs[need]
    const meant = suggestion(value, words)
    throw new UsageError(
      mistakes.badValue(option, quotable(value), must),
      meant === undefined ? this.#seeTopic(need) : mistakes.didYouMean(meant),
    )
  }

  #unknown(name: string, rawName: string): UsageError {
    const { mistakes } = this.#words
    const meant = name.length > 1 ? suggestion(name, Object.keys(this.#table)) : undefined
    return new UsageError(
      mistakes.unknownOption(quotable(rawName), this.#command),
      meant === undefined ? this.#seeHelp() : mistakes.didYouMean(`--${meant}`),
    )
  }

  /** What more there is to read about a kind of value. */
  #seeTopic(need: Need): string | undefined {
    const topic = TOPICS[need]
    return topic === undefined ? undefined : this.#words.mistakes.seeTopic(topic)
  }

  #seeHelp(): string {
    return this.#words.mistakes.seeHelp(this.#command)
  }
}
