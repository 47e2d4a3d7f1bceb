import { readdir, readFile, readlink } from 'node:fs/promises'
import { AF_INET, AF_INET6 } from '../socket/constants.ts'
import type { SocketError } from '../socket/errors.ts'
import { inet_pton } from '../socket/inet.ts'
import { TCP_STATES } from '../socket/tcp-info.ts'
import { pathState } from './socket-file.ts'

/** Finds out why a call failed, where the kernel's tables tell: who holds an address. */
export async function investigate(error: SocketError): Promise<string[]> {
  if (error.code === 'EADDRINUSE' && error.port !== undefined) {
    return explainHolders(await holders(error.address ?? '', error.port), error.port)
  }
  if (error.code === 'EADDRINUSE' && error.path !== undefined && !error.path.startsWith('@'))
    return explainPath(error.path)
  return []
}

/** A socket as the kernel's tables list it. */
interface Holder {
  readonly table: string
  readonly state: string
  readonly inode: string
}

function explainHolders(found: readonly (Holder & { process?: string })[], port: number): string[] {
  const sentences = found
    .filter((holder) => holder.process !== undefined)
    .map((holder) => `Held by ${holder.process}, ${holder.state}.`)
  const waiting = found.filter((holder) => holder.state === 'TIME_WAIT').length
  if (waiting > 0) {
    sentences.push(
      `A connection whose server closed first is in TIME_WAIT there, for up to a minute. Set SO_REUSEADDR before bind in every run of the server, or let clients close first.`,
    )
  }
  if (sentences.length === 0 && found.length > 0)
    sentences.push(`Port ${port} is held by a process of another user.`)
  return [...new Set(sentences)]
}

/** Who holds the path of a Unix socket, or that nobody does any more. */
async function explainPath(path: string): Promise<string[]> {
  const state = pathState(path)
  if (state === 'other') return [`There is a file at ${path} that is no socket.`]
  if (state === 'abandoned') {
    return [
      `No socket is bound to ${path} any more: a server that has ended left the file. Remove it, or listen with { unlink: true }.`,
    ]
  }
  const text = await readFile('/proc/net/unix', 'utf8').catch(() => '')
  const rows = text.split('\n').map((line) => /^(?:\S+ +){6}(\d+) (.*)$/.exec(line))
  const inodes = new Set(rows.flatMap((row) => (row?.[2] === path ? [row[1]!] : [])))
  const holding = new Set((await processesOf(inodes)).values())
  if (holding.size === 0) return [`A socket is bound to ${path}.`]
  return [...holding].map((process) => `Held by ${process}.`)
}

async function holders(address: string, port: number): Promise<(Holder & { process?: string })[]> {
  const tables = ['tcp', 'tcp6', 'udp', 'udp6']
  const rows = (await Promise.all(tables.map((table) => rowsOf(table, address, port)))).flat()
  const processes = await processesOf(new Set(rows.map((row) => row.inode).filter((inode) => inode !== '0')))
  return rows.map((row) => {
    const process = processes.get(row.inode)
    return process === undefined ? row : { ...row, process }
  })
}

/** Rows of /proc/net/tcp and its like whose local address stands in the way of this one: proc_net(5). */
async function rowsOf(table: string, address: string, port: number): Promise<Holder[]> {
  const text = await readFile(`/proc/net/${table}`, 'utf8').catch(() => '')
  const rows: Holder[] = []
  for (const line of text.split('\n').slice(1)) {
    const fields = line.trim().split(/\s+/)
    const [local, hexPort] = (fields[1] ?? '').split(':')
    if (local === undefined || Number.parseInt(hexPort ?? '', 16) !== port) continue
    if (!overlaps(local, address)) continue
    const state = table.startsWith('tcp') ? TCP_STATES[Number.parseInt(fields[3] ?? '0', 16)] : 'bound'
    rows.push({ table, state: state ?? 'unknown', inode: fields[9] ?? '0' })
  }
  return rows
}

/** Is one of the two a wildcard, or are they the same? */
function overlaps(hex: string, address: string): boolean {
  if (/^0+$/.test(hex)) return true
  const bytes = inet_pton(address.includes(':') ? AF_INET6 : AF_INET, address)
  if (bytes === null || bytes.every((byte) => byte === 0)) return true
  return kernelHex(bytes) === hex || `0000000000000000FFFF0000${kernelHex(bytes)}` === hex
}

/** As /proc/net writes an address: each 32-bit word with its bytes in the order of a little-endian machine. */
function kernelHex(bytes: Uint8Array): string {
  let hex = ''
  for (let i = 0; i < bytes.length; i += 4) {
    const word = [...bytes.subarray(i, i + 4)].reverse()
    hex += word.map((byte) => byte.toString(16).padStart(2, '0')).join('')
  }
  return hex.toUpperCase()
}

/** Which process has a descriptor for each inode, as far as we may look. */
async function processesOf(inodes: ReadonlySet<string>): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  if (inodes.size === 0) return found
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    for (const fd of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      const link = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')
      const inode = /^socket:\[(\d+)\]$/.exec(link)?.[1]
      if (inode === undefined || !inodes.has(inode) || found.has(inode)) continue
      found.set(inode, await describeProcess(pid))
      if (found.size === inodes.size) return found
    }
  }
  return found
}

async function describeProcess(pid: string): Promise<string> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  const words = command.split('\0').filter((word) => word !== '')
  const text = words.map((word) => word.replace(/^.*\//, '')).join(' ')
  return text === '' ? `process ${pid}` : `process ${pid} (${text.slice(0, 80)})`
}
