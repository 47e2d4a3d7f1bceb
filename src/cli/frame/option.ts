/** What a shell offers for a value: names of files, words of a list, or nothing. */
export type Completion = 'file' | 'interface' | 'endpoint' | readonly string[] | null

/** A kind of value, and how it is read. */
export interface Kind<T> {
  /** How help calls it: `DURATION`. */
  readonly placeholder: string
  /** Which of the words says what a value must be. */
  readonly needs: Need
  readonly completion: Completion
  /** Undefined when the text is no such value; or throws an error that says more. */
  read(text: string): T | undefined
}

export type Need =
  | 'text'
  | 'duration'
  | 'size'
  | 'count'
  | 'port'
  | 'choice'
  | 'endpoint'
  | 'file'
  | 'onEof'
  | 'split'
  | 'interval'
  | 'ttl'
  | 'payload'

interface Described {
  /** One letter. */
  readonly short?: string
}

/** It is said, or it is not. */
export interface Flag extends Described {
  readonly takes: null
}

/** Said once at most. */
export interface Single<T> extends Described {
  readonly takes: Kind<NonNullable<T>>
  /** What it is when nobody says it. */
  readonly fallback: T
}

/** Said any number of times. */
export interface Multiple<T> extends Described {
  readonly takes: Kind<T>
  readonly many: true
}

export type OptionSpec = Flag | Single<unknown> | Multiple<unknown>

/** Options by their long names. */
export type OptionTable = Readonly<Record<string, OptionSpec>>

type ValueOf<Spec> = Spec extends Flag
  ? boolean
  : Spec extends Multiple<infer T>
    ? readonly T[]
    : Spec extends Single<infer T>
      ? T
      : never

/** What a table's options are on a command line. */
export type Values<Table extends OptionTable> = { readonly [Name in keyof Table]: ValueOf<Table[Name]> }

export function flag(short?: string): Flag {
  return { takes: null, ...(short === undefined ? {} : { short }) }
}

/** An option with a value; undefined when nobody says it. */
export function value<T>(takes: Kind<T>, short?: string): Single<T | undefined> {
  return { takes, fallback: undefined, ...(short === undefined ? {} : { short }) } as Single<T | undefined>
}

export function valueOr<T>(takes: Kind<T>, fallback: T, short?: string): Single<T> {
  return { takes, fallback, ...(short === undefined ? {} : { short }) } as Single<T>
}

export function values<T>(takes: Kind<T>, short?: string): Multiple<T> {
  return { takes, many: true, ...(short === undefined ? {} : { short }) }
}
