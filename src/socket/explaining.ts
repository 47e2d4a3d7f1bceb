import { adviceFor } from './advice.ts'
import { LANGUAGES, type Language } from './language.ts'
import type { AddrInfoHints } from './lookup.ts'
import type { TcpInfo } from './options/tcp-info.ts'
import { type Address, show } from './posix/addresses.ts'

/** How a failure is explained. */
export interface ExplainOptions {
  /** `en`, the default, or `es`. */
  readonly language?: Language
}

/** What is known of a failed call beside its code: it is kept for whoever explains the failure later. */
export interface Circumstances {
  /** The address that the call named. */
  readonly target?: Address | undefined
  readonly socket?: FailedSocket | undefined
  readonly option?: FailedOption | undefined
  /** Milliseconds, when the call's own time limit cut it, and not the system. */
  readonly timeLimit?: number | undefined
  readonly lookup?: FailedLookup | undefined
}

/** What a socket was when a call on it failed: it may be closed by the time that somebody asks. */
export interface FailedSocket {
  readonly family?: number | undefined
  readonly type?: number | undefined
  readonly protocol?: number | undefined
  readonly local?: Address | undefined
  readonly peer?: Address | undefined
  readonly listening?: boolean | undefined
  readonly reuseAddress?: boolean | undefined
  readonly reusePort?: boolean | undefined
  readonly v6Only?: boolean | undefined
  /** Bytes, as SO_SNDBUF gives them. */
  readonly sendBuffer?: number | undefined
  /** IP_MTU_DISCOVER: 2 and 3 forbid fragments. */
  readonly mtuDiscovery?: number | undefined
  /** Bytes of the path's MTU, of a connected socket. */
  readonly mtu?: number | undefined
  readonly tcp?: TcpInfo | undefined
  /** How often a SYN is sent again: TCP_SYNCNT, or the system's own number. */
  readonly synRetries?: number | undefined
}

/** The option that getsockopt() or setsockopt() was about. */
export interface FailedOption {
  readonly level: number
  readonly number: number
  /** As `SO_MARK`; not known of an option that was given by its numbers. */
  readonly name?: string | undefined
  readonly value?: unknown
}

/** What getaddrinfo() was asked. */
export interface FailedLookup {
  readonly host: string | null
  readonly service: string | null
  readonly hints: AddrInfoHints
}

/** A failure, as an investigation gets it. */
export interface Failure extends Circumstances {
  readonly code: string
  readonly syscall: string
  readonly language: Language
}

/** What an investigation found. */
export interface Findings {
  /** A sentence each, the most useful first. */
  readonly sentences: readonly string[]
  /** The cause is known and what to do is said: general advice would add nothing. */
  readonly conclusive: boolean
}

/** Looks for causes that cost time to find. */
export type Investigation = (failure: Failure) => Promise<Findings>

/** Nobody in a hurry reads more. */
const MOST_SENTENCES = 4

/** Why a call failed and what to do: what an investigation finds, then general advice. */
export async function explain(
  investigate: Investigation | undefined,
  code: string,
  syscall: string,
  circumstances: Circumstances,
  options: ExplainOptions,
): Promise<string[]> {
  const language = checkLanguage(options)
  const { sentences, conclusive } = await find(investigate, { ...circumstances, code, syscall, language })
  const advice = conclusive ? undefined : adviceFor(code, language, syscall)
  const found = sentences.slice(0, advice === undefined ? MOST_SENTENCES : MOST_SENTENCES - 1)
  return advice === undefined ? found : [...found, advice]
}

/** An investigation that fails has found nothing: whoever asks why one call failed gets no second failure. */
async function find(investigate: Investigation | undefined, failure: Failure): Promise<Findings> {
  try {
    if (investigate !== undefined) return await investigate(failure)
  } catch {
    // What can be said without it is said.
  }
  return { sentences: [], conclusive: false }
}

function checkLanguage(options: ExplainOptions): Language {
  if (typeof options !== 'object' || options === null)
    throw new TypeError(`options are an object with a language, not ${show(options)}`)
  const { language = 'en' } = options
  if (!LANGUAGES.includes(language))
    throw new TypeError(`language is one of ${LANGUAGES.join(', ')}, not ${show(language)}`)
  return language
}
