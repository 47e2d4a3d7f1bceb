import { SocketError } from '../socket/errors.ts'
import { show } from '../socket/posix/addresses.ts'
import { errno } from '../socket/posix/errno.ts'
import { loadKoffi } from './koffi.ts'
import { IF_NAMEINDEX, IF_NAMESIZE } from './layout.ts'
import { libc } from './libc.ts'

/** A network interface of this machine: `struct if_nameindex`, if_nameindex(3). */
export interface NameIndex {
  readonly index: number
  readonly name: string
}

/** More than any machine has: the walk through C's array ends there, whatever stands in it. */
const MAX_INTERFACES = 1 << 20

/** Arrays of V8's own heap would be copied; see docs/architecture.md. */
const ROOM = 128

/** The index of an interface by its name: if_nametoindex(3). Fails with ENODEV when there is none. */
export function if_nametoindex(name: string): number {
  const bytes = checkName(name)
  const index = libc().if_nametoindex(bytes)
  if (index === 0) throw lookupFailed('if_nametoindex', `none is called ${show(name)}`)
  return index
}

/** The name of an interface by its index: if_indextoname(3). Fails with ENXIO when there is none. */
export function if_indextoname(index: number): string {
  if (typeof index !== 'number') throw new TypeError(`index is a number, not ${show(index)}`)
  if (!Number.isInteger(index) || index < 0 || index > 0xffffffff)
    throw new RangeError(`index ${index} is not a whole number from 0 to ${0xffffffff}`)
  const name = new Uint8Array(ROOM)
  if (Number(libc().if_indextoname(index, name)) === 0)
    throw lookupFailed('if_indextoname', `none has the index ${index}`)
  return new TextDecoder().decode(name.subarray(0, name.indexOf(0)))
}

/** All interfaces, by index and name: if_nameindex(3). */
export function if_nameindex(): NameIndex[] {
  const list = BigInt(libc().if_nameindex())
  if (list === 0n) throw lookupFailed('if_nameindex', 'there are none')
  try {
    return readList(list)
  } finally {
    libc().if_freenameindex(list)
  }
}

/**
 * Copies C's array, which ends with an entry without a name: libc's promise, as that of getaddrinfo()'s list. Asking
 * by netlink would need no walk, but would be a promise where POSIX answers at once.
 */
function readList(list: bigint): NameIndex[] {
  const koffi = loadKoffi()
  const found: NameIndex[] = []
  while (found.length < MAX_INTERFACES) {
    const entry = new DataView(koffi.view(list + BigInt(found.length * IF_NAMEINDEX.size), IF_NAMEINDEX.size))
    const index = entry.getUint32(IF_NAMEINDEX.index, true)
    const name = entry.getBigUint64(IF_NAMEINDEX.name, true)
    if (index === 0 || name === 0n) break
    found.push({ index, name: koffi.decode.string(name) })
  }
  return found
}

/** A name as C reads it, with its NUL. */
function checkName(name: unknown): Uint8Array {
  if (typeof name !== 'string') throw new TypeError(`name is text, not ${show(name)}`)
  if (name === '') throw new TypeError('name is empty; interfaces are called lo, eth0 and so on')
  if (name.includes('\0')) throw new TypeError('name has a NUL character in it')
  const bytes = new TextEncoder().encode(name)
  if (bytes.length >= IF_NAMESIZE)
    throw new RangeError(`name has ${bytes.length} bytes, that of an interface ${IF_NAMESIZE - 1} at most`)
  const room = new Uint8Array(ROOM)
  room.set(bytes)
  return room
}

/** The error of the call that has just failed; `missing` is the reason where there is just no such interface. */
function lookupFailed(syscall: string, missing: string): SocketError {
  const number = libc().errno()
  const none = number === errno.ENODEV || number === errno.ENXIO
  return new SocketError(number, syscall, none ? { reason: missing } : {})
}
