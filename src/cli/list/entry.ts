import type { ListedSocket } from '../../netlink/index.ts'
import type { Holder } from './holders.ts'

/** A socket in the list, and who has it. */
export interface Entry {
  readonly socket: ListedSocket
  /** Both ends, as they are shown. */
  readonly local: string
  readonly peer: string
  readonly holders: readonly Holder[]
}

/** Some process has it, and cannot be seen from here. */
export function isHidden({ socket, holders }: Entry): boolean {
  return socket.inode !== 0 && holders.length === 0
}
