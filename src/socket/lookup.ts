import { type Address, checkAddress, show } from './posix/addresses.ts'

/** What getaddrinfo(3) is asked for. */
export interface AddrInfoHints {
  /** AF_INET, AF_INET6, or AF_UNSPEC for both. */
  readonly family?: number
  /** SOCK_STREAM or SOCK_DGRAM; 0 for an answer of each. */
  readonly type?: number
  readonly protocol?: number
  /** AI_PASSIVE, AI_NUMERICHOST, … */
  readonly flags?: number
}

/** One answer of getaddrinfo(3): the arguments of socket() and bind() or connect(). */
export interface AddrInfo {
  readonly flags: number
  readonly family: number
  readonly type: number
  readonly protocol: number
  readonly address: Address
  /** The official name, on the first answer, with AI_CANONNAME. */
  readonly canonname?: string
}

/** All answers of getaddrinfo(3), in the order in which to try them: at least one. */
export type AddrInfoList = [AddrInfo, ...AddrInfo[]]

/** What getnameinfo(3) gives. */
export interface NameInfo {
  readonly host: string
  readonly service: string
}

export function checkLookup(host: unknown, service: unknown, hints: AddrInfoHints): void {
  checkName('host', host)
  checkName('service', service)
  if (typeof hints !== 'object' || hints === null)
    throw new TypeError(`hints are an object, not ${show(hints)}`)
  for (const name of ['family', 'type', 'protocol', 'flags'] as const) {
    const value = hints[name]
    if (value !== undefined && (!Number.isInteger(value) || Math.abs(value) > 0x7fffffff))
      throw new TypeError(`hints.${name} is a whole number, not ${show(value)}`)
  }
}

function checkName(kind: string, value: unknown): void {
  if (value === null) return
  if (typeof value !== 'string') {
    const hint = typeof value === 'number' ? `; write '${value}'` : ''
    throw new TypeError(`${kind} is text or null, not ${show(value)}${hint}`)
  }
  if (value.includes('\0')) throw new TypeError(`${kind} has a NUL character in it`)
  if (value.length > 1024) throw new RangeError(`${kind} has ${value.length} characters; 1,024 are too many`)
}

export function checkNameInfo(address: Address, flags: unknown): void {
  checkAddress(address)
  if (!Number.isInteger(flags)) throw new TypeError(`flags are a whole number, not ${show(flags)}`)
}
