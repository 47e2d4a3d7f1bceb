import fc from 'fast-check'
import {
  AF_INET,
  AF_UNIX,
  MessageVector,
  MSG_WAITALL,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  type Socket,
  socket,
  socketpair,
} from '../../src/index.ts'
import { BACKINGS, type Backing, CANARY, type Guarded, guarded, trespass } from './memory.ts'

const TRANSPORTS = ['stream', 'datagram', 'seqpacket', 'tcp', 'udp'] as const
type Transport = (typeof TRANSPORTS)[number]
const RECEIVERS = ['recv', 'recvAll', 'recvfrom', 'recvmsg', 'recvmmsg'] as const
const SENDERS = ['send', 'sendmsg', 'sendmmsg'] as const

/** One transfer from memory with canaries around it into memory with canaries around it. */
export interface Transfer {
  readonly transport: Transport
  readonly sender: (typeof SENDERS)[number]
  readonly receiver: (typeof RECEIVERS)[number]
  readonly from: Backing
  readonly into: Backing
  readonly before: number
  readonly after: number
  readonly sent: number
  readonly room: number
}

const length = fc.oneof(
  fc.constantFrom(1, 2, 63, 64, 65, 128, 4096, 40_000),
  fc.integer({ min: 1, max: 300 }),
)

export const transfer: fc.Arbitrary<Transfer> = fc.record({
  transport: fc.constantFrom(...TRANSPORTS),
  sender: fc.constantFrom(...SENDERS),
  receiver: fc.constantFrom(...RECEIVERS),
  from: fc.constantFrom(...BACKINGS),
  into: fc.constantFrom(...BACKINGS),
  before: fc.nat(17),
  after: fc.nat(17),
  sent: length,
  room: length,
})

async function connected(transport: Transport): Promise<[Socket, Socket]> {
  if (transport === 'stream') return socketpair(AF_UNIX, SOCK_STREAM)
  if (transport === 'datagram') return socketpair(AF_UNIX, SOCK_DGRAM)
  if (transport === 'seqpacket') return socketpair(AF_UNIX, SOCK_SEQPACKET)
  const here = { family: AF_INET, address: '127.88.0.1', port: 0 } as const
  const type = transport === 'tcp' ? SOCK_STREAM : SOCK_DGRAM
  const [one, other] = [socket(AF_INET, type), socket(AF_INET, type)]
  one.bind(here)
  if (transport === 'udp') {
    await other.connect(one.getsockname())
    return [other, one]
  }
  one.listen()
  const [server] = await Promise.all([one.accept(), other.connect(one.getsockname())])
  await one.close()
  return [other, server]
}

function send(socket: Socket, how: Transfer['sender'], view: Uint8Array): Promise<number> {
  if (how === 'send') return socket.send(view)
  if (how === 'sendmmsg') {
    const vector = new MessageVector(2, view.length)
    vector.set(0, view)
    return socket.sendmmsg(vector, 1)
  }
  const middle = view.length >> 1
  return socket.sendmsg({ buffers: [view.subarray(0, middle), view.subarray(middle)] })
}

/** Receives into the parts, one after the other, and gives the count. */
async function receive(
  socket: Socket,
  how: Transfer['receiver'],
  parts: readonly Guarded[],
): Promise<number> {
  const views = parts.map(({ view }) => view)
  if (how === 'recvmsg') return (await socket.recvmsg(views)).length
  if (how === 'recvfrom') return (await socket.recvfrom(views[0]!)).data.length
  return socket.recv(views[0]!, how === 'recvAll' ? MSG_WAITALL : 0)
}

function require(holds: boolean, words: string): void {
  if (!holds) throw new Error(words)
}

function pattern(view: Uint8Array): Uint8Array {
  for (let i = 0; i < view.length; i++) view[i] = (i * 7 + (i >> 8) + 1) & 0xff
  return view.slice()
}

/** Throws when a byte outside a view was sent or written, or one inside was not. */
export async function tryTransfer(t: Transfer): Promise<void> {
  const source = guarded(t.from, t.before, t.sent, t.after)
  const expected = pattern(source.view)
  const [sender, receiver] = await connected(t.transport)
  try {
    const sending = send(sender, t.sender, source.view)
    if (t.receiver === 'recvmmsg') await receiveBatch(receiver, t, expected)
    else await receiveParts(receiver, t, expected)
    await sending
    require(trespass(source) === -1, 'memory around what was sent was changed')
    require(Buffer.from(source.view).equals(expected), 'what was sent was changed')
  } finally {
    await Promise.all([sender.close(), receiver.close()])
  }
}

async function receiveParts(receiver: Socket, t: Transfer, expected: Uint8Array): Promise<void> {
  const pieces = t.receiver === 'recvmsg' ? 3 : 1
  const room = t.receiver === 'recvAll' ? Math.min(t.room, t.sent) : t.room
  const parts = Array.from({ length: pieces }, () => guarded(t.into, t.before, room, t.after))
  const count = await receive(receiver, t.receiver, parts)
  const stream = t.transport === 'tcp' || t.transport === 'stream'
  const most = Math.min(t.sent, room * pieces)
  require(stream ? count <= most && count > 0 : count === most, `${count} bytes received`)
  if (t.receiver === 'recvAll') require(count === room, `${count} of exactly ${room} bytes`)
  const all = Buffer.concat(parts.map(({ view }) => view))
  require(all.subarray(0, count).equals(expected.subarray(0, count)), 'other bytes than were sent')
  require(all.subarray(count).every((byte) => byte === CANARY), 'bytes behind the count were written')
  for (const part of parts) require(trespass(part) === -1, 'memory around the buffer was written')
  if (stream) await receiveRest(receiver, expected.subarray(count))
}

/** The rest of a stream: no byte more than was sent. */
async function receiveRest(receiver: Socket, expected: Uint8Array): Promise<void> {
  if (expected.length > 0) {
    const rest = await receiver.recv(expected.length, MSG_WAITALL)
    require(Buffer.from(rest).equals(expected), 'the rest of the stream is another one')
  }
  require(receiver.unread === 0, 'more arrived than was sent')
}

async function receiveBatch(receiver: Socket, t: Transfer, expected: Uint8Array): Promise<void> {
  const vector = new MessageVector(3, t.room)
  vector.arena.fill(CANARY)
  const messages = await receiver.recvmmsg(vector)
  const got = Buffer.concat(Array.from({ length: messages }, (_, i) => vector.message(i)))
  require(got.equals(expected.subarray(0, got.length)), 'other bytes than were sent')
  const used = new Set<number>()
  for (let i = 0; i < messages; i++)
    for (let j = 0; j < vector.message(i).length; j++) used.add(i * vector.size + j)
  require(vector.arena.every(
    (byte, i) => used.has(i) || byte === CANARY,
  ), 'bytes behind a message were written')
}
