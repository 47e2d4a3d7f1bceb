/** What is wrong with a filter. */
export type FilterProblem =
  /** A word that no filter knows. */
  | 'unknown'
  /** Behind `port` stands no port. */
  | 'port'
  /** Behind `host` stands no address. */
  | 'address'
  /** Behind `src` or `dst` stands neither. */
  | 'side'
  /** Something that can hold must come here. */
  | 'operand'
  /** `and` or `or` must come here. */
  | 'joint'
  /** A bracket that opens and does not close, or the other way round. */
  | 'unclosed'
  | 'unopened'
  | 'tooLong'

/** A filter that makes no sense; where, and perhaps what was meant. */
export class FilterError extends Error {
  readonly problem: FilterProblem
  readonly text: string
  readonly at: number
  /** What stands there; nothing at the end. */
  readonly word: string
  readonly meant: string | undefined

  constructor(problem: FilterProblem, text: string, at: number, word = '', meant?: string) {
    super(problem)
    this.problem = problem
    this.text = text
    this.at = at
    this.word = word
    this.meant = meant
  }
}
