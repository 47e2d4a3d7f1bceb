import { BPF_MAXINSNS } from '../socket/options/filter.ts'
import { PACKET_FANOUT_DATA, SO_ATTACH_FILTER, SO_ATTACH_REUSEPORT_CBPF } from '../socket/options/options.ts'
import { byteLengthOf } from '../socket/posix/bytes.ts'
import { IPPROTO_IP, IPPROTO_IPV6, SOL_PACKET, SOL_SOCKET } from '../socket/posix/constants.ts'
import type { Koffi } from './koffi.ts'
import { SOCK_FILTER_SIZE, SOCK_FPROG } from './layout.ts'

const SOL_RDS = 276
const SOL_XDP = 283

/**
 * Options whose value has addresses in it, which the kernel reads from or writes to, then or later: by level, their
 * numbers. No bytes of a caller's go there: an address in them could be anybody's memory by then.
 */
const ADDRESSES: ReadonlyMap<number, readonly number[]> = new Map([
  // IPT_SO_SET_REPLACE, ARPT_SO_SET_REPLACE, EBT_SO_SET_ENTRIES, EBT_SO_SET_COUNTERS: tables of firewalls
  [IPPROTO_IP, [64, 96, 128, 129]],
  // IP6T_SO_SET_REPLACE
  [IPPROTO_IPV6, [64]],
  // RDS_GET_MR, RDS_GET_MR_FOR_DEST: memory for remote access
  [SOL_RDS, [2, 7]],
  // XDP_UMEM_REG: memory for packets
  [SOL_XDP, [4]],
])

/** Is its value a program? C's structure points to it, a caller gives the instructions themselves. */
export function takesProgram(level: number, number: number): boolean {
  if (level === SOL_SOCKET)
    return number === SO_ATTACH_FILTER.number || number === SO_ATTACH_REUSEPORT_CBPF.number
  return level === SOL_PACKET && number === PACKET_FANOUT_DATA.number
}

export function takesAddress(level: number, number: number): boolean {
  return ADDRESSES.get(level)?.includes(number) ?? false
}

/** SO_GET_FILTER: its length is a count of instructions, and that many bytes would be eight times too few. */
export function givesProgram(level: number, number: number): boolean {
  return level === SOL_SOCKET && number === SO_ATTACH_FILTER.number
}

/** A `struct sock_fprog` and the instructions that it points to, both in memory of our own: one a thread. */
export class ProgramMemory {
  readonly #instructions = new Uint8Array(BPF_MAXINSNS * SOCK_FILTER_SIZE)
  readonly #program = new Uint8Array(128)

  constructor(koffi: Koffi) {
    const address = koffi.address(this.#instructions)
    new DataView(this.#program.buffer).setBigUint64(SOCK_FPROG.filter, address, true)
  }

  /** The structure, to be handed to the call that follows at once; null: so many bytes are no program. */
  of(instructions: Uint8Array): Uint8Array | null {
    const length = byteLengthOf(instructions)
    if (length % SOCK_FILTER_SIZE !== 0 || length > this.#instructions.length) return null
    this.#instructions.set(instructions)
    new DataView(this.#program.buffer).setUint16(SOCK_FPROG.len, length / SOCK_FILTER_SIZE, true)
    return this.#program
  }
}
