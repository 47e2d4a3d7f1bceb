import assert from 'node:assert/strict'
import {
  AF_INET,
  AF_UNIX,
  BPF_A,
  BPF_ABS,
  BPF_ALU,
  BPF_AND,
  BPF_B,
  BPF_IMM,
  BPF_JEQ,
  BPF_JMP,
  BPF_JUMP,
  BPF_K,
  BPF_LD,
  BPF_MAXINSNS,
  BPF_RET,
  BPF_STMT,
  BPF_W,
  type Instruction,
  SKF_AD_CPU,
  SKF_AD_OFF,
  SO_ATTACH_FILTER,
  SO_ATTACH_REUSEPORT_CBPF,
  SO_DETACH_FILTER,
  SO_LOCK_FILTER,
  SO_REUSEPORT,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOL_SOCKET,
  type Socket,
} from '../../src/index.ts'
import { loopback, type Scope, scoped } from '../errors/loopback.ts'
import { test } from '../leak-check.ts'

/** Takes what has this byte at this place, and drops everything else. */
function only(byte: number, at: number): Instruction[] {
  return [
    BPF_STMT(BPF_LD | BPF_B | BPF_ABS, at),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, byte, 0, 1),
    BPF_STMT(BPF_RET | BPF_K, 0xffff),
    BPF_STMT(BPF_RET | BPF_K, 0),
  ]
}

/** Keeps so many bytes of everything. */
function keep(bytes: number): Instruction[] {
  return [BPF_STMT(BPF_RET | BPF_K, bytes)]
}

/** A filter of UDP looks at the datagram from its header on. */
const UDP_HEADER = 8

/** As the kernel is given them: `struct sock_filter`. */
function bytesOf(program: readonly Instruction[]): Uint8Array {
  return SO_ATTACH_FILTER.codec.encode(program, 'test')
}

/** The bytes that a receiver gets, one a datagram, of those that were sent. */
async function receivedOf(receiver: Socket, sender: Socket, sent: readonly number[]): Promise<number[]> {
  for (const byte of sent) await sender.sendto(Uint8Array.of(byte), receiver.getsockname())
  const received: number[] = []
  // What loopback delivers is there when sendto() returns.
  while (receiver.unread > 0) received.push((await receiver.recv(1))[0]!)
  return received
}

test(
  'SO_ATTACH_FILTER: a program drops datagrams, is read back, and goes with SO_DETACH_FILTER',
  scoped(async (scope) => {
    const receiver = scope.bound(SOCK_DGRAM)
    const sender = scope.socket(AF_INET, SOCK_DGRAM)
    const program = only(2, UDP_HEADER)
    receiver.setsockopt(SO_ATTACH_FILTER, program)
    assert.deepEqual(receiver.getsockopt(SO_ATTACH_FILTER), program)
    assert.deepEqual(await receivedOf(receiver, sender, [1, 2, 3, 2]), [2, 2])
    receiver.setsockopt(SO_ATTACH_FILTER, only(3, UDP_HEADER))
    assert.deepEqual(await receivedOf(receiver, sender, [1, 2, 3]), [3])
    receiver.setsockopt(SO_DETACH_FILTER, null)
    assert.deepEqual(receiver.getsockopt(SO_ATTACH_FILTER), [])
    assert.deepEqual(await receivedOf(receiver, sender, [1, 2, 3]), [1, 2, 3])
  }),
)

test(
  'SO_ATTACH_FILTER: a program cuts what it keeps, on a Unix socket too',
  scoped(async (scope) => {
    const receiver = scope.bound(SOCK_DGRAM, scope.unixAddress())
    const sender = scope.socket(AF_UNIX, SOCK_DGRAM)
    receiver.setsockopt(SO_ATTACH_FILTER, keep(3))
    await sender.sendto(new Uint8Array(10), receiver.getsockname())
    assert.equal((await receiver.recv(100)).length, 3)
  }),
)

test(
  'SO_LOCK_FILTER: nobody changes the filter any more',
  scoped(async (scope) => {
    const receiver = scope.bound(SOCK_DGRAM)
    receiver.setsockopt(SO_ATTACH_FILTER, keep(100))
    receiver.setsockopt(SO_LOCK_FILTER, true)
    assert.throws(() => receiver.setsockopt(SO_ATTACH_FILTER, keep(0)), { code: 'EPERM' })
    assert.throws(() => receiver.setsockopt(SO_DETACH_FILTER, null), { code: 'EPERM' })
    assert.throws(() => receiver.setsockopt(SO_LOCK_FILTER, false), { code: 'EPERM' })
  }),
)

test(
  'SO_ATTACH_FILTER: a long program; one that never ends, or is too long, is refused',
  scoped(async (scope) => {
    const receiver = scope.bound(SOCK_DGRAM)
    const cpu = BPF_STMT(BPF_LD | BPF_W | BPF_ABS, SKF_AD_OFF + SKF_AD_CPU)
    const long = [cpu, ...Array<Instruction>(998).fill(BPF_STMT(BPF_LD | BPF_IMM, 7)), ...keep(1)]
    receiver.setsockopt(SO_ATTACH_FILTER, long)
    const read = receiver.getsockopt(SO_ATTACH_FILTER)
    assert.equal(read.length, 1000)
    assert.deepEqual(read[0], { ...cpu, k: (SKF_AD_OFF + SKF_AD_CPU) >>> 0 })
    assert.throws(() => receiver.setsockopt(SO_ATTACH_FILTER, [cpu]), { code: 'EINVAL' })
    assert.throws(() => receiver.setsockopt(SO_ATTACH_FILTER, Array(BPF_MAXINSNS + 1).fill(cpu)), {
      name: 'RangeError',
      message: 'SO_ATTACH_FILTER takes 1 to 4096 instructions, not 4097',
    })
  }),
)

