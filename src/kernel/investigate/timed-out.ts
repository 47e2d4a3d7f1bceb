import { type InternetAddress, isInternetAddress, type UnixAddress } from '../../socket/posix/addresses.ts'
import { AF_UNIX } from '../../socket/posix/constants.ts'
import type { Who } from './facts.ts'
import { isOwnAddress } from './interfaces.ts'
import { explainNameServers } from './name-servers.ts'
import { covers, withPort } from './net-tables.ts'
import { whoHolds } from './processes.ts'
import { listeners } from './refused.ts'
import type { Search } from './search.ts'
import { nameNotAccepting } from './unix-names.ts'

/** ETIMEDOUT, of the system or of the call's own limit; EINPROGRESS when connect() came to SO_SNDTIMEO. */
export async function timedOut(search: Search): Promise<void> {
  const { syscall, target } = search.failure
  if (syscall.endsWith('info')) return explainNameServers(search)
  if (syscall !== 'connect' || target === undefined) return
  if (target.family === AF_UNIX) return nameNotAccepting(search, target as UnixAddress)
  if (isInternetAddress(target)) await noHandshake(search, target)
}

async function noHandshake(search: Search, target: InternetAddress): Promise<void> {
  const { timeLimit, socket } = search.failure
  const { tcp, synRetries } = socket ?? {}
  if (isOwnAddress(target.address)) {
    const { rows } = await listeners(search, 'TCP', target.port)
    const full = rows.find((row) => row.waiting > 0 && covers(row.address, target.address, true) !== null)
    if (full !== undefined) {
      const [who] = (await whoHolds(search, [full])) as [Who]
      search.conclude('queueFull', who, withPort(full.address, full.port), full.waiting)
      return
    }
  }
  // The system's own time-out has forgotten how many they were, but only comes after all of them.
  if (timeLimit !== undefined && tcp !== undefined) search.tell('synUnanswered', tcp.totalRetrans + 1, null)
  else if (synRetries !== undefined) search.tell('synUnanswered', synRetries + 1, synRetries)
}
