import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { GuardedView } from '../../../test/packet/guarded-view.ts'
import { headerTests } from '../../../test/packet/header-tests.ts'
import { bytes, holds, uint8, uint16, uint32 } from '../../../test/packet/properties.ts'
import {
  buildIcmpv6,
  checkIcmpv6,
  ICMP6_DST_UNREACH,
  ICMP6_DST_UNREACH_NOPORT,
  ICMP6_ECHO_REPLY,
  ICMP6_PACKET_TOO_BIG,
  ICMP6_PARAM_PROB,
  ICMP6_PARAMPROB_NEXTHEADER,
  ICMP6_REDIRECT,
  ICMP6_TIME_EXCEEDED,
  ICMPV6_FIELDS,
  icmpv6Code,
  icmpv6Identifier,
  icmpv6Mtu,
  icmpv6Pointer,
  icmpv6QuoteLength,
  icmpv6Sequence,
  icmpv6Type,
  isIcmpv6Error,
  readIcmpv6,
  writeIcmpv6,
} from './icmpv6.ts'
import { BAD_CHECKSUM, GOOD, TRUNCATED } from './verdict.ts'

headerTests('ICMPv6 echo', ICMPV6_FIELDS.echo, [
  [icmpv6Type, ({ type }) => type],
  [icmpv6Code, ({ code }) => code],
  [icmpv6Identifier, ({ identifier }) => identifier],
  [icmpv6Sequence, ({ sequence }) => sequence],
])
headerTests('ICMPv6 destination unreachable', ICMPV6_FIELDS['destination unreachable'], [])
headerTests('ICMPv6 packet too big', ICMPV6_FIELDS['packet too big'], [[icmpv6Mtu, ({ mtu }) => mtu]])
headerTests('ICMPv6 time exceeded', ICMPV6_FIELDS['time exceeded'], [])
headerTests('ICMPv6 parameter problem', ICMPV6_FIELDS['parameter problem'], [
  [icmpv6Pointer, ({ pointer }) => pointer],
])
headerTests('ICMPv6, another message', ICMPV6_FIELDS.other, [])

const type = fc.oneof(fc.constantFrom(1, 2, 3, 4, 128, 129), uint8)
const data = fc.uint8Array({ maxLength: 60 })

test('what is built is good; what is read is written back the same', () => {
  const property = fc.property(type, uint8, uint32, uint16, data, (type, code, rest, pseudoHeader, some) => {
    const { view, at, end } = GuardedView.over(Uint8Array.of(...Array(8), ...some))
    buildIcmpv6(view, at, end, type, code, rest, pseudoHeader)
    assert.equal(checkIcmpv6(view, at, end, pseudoHeader), GOOD)
    const message = readIcmpv6(view, at, end)!
    assert.deepEqual([message.type, message.code, message.data], [type, code, some])
    assert.equal(view.getUint32(at + 4), rest)
    const copy = GuardedView.over(new Uint8Array(8 + some.length))
    assert.equal(writeIcmpv6(copy.view, copy.at, message), copy.end)
    assert.deepEqual(new Uint8Array(copy.view.buffer), new Uint8Array(view.buffer))
  })
  holds(property)
})

test('messages are called what they are', () => {
  const { view, at, end } = GuardedView.over(new Uint8Array(8))
  const read = (type: number, code: number, rest: number) => {
    buildIcmpv6(view, at, end, type, code, rest, 0)
    const { checksum, type: _, code: __, data, ...message } = readIcmpv6(view, at, end)!
    return message
  }
  assert.deepEqual(read(ICMP6_ECHO_REPLY, 0, 0x10002), { message: 'echo', identifier: 1, sequence: 2 })
  assert.deepEqual(read(ICMP6_DST_UNREACH, ICMP6_DST_UNREACH_NOPORT, 0), {
    message: 'destination unreachable',
    length: 0,
    unused: 0,
  })
  assert.deepEqual(read(ICMP6_PACKET_TOO_BIG, 0, 70_000), { message: 'packet too big', mtu: 70_000 })
  assert.deepEqual(read(ICMP6_TIME_EXCEEDED, 0, 0), { message: 'time exceeded', length: 0, unused: 0 })
  assert.deepEqual(read(ICMP6_PARAM_PROB, ICMP6_PARAMPROB_NEXTHEADER, 40), {
    message: 'parameter problem',
    pointer: 40,
  })
  assert.deepEqual(read(135, 0, 7), { message: 'other', rest: 7 })
})

test('a message is refused for what is wrong with it', () => {
  const property = fc.property(bytes(9), fc.nat(71), (some, bit) => {
    const { view, at, end } = GuardedView.over(some)
    assert.equal(checkIcmpv6(view, at, at + 7, 0), TRUNCATED)
    buildIcmpv6(view, at, end, some[0]!, some[1]!, 5, 77)
    assert.equal(checkIcmpv6(view, at, end, 78), BAD_CHECKSUM)
    const changed = at + (bit >> 3)
    view.setUint8(changed, view.getUint8(changed) ^ (1 << (bit & 7)))
    assert.equal(checkIcmpv6(view, at, end, 77), BAD_CHECKSUM)
  })
  holds(property)
})

test('errors tell of other packets, and quote as much as every link bears', () => {
  for (let type = 0; type < 256; type++)
    assert.equal(isIcmpv6Error(type), type < 128 || type === ICMP6_REDIRECT, `type ${type}`)
  assert.equal(icmpv6QuoteLength(100), 100)
  assert.equal(40 + 8 + icmpv6QuoteLength(1500), 1280)
})
