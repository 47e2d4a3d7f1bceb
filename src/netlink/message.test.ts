import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isSocketError } from '../socket/errors.ts'
import { AF_INET, IPPROTO_ICMP, SOCK_RAW } from '../socket/posix/constants.ts'
import { Attributes, encodeAttribute, encodeUint32 } from './attributes.ts'
import {
  NLA_F_NESTED,
  RTM_NEWADDR,
  RTM_NEWLINK,
  RTM_NEWNEIGH,
  RTM_NEWROUTE,
  SOCK_DIAG_BY_FAMILY,
} from './constants.ts'
import { decodeInetSocket } from './inet-diag.ts'
import { decodeAddress } from './interface-addresses.ts'
import { decodeLink } from './links.ts'
import { encodeMessage, type NetlinkMessage, parseMessages } from './message.ts'
import { decodeNeighbour } from './neighbours.ts'
import { decodeNetlinkSocket } from './netlink-diag.ts'
import { decodePacketSocket } from './packet-diag.ts'
import { decodeRoute } from './routes.ts'
import { decodeUnixSocket } from './unix-diag.ts'

/** Everything that reads what the kernel answers: the kind of message, its structure's size, the reader. */
const DECODERS: Record<string, [number, number, (message: NetlinkMessage) => unknown]> = {
  'a link': [RTM_NEWLINK, 16, decodeLink],
  'an address': [RTM_NEWADDR, 8, decodeAddress],
  'a neighbour': [RTM_NEWNEIGH, 12, decodeNeighbour],
  'a route': [RTM_NEWROUTE, 12, decodeRoute],
  'a TCP socket': [SOCK_DIAG_BY_FAMILY, 72, (message) => decodeInetSocket('tcp', message)],
  'a UDP socket': [SOCK_DIAG_BY_FAMILY, 72, (message) => decodeInetSocket('udp', message)],
  'a raw socket': [SOCK_DIAG_BY_FAMILY, 72, (message) => decodeInetSocket('raw', message)],
  'a Unix socket': [SOCK_DIAG_BY_FAMILY, 16, decodeUnixSocket],
  'a packet socket': [SOCK_DIAG_BY_FAMILY, 16, (message) => decodePacketSocket(message, { memory: true })],
  'a netlink socket': [SOCK_DIAG_BY_FAMILY, 28, (message) => decodeNetlinkSocket(message, { memory: true })],
}

/** The answer, or null when the bytes were refused as they must be; anything else is thrown. */
function read<Result>(reading: () => Result): Result | null {
  try {
    return reading()
  } catch (error) {
    if (isSocketError(error, 'EBADMSG')) return null
    throw error
  }
}

/** The same bytes where something else stands before and behind them. */
function amid(bytes: Uint8Array, neighbour: number): Uint8Array {
  const whole = new Uint8Array(bytes.length + 300).fill(neighbour)
  whole.set(bytes, 100)
  return whole.subarray(100, 100 + bytes.length)
}

const header = fc.record({
  type: fc.nat(0xffff),
  flags: fc.nat(0xffff),
  sequence: fc.integer({ min: 0, max: 0xffffffff }),
})

test('what is built is what is read, message by message', () => {
  const messages = fc.array(fc.tuple(header, fc.uint8Array({ maxLength: 50 })), { maxLength: 8 })
  const property = fc.property(messages, (list) => {
    const parts = list.map(([fields, payload]) => encodeMessage(fields, payload))
    const datagram = Uint8Array.from(parts.flatMap((part) => [...part]))
    const found = parseMessages(datagram)
    assert.equal(found.length, list.length)
    for (const [index, [fields, payload]] of list.entries()) {
      const { type, flags, sequence, pid, payload: read } = found[index] as NetlinkMessage
      assert.deepEqual({ type, flags, sequence, pid }, { ...fields, pid: 0 })
      // Filled up with zeros to the next multiple of four.
      assert.equal(read.length, Math.ceil(payload.length / 4) * 4)
      assert.deepEqual(read.subarray(0, payload.length), payload)
      assert.ok(read.subarray(payload.length).every((byte) => byte === 0))
    }
  })
  fc.assert(property)
})

test('what is built is what is read, attribute by attribute', () => {
  const attributes = fc.array(fc.tuple(fc.nat(0x3fff), fc.uint8Array({ maxLength: 30 })), { maxLength: 8 })
  const property = fc.property(attributes, (list) => {
    const parts = list.map(([type, value]) => encodeAttribute(type, value))
    const { payload } = parseMessages(encodeMessage({ type: 1, flags: 0, sequence: 1 }, ...parts))[0]!
    const found = new Attributes(payload)
    for (const [type] of list) {
      const values = list.filter(([other]) => other === type).map(([, value]) => value)
      assert.deepEqual(found.all(type), values)
      assert.deepEqual(found.bytes(type), values[0])
    }
  })
  fc.assert(property)
})

test('attributes know numbers, text and what stands inside them', () => {
  const text = encodeAttribute(3, new TextEncoder().encode('eth0\0'))
  const padded = new Uint8Array(12)
  padded.set(text)
  const { payload } = parseMessages(
    encodeMessage(
      { type: 1, flags: 0, sequence: 1 },
      encodeUint32(1, 0xfffffffe),
      encodeAttribute(2 | NLA_F_NESTED, padded),
      encodeAttribute(4, Uint8Array.of(0xff)),
    ),
  )[0]!
  const attributes = new Attributes(payload)
  assert.equal(attributes.uint32(1), 0xfffffffe)
  assert.equal(attributes.int32(1), -2)
  assert.equal(attributes.nested(2)?.text(3), 'eth0')
  assert.equal(attributes.uint8(4), 255)
  assert.equal(attributes.uint32(5), undefined)
  assert.equal(attributes.nested(5), undefined)
  assert.throws(() => attributes.uint32(4), {
    code: 'EBADMSG',
    message:
      'cannot receive a message: malformed netlink message: attribute 4 has 1 bytes, and not 4 (EBADMSG)',
  })
  assert.throws(() => attributes.address(4, 2), { code: 'EBADMSG' })
})

