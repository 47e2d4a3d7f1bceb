import type { DescriptorCount, DescriptorKind } from './facts.ts'
import { eachSocket } from './net-tables.ts'
import { readLink, socketInode } from './processes.ts'
import type { Search } from './search.ts'

/** EMFILE: what this process has open. It can be out of descriptors still, so nothing here needs one to begin with. */
export async function tooManyDescriptors(search: Search): Promise<void> {
  const [, soft] = /^Max open files\s+(\d+)/m.exec(await search.text('/proc/self/limits')) ?? []
  const links = await openDescriptors(search, soft === undefined ? null : Number(soft))
  search.tell('descriptors', countDescriptors(links, soft === undefined ? links.length : Number(soft)))
  const halfClosed = await closeWaits(search, links)
  if (halfClosed > 0) search.tell('closeWaits', halfClosed)
  search.conclude('raiseDescriptors')
}

/**
 * What each descriptor is, asked by its number: to list them would need one more. When there was none left to read the
 * limit, every number up to it is taken, so the first one that is free ends them.
 */
async function openDescriptors(search: Search, limit: number | null): Promise<string[]> {
  const links: string[] = []
  for (let fd = 0; fd < (limit ?? MOST) && !search.over; fd++) {
    const link = readLink(search.path(`/proc/self/fd/${fd}`))
    if (link !== null) links.push(link)
    else if (limit === null) break
    await search.breathe()
  }
  return links
}

/** No system that we know gives out more. */
const MOST = 1 << 20

/** By kind, the most frequent first, from what the links say. */
export function countDescriptors(links: readonly string[], limit: number): DescriptorCount {
  const counts = tally(links.map(kindOf))
  // Numbers are given out from below: the highest ones came last.
  const [newest] = tally(links.slice(-Math.max(8, Math.ceil(links.length / 4))).map(kindOf))
  return { open: links.length, limit, kinds: counts, newest: newest?.[0] ?? null }
}

function tally(kinds: readonly DescriptorKind[]): [DescriptorKind, number][] {
  const counts = new Map<DescriptorKind, number>()
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts].sort(([, one], [, other]) => other - one)
}

function kindOf(link: string): DescriptorKind {
  if (link.startsWith('socket:')) return 'socket'
  if (link.startsWith('pipe:')) return 'pipe'
  if (link.startsWith('anon_inode:')) return 'event'
  if (link.startsWith('/dev/')) return 'device'
  return link.startsWith('/') ? 'file' : 'other'
}

/** Connections whose peer has closed and that nobody here closes: the usual leak. */
async function closeWaits(search: Search, links: readonly string[]): Promise<number> {
  const ours = new Set(links.flatMap((link) => socketInode(link) ?? []))
  let count = 0
  await eachSocket(search, 'TCP', null, (row) => {
    if (row.state === 'CLOSE_WAIT' && ours.has(row.inode)) count++
  })
  return count
}

/** ENFILE: the files of the whole system. */
export async function tooManyFiles(search: Search): Promise<void> {
  const [open, , most] = await search.numbers('/proc/sys/fs/file-nr')
  if (open !== undefined && most !== undefined) search.tell('systemFiles', open, most)
}
