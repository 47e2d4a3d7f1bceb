import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { GuardedView } from '../../../test/packet/guarded-view.ts'
import { headerTests } from '../../../test/packet/header-tests.ts'
import { bytes, holds, uint8, uint32 } from '../../../test/packet/properties.ts'
import {
  buildIcmp,
  checkIcmp,
  ICMP_DEST_UNREACH,
  ICMP_ECHO,
  ICMP_ECHOREPLY,
  ICMP_FIELDS,
  ICMP_FRAG_NEEDED,
  ICMP_PARAMETERPROB,
  ICMP_REDIRECT,
  ICMP_SOURCE_QUENCH,
  ICMP_TIME_EXCEEDED,
  icmpCode,
  icmpIdentifier,
  icmpNextHopMtu,
  icmpPointer,
  icmpQuoteLength,
  icmpSequence,
  icmpType,
  isIcmpError,
  readIcmp,
  writeIcmp,
} from './icmp.ts'
import { BAD_CHECKSUM, GOOD, TRUNCATED } from './verdict.ts'

headerTests('ICMP echo', ICMP_FIELDS.echo, [
  [icmpType, ({ type }) => type],
  [icmpCode, ({ code }) => code],
  [icmpIdentifier, ({ identifier }) => identifier],
  [icmpSequence, ({ sequence }) => sequence],
])
headerTests('ICMP destination unreachable', ICMP_FIELDS['destination unreachable'], [
  [icmpNextHopMtu, ({ nextHopMtu }) => nextHopMtu],
])
headerTests('ICMP time exceeded', ICMP_FIELDS['time exceeded'], [])
headerTests('ICMP parameter problem', ICMP_FIELDS['parameter problem'], [
  [icmpPointer, ({ pointer }) => pointer],
])
headerTests('ICMP, another message', ICMP_FIELDS.other, [])

const type = fc.oneof(fc.constantFrom(ICMP_ECHO, ICMP_ECHOREPLY, 3, 11, 12), uint8)
const data = fc.uint8Array({ maxLength: 60 })

test('what is built is good; what is read is written back the same', () => {
  const property = fc.property(type, uint8, uint32, data, (type, code, rest, some) => {
    const { view, at, end } = GuardedView.over(Uint8Array.of(...Array(8), ...some))
    buildIcmp(view, at, end, type, code, rest)
    assert.equal(checkIcmp(view, at, end), GOOD)
    const message = readIcmp(view, at, end)!
    assert.deepEqual([message.type, message.code, message.data], [type, code, some])
    assert.equal(view.getUint32(at + 4), rest)
    const copy = GuardedView.over(new Uint8Array(8 + some.length))
    assert.equal(writeIcmp(copy.view, copy.at, message), copy.end)
    assert.deepEqual(new Uint8Array(copy.view.buffer), new Uint8Array(view.buffer))
  })
  holds(property)
})

test('messages are called what they are', () => {
  const { view, at, end } = GuardedView.over(new Uint8Array(8))
  const read = (type: number, code: number, rest: number) => {
    buildIcmp(view, at, end, type, code, rest)
    const { checksum, ...message } = readIcmp(view, at, end)!
    return message
  }
  const data = new Uint8Array(0)
  assert.deepEqual(read(ICMP_ECHO, 0, 0x12345678), {
    message: 'echo',
    type: 8,
    code: 0,
    identifier: 0x1234,
    sequence: 0x5678,
    data,
  })
  assert.deepEqual(read(ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED, 1400), {
    message: 'destination unreachable',
    type: 3,
    code: 4,
    unused: 0,
    length: 0,
    nextHopMtu: 1400,
    data,
  })
  assert.equal(read(ICMP_TIME_EXCEEDED, 0, 0).message, 'time exceeded')
  assert.deepEqual(read(ICMP_PARAMETERPROB, 0, 20 << 24), {
    message: 'parameter problem',
    type: 12,
    code: 0,
    pointer: 20,
    length: 0,
    unused: 0,
    data,
  })
  assert.deepEqual(read(13, 0, 5), { message: 'other', type: 13, code: 0, rest: 5, data })
})

test('a message is refused for what is wrong with it', () => {
  const property = fc.property(bytes(9), fc.nat(71), (some, bit) => {
    const { view, at, end } = GuardedView.over(some)
    assert.equal(checkIcmp(view, at, at + 7), TRUNCATED)
    buildIcmp(view, at, end, some[0]!, some[1]!, 5)
    const changed = at + (bit >> 3)
    view.setUint8(changed, view.getUint8(changed) ^ (1 << (bit & 7)))
    assert.equal(checkIcmp(view, at, end), BAD_CHECKSUM)
  })
  holds(property)
})

test('errors tell of other packets, and quote as much as 576 bytes hold', () => {
  const errors = [
    ICMP_DEST_UNREACH,
    ICMP_SOURCE_QUENCH,
    ICMP_REDIRECT,
    ICMP_TIME_EXCEEDED,
    ICMP_PARAMETERPROB,
  ]
  for (let type = 0; type < 256; type++)
    assert.equal(isIcmpError(type), errors.includes(type), `type ${type}`)
  assert.equal(icmpQuoteLength(100), 100)
  assert.equal(20 + 8 + icmpQuoteLength(1500), 576)
})
