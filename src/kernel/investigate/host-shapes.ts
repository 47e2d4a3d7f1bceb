import { AF_INET, AF_INET6 } from '../../socket/posix/constants.ts'
import { inet_pton } from '../../socket/posix/inet.ts'
import { printable } from './processes.ts'
import type { Search } from './search.ts'

/** Tells when a host cannot be the name of one, because it is something else. */
export function tellHostShape(search: Search, host: string): boolean {
  const text = printable(host)
  const [, inUrl] = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@]*@)?(\[[^\]]*\]|[^/:?#]*)/i.exec(host) ?? []
  const [, bracketed, , bracketPort] = /^\[([^\]]*)\](:(\d+))?$/.exec(host) ?? []
  const [, plain, port] = /^([^:[\]]+):(\d{1,5})$/.exec(host) ?? []
  if (inUrl !== undefined) search.conclude('hostIsUrl', text, printable(inUrl))
  else if (bracketed !== undefined && inet_pton(AF_INET6, bracketed) !== null)
    search.conclude('hostInBrackets', text, bracketed, bracketPort ?? null)
  else if (plain !== undefined) search.conclude('hostWithPort', text, printable(plain), port as string)
  else if (/\s/.test(host)) search.conclude('hostWithSpace', text)
  else if (/^[\d.]+$/.test(host) && inet_pton(AF_INET, host) === null) search.conclude('notInet4', text)
  else if (host.split('.').some((label) => label.length > 63)) search.conclude('labelTooLong', text)
  else return false
  return true
}
