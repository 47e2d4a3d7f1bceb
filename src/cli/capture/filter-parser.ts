import { AF_INET, AF_INET6 } from '../../socket/posix/constants.ts'
import { inet_pton } from '../../socket/posix/inet.ts'
import { suggestion } from '../frame/suggestion.ts'
import { type Direction, host, type Primitive, port, protocol } from './filter-checks.ts'
import { FilterError, type FilterProblem } from './filter-error.ts'
import { FILTER_WORDS, JOINING_WORDS } from './filter-words.ts'

/** A filter that has been understood. */
export type Filter =
  | { readonly kind: 'primitive'; readonly primitive: Primitive }
  | { readonly kind: 'and' | 'or'; readonly left: Filter; readonly right: Filter }
  | { readonly kind: 'not'; readonly of: Filter }

interface Token {
  readonly word: string
  readonly at: number
}

/** Characters of a filter. */
const LONGEST = 2000

const SIGNS: ReadonlyMap<string, string> = new Map([
  ['&&', 'and'],
  ['||', 'or'],
  ['!', 'not'],
])

/**
 * Reads a filter as tcpdump(8) does: words side by side hold together most closely, as in `tcp port 80`, then `not`,
 * then `and` and `or`, which are alike and go from left to right. Null when there are no words: everything passes.
 */
export function parseFilter(text: string): Filter | null {
  if (text.length > LONGEST) throw new FilterError('tooLong', text, 0)
  const parser = new Parser(text)
  return parser.isAtEnd ? null : parser.whole()
}

class Parser {
  readonly #text: string
  readonly #tokens: readonly Token[]
  #next = 0

  constructor(text: string) {
    this.#text = text
    const words = [...text.matchAll(/&&|\|\||[()!]|[^\s()!&|]+|[&|]/g)]
    this.#tokens = words.map(({ 0: word, index }) => ({ word: SIGNS.get(word) ?? word, at: index }))
  }

  get isAtEnd(): boolean {
    return this.#next === this.#tokens.length
  }

  whole(): Filter {
    const filter = this.#joined()
    if (!this.isAtEnd) throw this.#problem(this.#is(')') ? 'unopened' : 'joint')
    return filter
  }

  #joined(): Filter {
    let left = this.#negated()
    while (this.#is(...JOINING_WORDS)) {
      const kind = this.#take() as 'and' | 'or'
      left = { kind, left, right: this.#negated() }
    }
    return left
  }

  #negated(): Filter {
    if (this.#is('not')) {
      this.#take()
      return { kind: 'not', of: this.#negated() }
    }
    if (!this.#is('(')) return this.#sideBySide()
    const opening = this.#token
    this.#take()
    const inner = this.#joined()
    if (!this.isAtEnd && !this.#is(')')) throw this.#problem('joint')
    if (this.isAtEnd) throw new FilterError('unclosed', this.#text, opening?.at ?? 0, '(')
    this.#take()
    return inner
  }

  #sideBySide(): Filter {
    let left = this.#primitive()
    while (!this.isAtEnd && !this.#is(...JOINING_WORDS, 'not', '(', ')'))
      left = { kind: 'and', left, right: this.#primitive() }
    return left
  }

  #primitive(): Filter {
    const named = protocol(this.#word)
    if (named !== null) {
      this.#take()
      return { kind: 'primitive', primitive: named }
    }
    const word = this.#word
    if (word === 'src' || word === 'dst') {
      this.#take()
      return this.#sided(word)
    }
    if (word === 'port' || word === 'host') return this.#sided()
    throw this.#problem(word === '' || word === ')' || JOINING_WORDS.includes(word) ? 'operand' : 'unknown')
  }

  /** `port N`, `host ADDRESS`, perhaps behind `src` or `dst`. */
  #sided(direction?: Direction): Filter {
    const word = this.#word
    if (word !== 'port' && word !== 'host') throw this.#problem('side')
    this.#take()
    const primitive = word === 'port' ? port(this.#word, direction) : host(this.#word, direction)
    if (primitive === null) throw this.#problem(word === 'port' ? 'port' : 'address')
    this.#take()
    return { kind: 'primitive', primitive }
  }

  get #token(): Token | undefined {
    return this.#tokens[this.#next]
  }

  /** Empty at the end. */
  get #word(): string {
    return this.#token?.word ?? ''
  }

  #is(...words: readonly string[]): boolean {
    return words.includes(this.#word)
  }

  #take(): string {
    const word = this.#word
    this.#next++
    return word
  }

  #problem(problem: FilterProblem): FilterError {
    const { word, at } = this.#token ?? { word: '', at: this.#text.trimEnd().length + 1 }
    const known = problem === 'unknown' ? FILTER_WORDS : problem === 'side' ? ['port', 'host'] : null
    const meant = known === null ? undefined : meantBy(word, known)
    return new FilterError(problem, this.#text, at, word, meant)
  }
}

/** A bare number is a port to most, and a bare address a host. */
function meantBy(word: string, known: readonly string[]): string | undefined {
  if (port(word) !== null) return `port ${word}`
  if (inet_pton(AF_INET, word) !== null || inet_pton(AF_INET6, word) !== null) return `host ${word}`
  return suggestion(word, known)
}
