import type { Call } from './errors.ts'
import type { StateName } from './states.ts'

/** What one page says, in one language. `--json` writes it as it is. */
export interface Page {
  readonly kind: 'error' | 'lookup' | 'state' | 'idea'
  readonly name: string
  /** Of an error: errno, or what getaddrinfo() gives. Of a state: what TCP_INFO gives. */
  readonly number?: number
  /** What C's library says. */
  readonly words?: string
  readonly aliases: readonly string[]
  /** Paragraphs. */
  readonly means: readonly string[]
  readonly calls?: readonly CallMeaning[]
  readonly who?: string
  readonly transitions?: readonly Way[]
  readonly lasts?: string
  readonly settings?: readonly Setting[]
  readonly problem?: string
  readonly todo: readonly string[]
  readonly see?: { readonly command: string; readonly shows?: string }
  readonly also: readonly string[]
  /** Sections of RFC 9293. */
  readonly sections?: readonly string[]
}

/** What a code means by these calls; null where it is what the page says anyway. */
export interface CallMeaning {
  readonly calls: readonly Call[]
  readonly means: string | null
}

export interface Way {
  readonly from: StateName
  readonly to: StateName
  readonly when: string
}

/** A setting of the system; null when it cannot be read. */
export interface Setting {
  readonly name: string
  readonly value: string | null
}
