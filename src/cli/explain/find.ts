import { getSystemErrorMap } from 'node:util'
import { addrInfoCode } from '../../socket/posix/eai.ts'
import { errorCode, strerror } from '../../socket/posix/errno.ts'
import { type Code, ERROR_GROUPS, errorsOf, isLookupCode, numberOf } from './errors.ts'
import { IDEAS, type IdeaFacts } from './ideas.ts'
import { PAGE_NAMES } from './names.ts'
import { STATES, type StateFacts } from './states.ts'

/** What Python's exceptions are called, beside the codes that they stand for. */
const EXCEPTIONS: Readonly<Record<string, Code>> = {
  BlockingIOError: 'EAGAIN',
  BrokenPipeError: 'EPIPE',
  ConnectionAbortedError: 'ECONNABORTED',
  ConnectionRefusedError: 'ECONNREFUSED',
  ConnectionResetError: 'ECONNRESET',
  FileNotFoundError: 'ENOENT',
  InterruptedError: 'EINTR',
  TimeoutError: 'ETIMEDOUT',
}

/** From every name to its page's. */
const NAMES = new Map<string, string>()

/** From what C's library says, and what soquete does, to the code's page. */
const PHRASES = new Map<string, string>()

for (const [code, { words, aliases = [] }] of ERROR_GROUPS.flatMap((group) => errorsOf(group))) {
  for (const name of [code, ...aliases]) NAMES.set(plain(name), code)
  if (words !== null) PHRASES.set(words.toLowerCase(), code)
  if (!isLookupCode(code)) PHRASES.set(strerror(numberOf(code)), code)
}
for (const [name, code] of Object.entries(EXCEPTIONS)) NAMES.set(plain(name), code)
for (const [name, { rfc, ss, linux }] of Object.entries<StateFacts>(STATES))
  for (const each of [name, rfc, ss, linux]) NAMES.set(plain(each), name)
for (const [name, { aliases }] of Object.entries<IdeaFacts>(IDEAS))
  for (const each of [name, ...aliases]) NAMES.set(plain(each), name)
// Of a socket that is only bound, as soquete ls shows it.
NAMES.set('bound', 'CLOSED')

/** Names under which a page is found; for suggestions. */
export const KNOWN_NAMES: readonly string[] = [...PAGE_NAMES, 'EWOULDBLOCK', 'ENOTFOUND', 'ESTAB', 'Nagle']

/**
 * The pages that somebody means: by a name in any spelling, by a number, or by a message in which a code, a number
 * or C's words stand. None when nothing is found; two where a number has two meanings.
 */
export function findPages(said: string): readonly string[] {
  const name = NAMES.get(plain(said))
  if (name !== undefined) return [name]
  if (/^-?\d{1,5}$/.test(said)) return pagesOfNumber(Number(said))
  return pagesInMessage(said)
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_\s]|\(\)$/g, '')
}

/** -2 is what Node says for ENOENT, and what getaddrinfo() gives for EAI_NONAME. */
function pagesOfNumber(number: number): string[] {
  const codes = number > 0 ? [errorCode(number)] : [errorCode(-number), addrInfoCode(number)]
  const node = getSystemErrorMap().get(number)?.[0]
  return [...new Set([...codes, node ?? ''].flatMap((code) => NAMES.get(plain(code)) ?? []))]
}

function pagesInMessage(said: string): string[] {
  for (const [word] of said.matchAll(/\bE[A-Z_]{2,}\b|\b[A-Z][a-z]+[A-Za-z]*Error\b/g)) {
    const page = NAMES.get(plain(word))
    if (page !== undefined) return [page]
  }
  const [, number] = /\berrno:? (-?\d{1,5})\b/i.exec(said) ?? []
  if (number !== undefined) return pagesOfNumber(Number(number))
  const message = said.toLowerCase()
  let longest = ''
  for (const phrase of PHRASES.keys())
    if (phrase.length > longest.length && message.includes(phrase)) longest = phrase
  return longest === '' ? [] : [PHRASES.get(longest)!]
}

/** The code, in any spelling or by its number, that the system has and calls on sockets do not give. */
export function foreignCode(said: string): readonly [code: string, number: number] | undefined {
  const wanted = /^-?\d+$/.test(said) ? Math.abs(Number(said)) : said.toUpperCase()
  for (const [negative, [code]] of getSystemErrorMap())
    if (code === wanted || -negative === wanted) return [code, -negative]
  return undefined
}
