import { Look } from '../../kernel/investigate/look.ts'
import { userName } from '../../kernel/investigate/users.ts'
import { type ListedSocket, listLinks, listSockets } from '../../netlink/index.ts'
import { isSocketError } from '../../socket/errors.ts'
import { AF_NETLINK, NETLINK_SOCK_DIAG } from '../../socket/posix/constants.ts'
import type { Stack } from '../../socket/stack.ts'
import type { WaitOptions } from '../../socket/waiting.ts'
import { CommandFailure } from '../frame/command-failure.ts'
import { EXIT } from '../frame/exit-status.ts'
import { printable } from '../frame/printable.ts'
import { endsOf, type InterfaceNames, namesInterface } from './address-text.ts'
import { type Entry, isHidden } from './entry.ts'
import { commandLine, findHolders, type Holders } from './holders.ts'
import { inOrder } from './order.ts'
import { Relations } from './relations.ts'
import type { Selection } from './selection.ts'

/** The sockets of one moment. */
export interface Snapshot {
  readonly entries: readonly Entry[]
  readonly relations: Relations
  /** Why sockets are shown without their processes, when some are. */
  readonly hidden: Hidden
  /** The names of users, by their number, of those who matter here. */
  readonly users: ReadonlyMap<number, string>
  readonly interfaces: InterfaceNames
  /** With which words each process was started, by its number; when details are asked for. */
  readonly commands: ReadonlyMap<number, readonly string[]>
}

/** Processes that were not looked into: because they may not be, or for want of time. */
export interface Hidden {
  readonly closed: number
  readonly isCut: boolean
}

/** Milliseconds that looking for holders may take. */
const PATIENCE = 10_000

/** `details` are what the list itself does not show: memory, command lines, who has the other end. */
export async function takeSnapshot(
  stack: Stack,
  selection: Selection,
  details: boolean,
  wait: WaitOptions = {},
): Promise<Snapshot> {
  const look = new Look({ time: PATIENCE })
  const listed = await listAll(stack, selection, details, wait)
  const interfaces = listed.some(namesInterface) ? await interfaceNames(stack, wait) : new Map()
  const mine = details ? listed : listed.filter(selection.takesSocket)
  const { byInode, ...hidden } = await holdersOf(look, mine)
  const all = mine.map((socket): Entry => {
    const { local, peer } = endsOf(socket, interfaces)
    return { socket, local, peer, holders: byInode.get(socket.inode) ?? [] }
  })
  const entries = all
    .filter((entry) => selection.takesSocket(entry.socket) && !isOurQuestion(entry.socket))
    .filter(selection.takesEntry)
  const unseen = entries.filter(isHidden)
  return {
    entries: inOrder(entries),
    relations: new Relations(details ? all : []),
    hidden: unseen.length > 0 ? hidden : { closed: 0, isCut: false },
    users: await userNames(look, details ? entries : unseen),
    interfaces,
    commands: details ? await commandsOf(look, entries) : new Map(),
  }
}

/** Kind by kind, since a kernel need not list them all. */
async function listAll(
  stack: Stack,
  { filter, kindsNamed }: Selection,
  details: boolean,
  wait: WaitOptions,
): Promise<ListedSocket[]> {
  const { kinds, states, localPort, ...others } = filter
  // The other end of a connection may be in another state, and has another port.
  const narrow = details ? {} : { ...(states && { states }), ...(localPort && { localPort }) }
  const listed: ListedSocket[] = []
  for (const kind of kinds) {
    try {
      const asked = { ...others, ...narrow, kinds: [kind], info: true, memory: details }
      for (const socket of await listSockets(stack, asked, wait)) listed.push(socket)
    } catch (error) {
      const isUnlisted = isSocketError(error, 'EPROTONOSUPPORT') && error.syscall !== 'socket'
      if (!isUnlisted) throw error
      // The advice for this code is about socket(), and there is none for this.
      if (kindsNamed) throw new CommandFailure(error.message, EXIT.failed, [], { cause: error })
    }
  }
  return listed
}

async function interfaceNames(stack: Stack, wait: WaitOptions): Promise<InterfaceNames> {
  const links = await listLinks(stack, wait)
  return new Map(links.map(({ index, name }) => [index, printable(name)]))
}

async function holdersOf(look: Look, sockets: readonly ListedSocket[]): Promise<Holders> {
  const inodes = new Set<number>()
  for (const { inode, peerInode } of sockets) {
    inodes.add(inode)
    if (peerInode !== undefined) inodes.add(peerInode)
  }
  // No process holds what has no inode.
  inodes.delete(0)
  return inodes.size === 0 ? { byInode: new Map(), closed: 0, isCut: false } : findHolders(look, inodes)
}

/** The socket over which the kernel is asked. Linux numbers a process's first one as the process. */
function isOurQuestion({ local, protocol }: ListedSocket): boolean {
  return local?.family === AF_NETLINK && protocol === NETLINK_SOCK_DIAG && local.pid === process.pid
}

async function userNames(look: Look, entries: readonly Entry[]): Promise<Map<number, string>> {
  const names = new Map<number, string>()
  for (const { socket } of entries) {
    if (socket.uid !== undefined && !names.has(socket.uid))
      names.set(socket.uid, printable(await userName(look, socket.uid)))
  }
  return names
}

async function commandsOf(look: Look, entries: readonly Entry[]): Promise<Map<number, readonly string[]>> {
  const commands = new Map<number, readonly string[]>()
  for (const { holders } of entries) {
    for (const { process } of holders) {
      if (!commands.has(process.pid)) commands.set(process.pid, await commandLine(look, process.pid))
    }
  }
  return commands
}
