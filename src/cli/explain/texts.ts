import type { ErrorGroup, TOLD_ERRORS } from './errors.ts'
import type { IDEAS, IdeaName } from './ideas.ts'
import type { Cause, STATES, StateName } from './states.ts'

/** What one sees when the page's command line is run. */
type Shows<Facts> = Facts extends { readonly see: string } ? { readonly shows: string } : unknown

export type ErrorText<Facts extends { readonly calls: readonly PropertyKey[] }> = {
  /** What has happened, in a sentence or two. */
  readonly means: string
  /** What it means by each of the calls that give it. */
  readonly calls: Readonly<Record<Facts['calls'][number], string>>
  readonly todo: readonly string[]
} & Shows<Facts>

export type ErrorTexts<Group extends ErrorGroup> = {
  readonly [Code in keyof (typeof TOLD_ERRORS)[Group]]: (typeof TOLD_ERRORS)[Group][Code] extends infer Facts extends
    {
      readonly calls: readonly PropertyKey[]
    }
    ? ErrorText<Facts>
    : never
}

export type StateText<Facts> = {
  /** A few words, for the list of pages. */
  readonly summary: string
  readonly means: string
  /** The end that closed first, the other one, or either. */
  readonly who: string
  readonly lasts: string
  readonly problem: string
  readonly todo: readonly string[]
} & Shows<Facts>

export type IdeaText<Facts> = {
  readonly summary: string
  /** Paragraphs. */
  readonly means: readonly string[]
  readonly todo: readonly string[]
} & Shows<Facts>

/** Everything that the pages say, in one language: what is missing does not compile. */
export interface ExplainTexts {
  readonly words: ExplainWords
  readonly errors: { readonly [Group in ErrorGroup]: ErrorTexts<Group> }
  readonly states: { readonly [Name in StateName]: StateText<(typeof STATES)[Name]> }
  readonly ideas: { readonly [Name in IdeaName]: IdeaText<(typeof IDEAS)[Name]> }
}

/** What all pages have in common. */
export interface ExplainWords {
  readonly headings: Readonly<
    Record<'calls' | 'who' | 'way' | 'lasts' | 'problem' | 'todo' | 'see' | 'also' | 'sources', string>
  >
  readonly groups: Readonly<Record<ErrorGroup | 'states' | 'ideas', string>>
  readonly causes: Readonly<Record<Cause, string>>
  readonly everyCall: string
  /** What a setting of this machine is now. */
  now(value: string): string
  /** Above the list of all pages. */
  readonly contents: string
  unknown(said: string): string
  /** It has a number, and no call on a socket gives it. */
  foreign(code: string, number: number): string
  readonly seeContents: string
}
