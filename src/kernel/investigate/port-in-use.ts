import type { FailedSocket } from '../../socket/explaining.ts'
import { type InternetAddress, isInternetAddress } from '../../socket/posix/addresses.ts'
import { AF_INET6, SOCK_STREAM } from '../../socket/posix/constants.ts'
import { exhaustedPorts } from './ephemeral-ports.ts'
import { type Cover, type Holder, isOwn, type Who } from './facts.ts'
import { covers, eachSocket, type InternetRow, protocolsOf, withPort } from './net-tables.ts'
import { eachDescriptor, ownPid, socketInode, whoHolds } from './processes.ts'
import type { Search } from './search.ts'
import { userName } from './users.ts'

/** Holders that are named; the others are counted. */
const NAMED = 2
/** Holders that are looked for. The tables begin with listeners, so none of them is lost among connections. */
const KEPT = 256

/** EADDRINUSE: who stands in the way of an internet address. */
export async function portInUse(search: Search, name: InternetAddress): Promise<void> {
  if (name.port === 0) return exhaustedPorts(search, null)
  const socket = search.failure.socket ?? {}
  const seen = await inTheWay(search, name, socket)
  const { timeWaits, orphans } = seen
  if (seen.holders.length > 0) return tellHolders(search, seen, socket)
  if (timeWaits.count > 0) {
    search.tell('timeWait', timeWaits.count, timeWaits.longest)
    search.conclude('setReuseAddress', socket.reuseAddress)
  } else if (orphans.first !== null) {
    const { state, timer } = orphans.first
    search.tell('orphan', orphans.count, state, timer === null ? null : Math.ceil(timer))
    search.conclude('setReuseAddress', socket.reuseAddress)
  } else if (seen.complete) {
    await heldSilently(search, name)
  }
}

/** What has been found to stand in the way. */
interface InTheWay {
  readonly holders: readonly (readonly [InternetRow, Cover])[]
  /** Connections that no process has any more, but that are not over yet. */
  readonly orphans: { readonly count: number; readonly first: InternetRow | null }
  readonly timeWaits: { readonly count: number; readonly longest: number }
  readonly complete: boolean
}

async function inTheWay(search: Search, name: InternetAddress, socket: FailedSocket): Promise<InTheWay> {
  const found: (readonly [InternetRow, Cover])[] = []
  const orphans: { count: number; first: InternetRow | null } = { count: 0, first: null }
  const timeWaits = { count: 0, longest: 0 }
  let complete = true
  const take = (row: InternetRow): void => {
    const cover = covers(row.address, name.address, socket.v6Only ?? false)
    if (cover === null) return
    if (row.state === 'TIME_WAIT') {
      timeWaits.count++
      timeWaits.longest = Math.max(timeWaits.longest, Math.ceil(row.timer ?? 0))
    } else if (row.inode === 0) {
      orphans.count++
      orphans.first ??= row
    } else if (found.length < KEPT) found.push([row, cover])
  }
  for (const protocol of protocolsOf(socket))
    complete = (await eachSocket(search, protocol, name.port, take)) && complete
  // The IPv6 wildcard stands in the way of IPv4 unless it has IPV6_V6ONLY, which the table does not tell: it is
  // blamed when nobody else can be.
  const plain = found.filter(([, cover]) => cover !== 'takes-ipv4')
  const blamed = plain.length > 0 ? plain : found
  // Connections that a listener has accepted go with it.
  const listeners = blamed.filter(([row]) => !isConnection(row))
  return { holders: listeners.length > 0 ? listeners : blamed, orphans, timeWaits, complete }
}

function isConnection({ protocol, state }: InternetRow): boolean {
  return protocol === 'TCP' && state !== 'LISTEN'
}

async function tellHolders(search: Search, { holders }: InTheWay, socket: FailedSocket): Promise<void> {
  const rows = holders.map(([row]) => row)
  const whose = await whoHolds(search, rows)
  const told = new Set<string>()
  const named: Holder[] = []
  holders.forEach(([row, cover], index) => {
    const who = whose[index] as Who
    const key = who.kind === 'process' ? String(who.pid) : JSON.stringify(who)
    if (told.has(key)) return
    told.add(key)
    const state = row.protocol === 'UDP' ? 'UDP' : row.state
    named.push({ who, state, address: withPort(row.address, row.port), cover })
  })
  for (const holder of named.slice(0, NAMED)) search.tell('heldBy', holder)
  if (named.length > NAMED) search.tell('othersHold', named.length - NAMED)
  const [first] = named as [Holder]
  const [row] = rows as [InternetRow]
  if (socket.reusePort === true) await tellReusePort(search, row)
  if (first.cover === 'takes-ipv4') return search.conclude('leaveIpv4')
  if (first.cover === 'ipv4') return search.conclude('leaveIpv4ToIt')
  const [low = 0, high = 0] = await search.numbers('/proc/sys/net/ipv4/ip_local_port_range')
  if (isConnection(row) && row.port >= low && row.port <= high) search.conclude('ephemeralPort', low, high)
  else search.conclude(isOwn(first.who) ? 'closeOwn' : 'freePort')
}

/** Why SO_REUSEPORT did not help. */
async function tellReusePort(search: Search, { uid }: InternetRow): Promise<void> {
  if (uid === process.geteuid?.()) search.tell('reusePortMissing')
  else search.tell('reusePortUser', await userName(search, uid))
}

/** A TCP socket that is bound, and neither listens nor is connected, stands in no table; our own can be asked. */
async function heldSilently(search: Search, name: InternetAddress): Promise<void> {
  const socket = search.failure.socket ?? {}
  if (socket.type !== SOCK_STREAM || search.failure.syscall !== 'bind') return
  let own: number | null = null
  await eachDescriptor(search, ownPid(search), (link, fd) => {
    if (socketInode(link) === null) return true
    const bound = search.nameOf(fd)
    const isIt =
      bound !== null &&
      isInternetAddress(bound) &&
      bound.port === name.port &&
      covers(bound.address, name.address, name.family === AF_INET6 && socket.v6Only === true) !== null
    if (isIt) own = fd
    return !isIt
  })
  if (own !== null) {
    search.tell('boundHere', own)
    search.conclude('closeOwn')
  } else search.tell('boundSilently')
}
