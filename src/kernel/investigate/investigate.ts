import type { Failure, Findings } from '../../socket/explaining.ts'
import { type InternetAddress, isInternetAddress, type UnixAddress } from '../../socket/posix/addresses.ts'
import { AF_UNIX } from '../../socket/posix/constants.ts'
import { tooManyDescriptors, tooManyFiles } from './descriptors.ts'
import { noPortForPeer } from './ephemeral-ports.ts'
import { wrongFamily, wrongOption, wrongProtocol, wrongType } from './kinds.ts'
import { nameUnknown, serviceUnknown, wrongHint } from './lookups.ts'
import { missingAddress, missingInterface } from './missing-address.ts'
import { brokenPath } from './paths.ts'
import { portInUse } from './port-in-use.ts'
import { refused } from './refused.ts'
import { denied } from './rights.ts'
import { type Means, Search } from './search.ts'
import { noMemory, tooLong } from './sizes.ts'
import { brokenPipe, invalid } from './states.ts'
import { timedOut } from './timed-out.ts'
import { nameInUse, nameRefused, typesDiffer } from './unix-names.ts'
import { networkDown, unreachable } from './unreachable.ts'

type Inquiry = (search: Search) => Promise<void> | void

/** Who looks for the cause of which error. */
const INQUIRIES: ReadonlyMap<string, Inquiry> = new Map<string, Inquiry>([
  ['EACCES', denied],
  ['EADDRINUSE', byName(portInUse, nameInUse)],
  ['EADDRNOTAVAIL', byName(notAvailable)],
  ['EAFNOSUPPORT', wrongFamily],
  ['ECONNREFUSED', byName(refused, nameRefused)],
  ['EHOSTUNREACH', byName(unreachable)],
  ['EINPROGRESS', timedOut],
  ['EINVAL', invalid],
  ['ELOOP', byName(null, brokenPath)],
  ['EMFILE', tooManyDescriptors],
  ['EMSGSIZE', tooLong],
  ['ENAMETOOLONG', byName(null, brokenPath)],
  ['ENETDOWN', networkDown],
  ['ENETUNREACH', byName(unreachable)],
  ['ENFILE', tooManyFiles],
  ['ENOBUFS', noMemory],
  ['ENODEV', missingInterface],
  ['ENOENT', byName(null, brokenPath)],
  ['ENOMEM', noMemory],
  ['ENOPROTOOPT', wrongOption],
  ['ENOTDIR', byName(null, brokenPath)],
  ['ENXIO', missingInterface],
  ['EOPNOTSUPP', wrongOption],
  ['EPERM', denied],
  ['EPIPE', brokenPipe],
  ['EPROTONOSUPPORT', wrongProtocol],
  ['EPROTOTYPE', byName(null, typesDiffer)],
  ['ESOCKTNOSUPPORT', wrongType],
  ['ETIMEDOUT', timedOut],
  ['EAI_ADDRFAMILY', nameUnknown],
  ['EAI_AGAIN', nameUnknown],
  ['EAI_BADFLAGS', wrongHint],
  ['EAI_FAIL', nameUnknown],
  ['EAI_FAMILY', wrongHint],
  ['EAI_NODATA', nameUnknown],
  ['EAI_NONAME', nameUnknown],
  ['EAI_SERVICE', serviceUnknown],
  ['EAI_SOCKTYPE', wrongHint],
])

/** Looks at the address that the call was about: its target, the peer it is connected to, or its own name. */
function byName(
  internet: ((search: Search, name: InternetAddress) => Promise<void>) | null,
  unix?: (search: Search, name: UnixAddress) => Promise<void>,
): Inquiry {
  return async (search) => {
    const { syscall, target, socket } = search.failure
    if (syscall.endsWith('sockopt')) return
    const name = target ?? (syscall === 'listen' ? socket?.local : socket?.peer)
    if (name === undefined) return
    if (isInternetAddress(name)) await internet?.(search, name)
    else if (name.family === AF_UNIX) await unix?.(search, name as UnixAddress)
  }
}

function notAvailable(search: Search, name: InternetAddress): Promise<void> {
  return search.failure.syscall === 'bind' ? missingAddress(search, name) : noPortForPeer(search, name)
}

/** At a time: each may have a file open, and the failures may come from having too many. */
const AT_ONCE = 2

let running = 0
const queue: (() => void)[] = []

/**
 * Finds out why a call failed from what the kernel's tables and files tell, in a second at most. It needs no
 * privileges, though with them it sees more; it never rejects, and finds less where less can be read.
 */
export async function investigate(failure: Failure, means: Means = {}): Promise<Findings> {
  const inquiry = INQUIRIES.get(failure.code)
  if (inquiry === undefined) return { sentences: [], conclusive: false }
  if (running >= AT_ONCE) await new Promise<void>((resolve) => queue.push(resolve))
  else running++
  try {
    const search = new Search(failure, means)
    await within(search, inquiry)
    return search.findings
  } finally {
    // The place is handed over, or given up.
    const next = queue.shift()
    if (next === undefined) running--
    else next()
  }
}

/** A file system that does not answer is left alone. */
async function within(search: Search, inquiry: Inquiry): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, search.time)
  })
  try {
    await Promise.race([inquiry(search), late])
  } catch {
    // What has been found by then is told.
  } finally {
    clearTimeout(timer)
  }
}
