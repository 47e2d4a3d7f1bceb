/**
 * Classic BPF: small programs that the kernel runs on each packet. Names and numbers are those of
 * `<linux/filter.h>`; what they do is in Documentation/networking/filter.rst of the kernel.
 */

/** An instruction: `struct sock_filter`. */
export interface Instruction {
  /** What to do: BPF_ constants, added up. */
  readonly code: number
  /** Of a jump: instructions to skip when its condition holds, and when not. */
  readonly jt: number
  readonly jf: number
  /** The operand: 32 bits; a negative number stands for its two's complement, as `SKF_AD_OFF + SKF_AD_CPU`. */
  readonly k: number
}

/** An instruction that is no jump. */
export function BPF_STMT(code: number, k: number): Instruction {
  return { code, jt: 0, jf: 0, k }
}

/** A jump: `jt` instructions are skipped when the condition holds, else `jf`. */
export function BPF_JUMP(code: number, k: number, jt: number, jf: number): Instruction {
  return { code, jt, jf, k }
}

// Classes
/** Load into the accumulator, A. */
export const BPF_LD = 0x00
/** Load into the index register, X. */
export const BPF_LDX = 0x01
export const BPF_ST = 0x02
export const BPF_STX = 0x03
export const BPF_ALU = 0x04
export const BPF_JMP = 0x05
/** End, and say how many bytes of the packet are kept: 0 drops it. Of a reuseport program: which socket gets it. */
export const BPF_RET = 0x06
export const BPF_MISC = 0x07

// Sizes of what is loaded
/** 32 bits. */
export const BPF_W = 0x00
/** 16 bits. */
export const BPF_H = 0x08
export const BPF_B = 0x10

// Where it is loaded from
/** `k` itself. */
export const BPF_IMM = 0x00
/** The packet, at `k`; at SKF_AD_OFF and further, what the kernel knows of it. */
export const BPF_ABS = 0x20
/** The packet, at X + `k`. */
export const BPF_IND = 0x40
export const BPF_MEM = 0x60
/** The packet's length. */
export const BPF_LEN = 0x80
/** Four times the low four bits of the byte at `k`: the length of an IPv4 header. */
export const BPF_MSH = 0xa0

// Arithmetic on A
export const BPF_ADD = 0x00
export const BPF_SUB = 0x10
export const BPF_MUL = 0x20
export const BPF_DIV = 0x30
export const BPF_OR = 0x40
export const BPF_AND = 0x50
export const BPF_LSH = 0x60
export const BPF_RSH = 0x70
export const BPF_NEG = 0x80
export const BPF_MOD = 0x90
export const BPF_XOR = 0xa0

// Jumps
export const BPF_JA = 0x00
export const BPF_JEQ = 0x10
export const BPF_JGT = 0x20
export const BPF_JGE = 0x30
export const BPF_JSET = 0x40

// Operands
/** `k`. */
export const BPF_K = 0x00
/** The index register. */
export const BPF_X = 0x08
/** Of BPF_RET: the accumulator. */
export const BPF_A = 0x10

// Between A and X
export const BPF_TAX = 0x00
export const BPF_TXA = 0x80

/** Words of scratch memory. */
export const BPF_MEMWORDS = 16
/** A program has so many instructions at most. */
export const BPF_MAXINSNS = 4096

// What BPF_ABS finds at SKF_AD_OFF and so much further
export const SKF_AD_OFF = -0x1000
/** The protocol, as ETH_P_IP. */
export const SKF_AD_PROTOCOL = 0
/** PACKET_HOST and its like. */
export const SKF_AD_PKTTYPE = 4
export const SKF_AD_IFINDEX = 8
export const SKF_AD_NLATTR = 12
export const SKF_AD_NLATTR_NEST = 16
export const SKF_AD_MARK = 20
export const SKF_AD_QUEUE = 24
export const SKF_AD_HATYPE = 28
export const SKF_AD_RXHASH = 32
/** The processor on which the program runs. */
export const SKF_AD_CPU = 36
export const SKF_AD_ALU_XOR_X = 40
export const SKF_AD_VLAN_TAG = 44
export const SKF_AD_VLAN_TAG_PRESENT = 48
export const SKF_AD_PAY_OFFSET = 52
/** A random number. */
export const SKF_AD_RANDOM = 56
export const SKF_AD_VLAN_TPID = 60
/** Before `k` of BPF_ABS: counted from the network header, or the link-layer header. */
export const SKF_NET_OFF = -0x100000
export const SKF_LL_OFF = -0x200000
