import type { Language } from '../../socket/language.ts'
import type { Command } from '../frame/command.ts'
import { COMMON_OPTIONS } from '../frame/common-options.ts'
import type { Completion, OptionTable } from '../frame/option.ts'
import { wordsOf } from '../frame/words.ts'

/** Completions that a script has a function for. */
export type NamedCompletion = Extract<Completion, string>

/** A command as a shell's script knows it. */
export interface Completed {
  readonly name: string
  readonly says: string
  readonly options: readonly CompletedOption[]
  readonly operands: readonly CompletedOperand[]
}

export interface CompletedOption {
  readonly long: string
  readonly short: string | undefined
  readonly says: string
  /** Null of an option without a value. */
  readonly takes: CompletedValue | null
  readonly many: boolean
}

export interface CompletedValue {
  readonly placeholder: string
  readonly completion: Completion
}

export interface CompletedOperand extends CompletedValue {
  /** The first and the last of the places that it may take, counted from 0. */
  readonly first: number
  readonly last: number
}

export function completed(commands: readonly Command[], language: Language): Completed[] {
  const { common } = wordsOf(language)
  return commands.map(({ name, texts, options, operands }) => ({
    name,
    says: texts[language].summary,
    options: [
      ...completedOptions(options, texts[language].options),
      ...completedOptions(COMMON_OPTIONS, common),
    ],
    operands: completedOperands(operands),
  }))
}

/** What may stand in place of a command, or before it. */
export function overallOptions(language: Language): CompletedOption[] {
  const { common } = wordsOf(language)
  const version = { long: 'version', short: undefined, says: common.version, takes: null, many: false }
  return [...completedOptions(COMMON_OPTIONS, common), version]
}

function completedOptions(table: OptionTable, says: Readonly<Record<string, string>>): CompletedOption[] {
  return Object.entries(table).map(([long, spec]) => ({
    long,
    short: spec.short,
    says: says[long]!,
    takes:
      spec.takes === null ? null : { placeholder: spec.takes.placeholder, completion: spec.takes.completion },
    many: 'many' in spec,
  }))
}

function completedOperands(operands: Command['operands']): CompletedOperand[] {
  let first = 0
  return operands.map(({ kind: { placeholder, completion }, most }) => {
    const operand = { placeholder, completion, first, last: first + most - 1 }
    first += most
    return operand
  })
}
