import { lstat } from 'node:fs/promises'
import { formatAddress, type UnixAddress } from '../../socket/posix/addresses.ts'
import { SOCK_DGRAM } from '../../socket/posix/constants.ts'
import type { Who } from './facts.ts'
import { printable, whoHolds } from './processes.ts'
import type { Search } from './search.ts'
import { type Bound, boundToAbstract, boundToPath, type UnixRow } from './unix-table.ts'

/** EADDRINUSE: who has the name, or what stands on the path. */
export async function nameInUse(search: Search, name: UnixAddress): Promise<void> {
  const text = printable(formatAddress(name))
  if (await isNoSocket(search, name)) return
  const row = await whoIsBound(search, name)
  if (row === undefined) return search.tell('pathExists', text)
  if (row === null) {
    if (name.path !== undefined) search.conclude('pathLeftBehind', text)
    return
  }
  const who = await holderOf(search, row)
  search.conclude('nameHeld', text, who, row.listening ? 'listens' : 'bound', name.path !== undefined)
}

/** ECONNREFUSED: nobody is bound to the name any more, or whoever is does not listen. */
export async function nameRefused(search: Search, name: UnixAddress): Promise<void> {
  const text = printable(formatAddress(name))
  if (await isNoSocket(search, name)) return
  const row = await whoIsBound(search, name)
  if (row === undefined) return
  if (row !== null) {
    const who = await holderOf(search, row)
    search.conclude(row.listening || row.type === SOCK_DGRAM ? 'nameTakenNow' : 'boundOnly', text, who)
  } else if (name.path !== undefined) search.conclude('serverGone', text)
  else search.conclude('abstractNobody', text)
}

/** EPROTOTYPE: the two ends are of different types. */
export async function typesDiffer(search: Search, name: UnixAddress): Promise<void> {
  const ours = search.failure.socket?.type
  const row = await whoIsBound(search, name)
  if (row === null || row === undefined || ours === undefined) return
  search.conclude('typesDiffer', printable(formatAddress(name)), row.type, ours)
}

/** EPERM: a datagram socket that is connected takes datagrams of its peer alone. */
export async function takesOthers(search: Search, name: UnixAddress): Promise<void> {
  const row = await whoIsBound(search, name)
  if (row === null || row === undefined || row.type !== SOCK_DGRAM) return
  search.conclude('takesOthers', printable(formatAddress(name)), await holderOf(search, row))
}

/** ETIMEDOUT: whoever listens does not accept, and its queue is full. */
export async function nameNotAccepting(search: Search, name: UnixAddress): Promise<void> {
  const row = await whoIsBound(search, name)
  if (row === null || row === undefined || !row.listening) return
  search.conclude('queueFull', await holderOf(search, row), printable(formatAddress(name)), null)
}

function whoIsBound(search: Search, name: UnixAddress): Promise<Bound> {
  return name.path === undefined
    ? boundToAbstract(search, textOf(name.abstract ?? ''))
    : boundToPath(search, textOf(name.path))
}

async function holderOf(search: Search, { inode }: UnixRow): Promise<Who> {
  const [who] = (await whoHolds(search, [{ inode }])) as [Who]
  return who
}

/** Tells when the path is of a file that is no socket. */
async function isNoSocket(search: Search, { path }: UnixAddress): Promise<boolean> {
  if (path === undefined) return false
  try {
    const file = await lstat(textOf(path))
    if (file.isSocket()) return false
    const kind = file.isDirectory() ? 'directory' : file.isSymbolicLink() ? 'link' : 'file'
    // connect() follows a link; bind() does not, and finds it in the way.
    if (kind === 'link' && search.failure.code !== 'EADDRINUSE') return false
    search.conclude('noSocket', printable(textOf(path)), kind)
    return true
  } catch {
    return false
  }
}

export function textOf(name: string | Uint8Array): string {
  return typeof name === 'string' ? name : new TextDecoder().decode(name)
}
