import { type Address, formatAddress, isInternetAddress } from '../../socket/posix/addresses.ts'
import { AF_UNIX } from '../../socket/posix/constants.ts'
import { wrongFamily } from './kinds.ts'
import { missingScope, streamToMany } from './missing-address.ts'
import { printable } from './processes.ts'
import type { Search } from './search.ts'

/** EINVAL: the call came at the wrong time, or with an address that does not fit. */
export async function invalid(search: Search): Promise<void> {
  const { syscall, target, socket } = search.failure
  if (target !== undefined && socket?.family !== undefined && socket.family !== target.family)
    return wrongFamily(search)
  if (target !== undefined && isInternetAddress(target)) {
    if (streamToMany(search, target) || (await missingScope(search, target))) return
  }
  if (syscall === 'bind' && socket?.local !== undefined && isBound(socket.local))
    search.conclude('boundAlready', printable(formatAddress(socket.local)))
  else if (syscall === 'accept' && socket?.listening === false) search.conclude('notListening')
}

function isBound(local: Address): boolean {
  if (local.family === AF_UNIX && 'path' in local)
    return local.path !== undefined || local.abstract !== undefined
  return isInternetAddress(local) && local.port !== 0
}

/** EPIPE of TCP: who has ended what. */
export function brokenPipe(search: Search): void {
  const { tcp } = search.failure.socket ?? {}
  if (tcp === undefined) return
  if (tcp.state === 'CLOSE' && tcp.segsOut === 0) search.conclude('neverConnected')
  else if (tcp.state === 'CLOSE') search.conclude('connectionOver')
  else if (tcp.state !== 'ESTABLISHED' && tcp.state !== 'CLOSE_WAIT')
    search.conclude('ownShutdown', tcp.state)
}
