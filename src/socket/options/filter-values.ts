import { show } from '../posix/addresses.ts'
import { BPF_MAXINSNS, type Instruction } from './filter.ts'
import type { ValueCodec } from './option-values.ts'
import { checkObject, type StructCodec, struct, uint8, uint16, uint32 } from './struct-values.ts'

export const instruction: StructCodec<Instruction> = struct('sock_filter', '', 8, {
  code: [0, uint16],
  jt: [2, uint8],
  jf: [3, uint8],
  k: [4, uint32],
})

/**
 * A program: the instructions alone, one after the other. In C a `struct sock_fprog` points to them; the stack that
 * hands them to a kernel makes it.
 */
export const program: ValueCodec<readonly Instruction[]> = {
  size: BPF_MAXINSNS * instruction.size,
  encode(value, name) {
    if (!Array.isArray(value))
      throw new TypeError(`${name} takes an array of { code, jt, jf, k }, not ${show(value)}`)
    const { length } = value
    if (length === 0 || length > BPF_MAXINSNS)
      throw new RangeError(`${name} takes 1 to ${BPF_MAXINSNS} instructions, not ${length}`)
    const bytes = new Uint8Array(length * instruction.size)
    for (let index = 0; index < length; index++)
      bytes.set(encodeInstruction(value[index], `${name}[${index}]`), index * instruction.size)
    return bytes
  },
  decode: (bytes) =>
    Array.from({ length: Math.floor(bytes.length / instruction.size) }, (_, index) =>
      instruction.decode(bytes.subarray(index * instruction.size)),
    ),
}

function encodeInstruction(value: unknown, name: string): Uint8Array {
  const { code, jt, jf, k } = checkObject(value, name, '{ code, jt, jf, k }') as unknown as Instruction
  // Offsets such as SKF_AD_OFF are written as negative numbers.
  return instruction.encode({ code, jt, jf, k: k < 0 && k >= -0x80000000 ? k >>> 0 : k }, name)
}
