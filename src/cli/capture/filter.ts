import {
  BPF_JA,
  BPF_JEQ,
  BPF_JMP,
  BPF_JUMP,
  BPF_K,
  BPF_MAXINSNS,
  BPF_RET,
  BPF_STMT,
  type Instruction,
} from '../../socket/options/filter.ts'
import type { Check } from './filter-checks.ts'
import { FilterError } from './filter-error.ts'
import { type Filter, parseFilter } from './filter-parser.ts'

// A filter becomes a program of classic BPF, which the kernel runs on each packet before the socket gets it: loads into
// the accumulator A, comparisons of A with a number that skip some instructions or none, and at the end how many bytes
// of the packet are kept. That of `icmp` is:
//
//     0  A = protocol
//     1  A == IPv4 ? go on : skip 2
//     2  A = byte 9 of the network header
//     3  A == ICMP ? skip 1 : go on
//     4  keep nothing
//     5  keep all

/** Instructions that may come in front. */
const RESERVED = 16

/** The program of a filter such as `tcp and port 80`, that keeps `length` bytes of a packet. Throws a FilterError. */
export function compileFilter(text: string, length: number): readonly Instruction[] {
  const filter = parseFilter(text)
  const assembler = new Assembler()
  const yes = assembler.put(BPF_STMT(BPF_RET | BPF_K, length))
  if (filter !== null) assemble(filter, yes, assembler.put(BPF_STMT(BPF_RET | BPF_K, 0)), assembler)
  const program = assembler.program()
  if (program.length > BPF_MAXINSNS - RESERVED) throw new FilterError('tooLong', text, 0)
  return program
}

/** An instruction, by how many there are from it to the end. */
type Label = number

/** A jump says in eight bits how many instructions it skips; one more may come in between. */
const FARTHEST = 254

/** Jumps lead forward only: so what stands last is made first. */
class Assembler {
  readonly #backwards: Instruction[] = []

  /** Puts an instruction in front of all others. */
  put(instruction: Instruction): Label {
    return this.#backwards.push(instruction)
  }

  /** What follows when nothing is skipped. */
  get next(): Label {
    return this.#backwards.length
  }

  /** A == value ? go to `yes` : go to `no`. */
  jump(value: number, yes: Label, no: Label): Label {
    const [near, far] = [this.#near(yes), this.#near(no)]
    return this.put(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, this.next - near, this.next - far))
  }

  /** The label, or, when it is too far away, that of a jump without condition that leads there: it says it in 32 bits. */
  #near(label: Label): Label {
    const skipped = this.next - label
    return skipped <= FARTHEST ? label : this.put(BPF_STMT(BPF_JMP | BPF_JA, skipped))
  }

  program(): readonly Instruction[] {
    return this.#backwards.toReversed()
  }
}

/** Puts in front what goes to `yes` when the filter holds, and to `no` when it does not. */
function assemble(filter: Filter, yes: Label, no: Label, assembler: Assembler): Label {
  switch (filter.kind) {
    case 'and':
      return assemble(filter.left, assemble(filter.right, yes, no, assembler), no, assembler)
    case 'or':
      return assemble(filter.left, yes, assemble(filter.right, yes, no, assembler), assembler)
    case 'not':
      return assemble(filter.of, no, yes, assembler)
    case 'primitive':
      return filter.primitive.reduceRight(
        (others, checks) => checks.reduceRight((held, check) => look(check, held, others, assembler), yes),
        no,
      )
  }
}

function look({ load, values }: Check, yes: Label, no: Label, assembler: Assembler): Label {
  let label = no
  for (const value of values.toReversed()) label = assembler.jump(value, yes, label)
  for (const instruction of load.toReversed()) label = assembler.put(instruction)
  return label
}