test('a raw socket has its protocol where others have their port', () => {
  const payload = new Uint8Array(72)
  const view = new DataView(payload.buffer)
  payload.set([AF_INET, 7])
  view.setUint16(4, IPPROTO_ICMP)
  payload.set([127, 0, 0, 1], 8)
  const message = { type: SOCK_DIAG_BY_FAMILY, flags: 0, sequence: 1, pid: 0, payload }
  const { kind, type, protocol, state, local, remote } = decodeInetSocket('raw', message) ?? {}
  assert.deepEqual(
    { kind, type, protocol, state, local, remote },
    {
      kind: 'raw',
      type: SOCK_RAW,
      protocol: IPPROTO_ICMP,
      state: 'CLOSE',
      local: { family: AF_INET, address: '127.0.0.1', port: 0 },
      remote: null,
    },
  )
})

test('lengths that do not fit are refused', () => {
  const whole = encodeMessage({ type: 1, flags: 0, sequence: 1 }, Uint8Array.of(1, 2, 3, 4))
  const lengths = (length: number) => {
    const bytes = whole.slice()
    new DataView(bytes.buffer).setUint32(0, length, true)
    return bytes
  }
  for (const length of [0, 15, 21, 0x7fffffff, 0x80000000, 0xffffffff])
    assert.throws(() => parseMessages(lengths(length)), { code: 'EBADMSG' }, `length ${length}`)
  assert.throws(() => parseMessages(whole.subarray(0, 15)), { code: 'EBADMSG' })
  // The last message of a datagram need not be filled up.
  assert.equal(parseMessages(lengths(17))[0]?.payload.length, 1)
  for (const bytes of [[1], [4, 0, 0], [3, 0, 0, 0], [5, 0, 0, 0], [0xff, 0xff, 0, 0], [4, 0, 1, 0, 7]])
    assert.throws(() => new Attributes(Uint8Array.from(bytes)), { code: 'EBADMSG' }, `bytes ${bytes}`)
  assert.deepEqual(new Attributes(new Uint8Array(0)).all(0), [])
  assert.throws(() => encodeAttribute(1, new Uint8Array(0xfffc)), RangeError)
})

test('any bytes at all are messages, or are refused', () => {
  const property = fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(255), (bytes, neighbour) => {
    const found = read(() => parseMessages(amid(bytes, neighbour)))
    assert.deepEqual(
      found,
      read(() => parseMessages(bytes)),
    )
    let total = 0
    for (const { payload } of found ?? []) total += 16 + payload.length
    assert.ok(total <= bytes.length, 'no payload is longer than what was there')
  })
  fc.assert(property, { numRuns: 1000 })
})

/** Lengths of values that some attribute has, and others. */
const value = fc.oneof(
  fc
    .constantFrom(0, 1, 4, 8, 16, 36, 80)
    .chain((length) => fc.uint8Array({ minLength: length, maxLength: length })),
  fc.uint8Array({ maxLength: 300 }),
)

const attribute = fc
  .tuple(fc.oneof(fc.nat(8), fc.nat(60), fc.nat(0xffff)), value)
  .map(([type, bytes]) => encodeAttribute(type, bytes))

/** An address of IPv4, which makes sense of most messages, or whatever there may be. */
const attributes = fc.oneof(
  fc.constant([encodeAttribute(1, Uint8Array.of(127, 0, 0, 1))]),
  fc.array(attribute, { maxLength: 6 }),
)

const spoils = fc.oneof(fc.constant([]), fc.array(fc.tuple(fc.nat(1000), fc.nat(255)), { maxLength: 4 }))

/** A structure of a size, its attributes, and then a few bytes are others. */
function answer(size: number): fc.Arbitrary<Uint8Array> {
  const structure = fc.oneof(
    { weight: 9, arbitrary: fc.uint8Array({ minLength: size, maxLength: size }) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: size }) },
  )
  const family = fc.constantFrom(1, 2, 2, 10, 16, 17)
  return fc.tuple(structure, family, attributes, spoils).map(([body, first, list, changes]) => {
    const bytes = encodeMessage({ type: 0, flags: 0, sequence: 0 }, body, ...list).slice(16)
    if (bytes.length > 0) bytes[0] = first
    for (const [at, byte] of changes) if (at < bytes.length) bytes[at] = byte
    return bytes
  })
}

for (const [name, [type, size, decode]] of Object.entries(DECODERS)) {
  test(`whatever stands in an answer about ${name}, it is read within its bounds or refused`, () => {
    const message = (payload: Uint8Array) => ({ type, flags: 0, sequence: 1, pid: 0, payload })
    let understood = 0
    const property = fc.property(answer(size), fc.nat(255), (bytes, neighbour) => {
      const found = read(() => decode(message(bytes)))
      if (found !== null) understood++
      assert.deepEqual(
        read(() => decode(message(amid(bytes, neighbour)))),
        found,
      )
    })
    fc.assert(property, { numRuns: 500 })
    assert.ok(understood > 10, `${understood} of 500 made sense`)
    assert.equal(decode({ ...message(new Uint8Array(0)), type: 1 }), null, 'other messages are passed over')
  })
}
