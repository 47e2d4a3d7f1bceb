import { stat } from 'node:fs/promises'
import { basename, isAbsolute, resolve } from 'node:path'
import { SOCK_DGRAM } from '../../socket/posix/constants.ts'
import { processesOf, readLink } from './processes.ts'
import type { Search } from './search.ts'

/** A line of /proc/net/unix: proc_net(5). */
export interface UnixRow {
  readonly inode: number
  /** SOCK_STREAM, SOCK_DGRAM or SOCK_SEQPACKET. */
  readonly type: number
  readonly listening: boolean
  readonly connected: boolean
  /** A path as it was given to bind(), also a relative one; `@name` for an abstract one. */
  readonly name: string
}

/** `__SO_ACCEPTCON` and `SS_CONNECTED` of <linux/net.h>. */
const ACCEPTS = 0x10000
const CONNECTED = 3

export function parseUnixRow(line: string): UnixRow | null {
  const match = /^\S+: \S+ \S+ (\S+) (\S+) (\S+) +(\d+) (.+)$/.exec(line)
  if (match === null) return null
  const [flags, type, state] = match.slice(1, 4).map((field) => Number.parseInt(field, 16))
  return {
    inode: Number(match[4]),
    type: type as number,
    listening: ((flags as number) & ACCEPTS) !== 0,
    connected: state === CONNECTED,
    name: match[5] as string,
  }
}

/** The socket that has a name, and null when nobody has it; undefined when that cannot be known. */
export type Bound = UnixRow | null | undefined

/** The socket that has an abstract name. */
export async function boundToAbstract(search: Search, name: string): Promise<Bound> {
  const { rows, complete } = await rowsWith(search, (row) => row.name === `@${name}`)
  return best(rows) ?? (complete ? null : undefined)
}

/**
 * The socket that is bound to a path. Sockets of other network namespaces are in no table that we see, so null says
 * that none of this namespace is.
 */
export async function boundToPath(search: Search, path: string): Promise<Bound> {
  const ours = await identity(path)
  const { rows, complete } = await rowsWith(
    search,
    (row) => !row.name.startsWith('@') && basename(row.name) === basename(path),
  )
  const found: UnixRow[] = []
  for (const row of rows) {
    const theirs = await whereIs(search, row)
    if (theirs === null) continue
    if (theirs === resolve(path) || (ours !== null && (await identity(theirs)) === ours)) found.push(row)
  }
  return best(found) ?? (complete ? null : undefined)
}

async function rowsWith(search: Search, wanted: (row: UnixRow) => boolean) {
  const rows: UnixRow[] = []
  const complete = await search.lines('/proc/net/unix', (line) => {
    const row = parseUnixRow(line)
    if (row !== null && rows.length < 256 && wanted(row)) rows.push(row)
  })
  return { rows, complete }
}

/** The one whose name it is: connections that a listener has accepted have its name too. */
function best(rows: readonly UnixRow[]): UnixRow | undefined {
  return rows.find((row) => row.listening) ?? rows.find((row) => !row.connected || row.type === SOCK_DGRAM)
}

/** The whole path: a relative one began where its process was, and probably still is. */
async function whereIs(search: Search, row: UnixRow): Promise<string | null> {
  if (isAbsolute(row.name)) return row.name
  const pid = (await processesOf(search, new Set([row.inode]))).get(row.inode)
  const folder = pid === undefined ? null : readLink(search.path(`/proc/${pid}/cwd`))
  return folder === null ? null : resolve(folder, row.name)
}

/** What tells a file from every other. */
async function identity(path: string): Promise<string | null> {
  try {
    const { dev, ino } = await stat(path)
    return `${dev}:${ino}`
  } catch {
    return null
  }
}
