import { unmapped } from './address-text.ts'
import type { Entry } from './entry.ts'

/** Which sockets of a list belong together. */
export class Relations {
  readonly #entries: readonly Entry[]
  #byEnds: Map<string, Entry> | undefined
  #byInode: Map<number, Entry> | undefined
  #listeners: readonly Entry[] | undefined

  constructor(entries: readonly Entry[]) {
    this.#entries = entries
  }

  /** The other end of a connection, when it is on this machine and in the list. */
  otherEnd({ socket, local, peer }: Entry): Entry | undefined {
    if (socket.kind === 'unix') {
      this.#byInode ??= new Map(this.#entries.map((entry) => [entry.socket.inode, entry]))
      return socket.peerInode ? this.#byInode.get(socket.peerInode) : undefined
    }
    if (socket.remote === null) return undefined
    this.#byEnds ??= new Map(
      this.#entries.map((entry) => [ends(entry.socket.kind, entry.local, entry.peer), entry]),
    )
    return this.#byEnds.get(ends(socket.kind, peer, local))
  }

  /** The listener in whose queue a connection waits. */
  listenerOf({ socket, local }: Entry): Entry | undefined {
    const port = local.slice(local.lastIndexOf(':'))
    const names = [local, `0.0.0.0${port}`, `[::]${port}`]
    this.#listeners ??= this.#entries.filter((entry) => entry.socket.state === 'LISTEN')
    return this.#listeners.find((entry) => entry.socket.kind === socket.kind && names.includes(entry.local))
  }
}

function ends(kind: string, local: string, peer: string): string {
  return `${kind} ${unmapped(local)} ${unmapped(peer)}`
}
