import { readlink, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { UnixAddress } from '../../socket/posix/addresses.ts'
import type { Denial } from './facts.ts'
import { printable } from './processes.ts'
import type { Search } from './search.ts'
import { textOf } from './unix-names.ts'
import { groupName, ownUser, userName } from './users.ts'

type Stats = Awaited<ReturnType<typeof stat>>

const EXECUTE = 0o1
const WRITE = 0o2

/** ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG: which part of a Unix socket's path is to blame. */
export async function brokenPath(search: Search, { path }: UnixAddress): Promise<void> {
  if (path === undefined) return
  const whole = resolve(textOf(path))
  for (const part of partsOf(whole)) {
    const last = part === whole
    const code = await lookAt(part)
    if (code === 'ENOENT') return missing(search, part, last, textOf(path))
    if (code === 'ELOOP') return search.conclude('linkLoop', printable(part))
    if (code === 'ENAMETOOLONG') return search.conclude('linkTooLong', printable(part))
    if (code === 'file' && !last) return search.conclude('noDirectory', printable(part))
    if (code !== null && code !== 'file') return
  }
}

/** What is wrong with a part of the path; `file` when it is no directory, null when nothing is. */
async function lookAt(part: string): Promise<string | null> {
  try {
    return (await stat(part)).isDirectory() ? null : 'file'
  } catch (error) {
    return (error as { code?: string }).code ?? ''
  }
}

async function missing(search: Search, part: string, last: boolean, path: string): Promise<void> {
  const link = await readlink(part).catch(() => null)
  const text = printable(part)
  if (link !== null) return search.conclude('danglingLink', text, printable(link))
  if (!last) return search.conclude('noSuchDirectory', text, search.failure.syscall === 'bind')
  if (search.failure.syscall !== 'bind') search.conclude('noSuchName', text, path.startsWith('/'))
}

/** EACCES: who may not do what, on the way to a Unix socket. */
export async function deniedPath(search: Search, { path }: UnixAddress): Promise<void> {
  if (path === undefined) return
  const whole = resolve(textOf(path))
  const binding = search.failure.syscall === 'bind'
  for (const part of partsOf(whole)) {
    const file = await stat(part).catch(() => null)
    if (file === null) return
    const last = part === whole
    if (file.isDirectory() && !may(file, EXECUTE)) return tellDenial(search, 'mayNotSearch', part, file)
    if (binding && part === dirname(whole) && !may(file, WRITE))
      return tellDenial(search, 'mayNotCreate', part, file)
    if (!binding && last && !may(file, WRITE)) return tellDenial(search, 'mayNotConnect', part, file)
  }
}

async function tellDenial(
  search: Search,
  what: 'mayNotSearch' | 'mayNotCreate' | 'mayNotConnect',
  path: string,
  file: Stats,
): Promise<void> {
  const group = await groupName(search, Number(file.gid))
  const denial: Denial = {
    path: printable(path),
    owner: `${await userName(search, Number(file.uid))}:${group}`,
    mode: (Number(file.mode) & 0o7777).toString(8),
    user: await ownUser(search),
  }
  search.tell(what, denial)
  // The group may do what others may not: then being a member is enough.
  const bit = what === 'mayNotSearch' ? EXECUTE : WRITE
  search.conclude('grantPath', (Number(file.mode) & (bit << 3)) !== 0 ? group : null)
}

/** What the permissions say to this process; its real user does not count, as access(2) would have it. */
function may({ mode, uid, gid }: Stats, bit: number): boolean {
  const user = process.geteuid?.()
  if (user === 0) return true
  const groups = [process.getegid?.(), ...(process.getgroups?.() ?? [])]
  const shift = Number(uid) === user ? 6 : groups.includes(Number(gid)) ? 3 : 0
  return (Number(mode) & (bit << shift)) !== 0
}

/** `/`, `/run`, `/run/x.sock`. */
function partsOf(path: string): string[] {
  const parts = [path]
  for (let part = path; part !== dirname(part); ) {
    part = dirname(part)
    parts.unshift(part)
  }
  return parts
}
