import { readlinkSync } from 'node:fs'
import { opendir } from 'node:fs/promises'
import type { Who } from './facts.ts'
import type { Search } from './search.ts'
import { userName } from './users.ts'

/** A socket whose holder is looked for. */
interface Owned {
  readonly inode: number
  readonly uid?: number
}

/** Who has each socket: a process that has a descriptor of it, or else its user. */
export async function whoHolds(search: Search, sockets: readonly Owned[]): Promise<Who[]> {
  const pids = await processesOf(search, new Set(sockets.map(({ inode }) => inode)))
  const holders: Who[] = []
  for (const { inode, uid } of sockets) holders.push(await who(search, pids.get(inode), uid))
  return holders
}

async function who(search: Search, pid: number | undefined, uid: number | undefined): Promise<Who> {
  if (pid !== undefined)
    return { kind: 'process', pid, command: await commandOf(search, pid), own: pid === ownPid(search) }
  if (uid === undefined || uid === process.geteuid?.()) return { kind: 'unseen' }
  return { kind: 'user', user: await userName(search, uid) }
}

/** This process, as /proc numbers it: that of another namespace of processes has other numbers than we have. */
export function ownPid(search: Search): number {
  return Number(readLink(search.path('/proc/self')) ?? process.pid)
}

/** The process that has a descriptor of each socket, by inode, as far as we may look: this one is asked first. */
export async function processesOf(search: Search, inodes: ReadonlySet<number>): Promise<Map<number, number>> {
  const found = new Map<number, number>()
  const wanted = new Set(inodes)
  wanted.delete(0)
  const own = ownPid(search)
  const ask = async (pid: number): Promise<boolean> => {
    await eachDescriptor(search, pid, (link) => {
      const inode = socketInode(link)
      if (inode !== null && wanted.delete(inode)) found.set(inode, pid)
      return wanted.size > 0
    })
    return wanted.size > 0
  }
  if (wanted.size === 0 || !(await ask(own))) return found
  await eachName(search, search.path('/proc'), (name) => {
    const pid = Number(name)
    return Number.isInteger(pid) && pid !== own ? ask(pid) : true
  })
  return found
}

/** The inode of a descriptor that is a socket, from what its link says. */
export function socketInode(link: string): number | null {
  const [, inode] = /^socket:\[(\d+)\]$/.exec(link) ?? []
  return inode === undefined ? null : Number(inode)
}

/** Calls `use` with what each descriptor of a process is, until it answers false. */
export function eachDescriptor(
  search: Search,
  pid: number,
  use: (link: string, fd: number) => boolean,
): Promise<void> {
  const folder = search.path(`/proc/${pid}/fd`)
  return eachName(search, folder, (name) => {
    const link = readLink(`${folder}/${name}`)
    return link === null || use(link, Number(name))
  })
}

/** Calls `use` with each name in a folder, until it answers false: there may be a million. */
async function eachName(
  search: Search,
  folder: string,
  use: (name: string) => boolean | Promise<boolean>,
): Promise<void> {
  try {
    for await (const { name } of await opendir(folder, { bufferSize: 256 })) {
      if (!(await use(name)) || search.over) return
      await search.breathe()
    }
  } catch {
    // It cannot be read, or the process has ended meanwhile.
  }
}

/** What a link says, at once: through the thread pool it would take ten times as long. */
export function readLink(path: string): string | null {
  try {
    return readlinkSync(path)
  } catch {
    return null
  }
}

/** A command line as people know it: file names without folders, and not too long. */
async function commandOf(search: Search, pid: number): Promise<string> {
  const words = (await search.text(`/proc/${pid}/cmdline`)).split('\0').filter((word) => word !== '')
  const text = words.map((word) => word.replace(/^.*\/(?=.)/s, '')).join(' ')
  const name = text === '' ? (await search.text(`/proc/${pid}/comm`)).trim() : text
  return printable(name).slice(0, 80)
}

/** Another program's text, without what a terminal would obey. */
export function printable(text: string): string {
  return text.replace(/\p{C}/gu, '?')
}
