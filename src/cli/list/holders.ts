import { readdirSync, readlinkSync } from 'node:fs'
import type { Look } from '../../kernel/investigate/look.ts'
import { readLink, socketInode } from '../../kernel/investigate/processes.ts'
import { printable } from '../frame/printable.ts'

/** A process, as it is named in a list. */
export interface Process {
  readonly pid: number
  readonly name: string
}

/** A process that has a socket, by these descriptors. */
export interface Holder {
  readonly process: Process
  readonly descriptors: readonly number[]
}

/** Who holds which socket, by inode, as far as it may be seen. */
export interface Holders {
  readonly byInode: ReadonlyMap<number, readonly Holder[]>
  /** Processes that may not be looked into. */
  readonly closed: number
  /** There was not the time to look into all. */
  readonly isCut: boolean
}

/** Looks through the descriptors of all processes, /proc/PID/fd, while there is time. */
export async function findHolders(look: Look, inodes: ReadonlySet<number>): Promise<Holders> {
  const byInode = new Map<number, Holder[]>()
  let closed = 0
  for (const pid of readdirSync(look.path('/proc'))) {
    if (!/^[1-9]\d*$/.test(pid)) continue
    if (look.over) break
    const found = await socketsOf(look, pid, inodes)
    if (found === null) closed++
    else if (found.size > 0) addHolder(byInode, await processNamed(look, Number(pid)), found)
  }
  return { byInode, closed, isCut: look.over }
}

function addHolder(
  byInode: Map<number, Holder[]>,
  process: Process,
  found: ReadonlyMap<number, readonly number[]>,
): void {
  for (const [inode, descriptors] of found) {
    const holder = { process, descriptors }
    const holders = byInode.get(inode)
    if (holders === undefined) byInode.set(inode, [holder])
    else holders.push(holder)
  }
}

/** Descriptors that are looked at in one go. */
const STRETCH = 256

/** Of those sockets, the ones that a process has, with its descriptors; null when it may not be looked into. */
async function socketsOf(
  look: Look,
  pid: string,
  inodes: ReadonlySet<number>,
): Promise<Map<number, number[]> | null> {
  const folder = look.path(`/proc/${pid}/fd`)
  const found = new Map<number, number[]>()
  try {
    for (const [index, fd] of readdirSync(folder).entries()) {
      if (index % STRETCH === 0) {
        if (look.over) break
        await look.breathe()
      }
      const inode = linkedInode(`${folder}/${fd}`)
      if (inode === null || !inodes.has(inode)) continue
      const descriptors = found.get(inode)
      if (descriptors === undefined) found.set(inode, [Number(fd)])
      else descriptors.push(Number(fd))
    }
  } catch (error) {
    if (isDenied(error)) return null
    // It has ended meanwhile.
  }
  return found
}

/** The inode of a descriptor's socket; null when it is something else, or closed by now. */
function linkedInode(path: string): number | null {
  try {
    return socketInode(readlinkSync(path))
  } catch (error) {
    if (isDenied(error)) throw error
    return null
  }
}

function isDenied(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return code === 'EACCES' || code === 'EPERM'
}

/** What Node calls its main thread, from 24 on: the process has no short name of its own then. */
const NODES_THREAD = /^(node-)?MainThread$/

/** A process's short name: what it calls itself, mostly its program's name. */
async function processNamed(look: Look, pid: number): Promise<Process> {
  const comm = (await look.text(`/proc/${pid}/comm`)).trimEnd()
  const program = NODES_THREAD.test(comm) ? readLink(look.path(`/proc/${pid}/exe`)) : null
  const name = program?.replace(/^.*\//s, '').replace(/ \(deleted\)$/, '') ?? comm
  return { pid, name: printable(name) }
}

/** The words with which a process was started; none of one that has ended. */
export async function commandLine(look: Look, pid: number): Promise<readonly string[]> {
  return (await look.text(`/proc/${pid}/cmdline`)).split('\0').slice(0, -1)
}
