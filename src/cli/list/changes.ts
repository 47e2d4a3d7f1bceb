import type { TcpState } from '../../socket/options/tcp-info.ts'
import type { Entry } from './entry.ts'
import type { Snapshot } from './snapshot.ts'

/** What has become of a socket from one look to the next. */
export interface Change {
  readonly event: 'appeared' | 'changed' | 'vanished'
  /** As it is now; of one that has vanished, as it was. */
  readonly entry: Entry
  /** Of one that has changed: what was otherwise. */
  readonly before?: Partial<Comparable>
}

/** What is compared. Queues, times and windows move all the time, and are not. */
interface Comparable {
  readonly state: TcpState
  readonly local: string
  readonly peer: string
  /** By their numbers. */
  readonly processes: readonly number[]
}

/** In the order of the list; what has vanished comes last. */
export function changesBetween(before: Snapshot, after: Snapshot): Change[] {
  const gone = new Map(before.entries.map((entry) => [identityOf(entry), entry]))
  const changes: Change[] = []
  for (const entry of after.entries) {
    const identity = identityOf(entry)
    const former = gone.get(identity)
    gone.delete(identity)
    if (former === undefined) changes.push({ event: 'appeared', entry })
    else {
      const differences = differencesBetween(comparable(former), comparable(entry))
      if (differences !== undefined) changes.push({ event: 'changed', entry, before: differences })
    }
  }
  for (const entry of gone.values()) changes.push({ event: 'vanished', entry })
  return changes
}

/**
 * What a socket is known by while it lives. A connection of TCP goes by its ends, since its cookie is another one
 * before it is accepted and in TIME_WAIT.
 */
export function identityOf({ socket, local, peer }: Entry): string {
  return socket.kind === 'tcp' && socket.remote !== null
    ? `tcp ${local} ${peer} ${socket.ifindex}`
    : `${socket.kind} ${socket.cookie}`
}

function comparable({ socket, local, peer, holders }: Entry): Comparable {
  return { state: socket.state, local, peer, processes: holders.map(({ process: { pid } }) => pid) }
}

function differencesBetween(former: Comparable, now: Comparable): Partial<Comparable> | undefined {
  const differences = Object.entries(former).filter(
    ([name, value]) => `${value}` !== `${now[name as keyof Comparable]}`,
  )
  return differences.length === 0 ? undefined : Object.fromEntries(differences)
}