test(
  'SO_ATTACH_FILTER by level, name and bytes: the bytes are instructions, never an address',
  scoped(async (scope) => {
    const receiver = scope.bound(SOCK_DGRAM)
    const sender = scope.socket(AF_INET, SOCK_DGRAM)
    receiver.setsockopt(SOL_SOCKET, SO_ATTACH_FILTER.number, bytesOf(only(2, UDP_HEADER)))
    assert.deepEqual(await receivedOf(receiver, sender, [1, 2, 3]), [2])
    // A struct sock_fprog of one instruction, in memory at address 4096: two instructions that make no sense.
    const pointing = new Uint8Array(16)
    new DataView(pointing.buffer).setUint16(0, 1, true)
    new DataView(pointing.buffer).setBigUint64(8, 4096n, true)
    for (const number of [SO_ATTACH_FILTER.number, SO_ATTACH_REUSEPORT_CBPF.number])
      assert.throws(() => receiver.setsockopt(SOL_SOCKET, number, pointing), { code: 'EINVAL' })
    for (const length of [0, 7, 9, 8 * BPF_MAXINSNS + 8])
      assert.throws(() => receiver.setsockopt(SOL_SOCKET, SO_ATTACH_FILTER.number, new Uint8Array(length)), {
        code: 'EINVAL',
      })
    assert.deepEqual(receiver.getsockopt(SO_ATTACH_FILTER), only(2, UDP_HEADER))
  }),
)

test(
  'SO_ATTACH_FILTER read by level and name: the length is of bytes, and no more than that are written',
  scoped(async (scope) => {
    const receiver = scope.bound(SOCK_DGRAM)
    // Longer than the memory that calls share, if the kernel took the length for a count of instructions.
    const program = [...Array<Instruction>(49).fill(BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 0)), ...keep(1)]
    const bytes = bytesOf(program)
    receiver.setsockopt(SO_ATTACH_FILTER, program)
    assert.deepEqual(receiver.getsockopt(SOL_SOCKET, SO_ATTACH_FILTER.number, bytes.length), bytes)
    assert.deepEqual(receiver.getsockopt(SOL_SOCKET, SO_ATTACH_FILTER.number, 1000), bytes)
    for (const length of [8, 56, 64, 392, bytes.length - 1])
      assert.throws(() => receiver.getsockopt(SOL_SOCKET, SO_ATTACH_FILTER.number, length), {
        code: 'EINVAL',
      })
    // The kernel says how many there are, and writes none.
    assert.equal(receiver.getsockopt(SOL_SOCKET, SO_ATTACH_FILTER.number, 7).length, 7)
  }),
)

/** Sockets that share a port, in the order of bind(2). */
function sharing(scope: Scope, type: number, count: number): Socket[] {
  const sockets: Socket[] = []
  for (let index = 0; index < count; index++) {
    const each = scope.socket(AF_INET, type)
    each.setsockopt(SO_REUSEPORT, true)
    each.bind(index === 0 ? loopback() : sockets[0]!.getsockname())
    sockets.push(each)
  }
  return sockets
}

test(
  'SO_ATTACH_REUSEPORT_CBPF: a program says which socket of a group gets a datagram',
  scoped(async (scope) => {
    const group = sharing(scope, SOCK_DGRAM, 2)
    const [even, odd] = group as [Socket, Socket]
    even.setsockopt(SO_ATTACH_REUSEPORT_CBPF, [
      BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 0),
      BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 1),
      BPF_STMT(BPF_RET | BPF_A, 0),
    ])
    const sender = scope.socket(AF_INET, SOCK_DGRAM)
    for (const byte of [1, 2, 3, 4, 5, 7]) await sender.sendto(Uint8Array.of(byte), even.getsockname())
    const got: number[][] = [[], []]
    for (const [index, each] of group.entries())
      while (each.unread > 0) got[index]!.push((await each.recv(1))[0]!)
    assert.deepEqual(got, [
      [2, 4],
      [1, 3, 5, 7],
    ])
    assert.equal(odd.unread, 0)
  }),
)

test(
  'SO_ATTACH_REUSEPORT_CBPF: all connections go to the listener that the program names',
  scoped(async (scope) => {
    const group = sharing(scope, SOCK_STREAM, 3)
    for (const each of group) each.listen()
    group[0]!.setsockopt(SO_ATTACH_REUSEPORT_CBPF, [BPF_STMT(BPF_RET | BPF_K, 2)])
    for (let round = 0; round < 8; round++) {
      const client = scope.socket()
      await client.connect(group[0]!.getsockname())
      const server = scope.own(await group[2]!.accept({ timeout: 1000 }))
      assert.deepEqual(server.getpeername(), client.getsockname())
    }
  }),
)
