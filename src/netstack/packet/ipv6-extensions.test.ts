import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { GuardedView } from '../../../test/packet/guarded-view.ts'
import { headerTests } from '../../../test/packet/header-tests.ts'
import { bytes, holds, uint8, uint32 } from '../../../test/packet/properties.ts'
import {
  buildFragment,
  DESTINATION_OPTIONS,
  EXTENSIONS_MOST,
  FRAGMENT,
  FRAGMENT_FIELDS,
  fragmentIdentification,
  fragmentMore,
  fragmentOffset,
  HOP_BY_HOP,
  Ipv6Chain,
  type Ipv6Extension,
  NO_NEXT_HEADER,
  OPTIONS_FIELDS,
  ROUTING,
  ROUTING_FIELDS,
  readIpv6Extensions,
  writeIpv6Extensions,
} from './ipv6-extensions.ts'
import {
  BAD_FRAGMENT,
  BAD_HEADER_LENGTH,
  BAD_OPTION_LENGTH,
  GOOD,
  MISPLACED_HEADER,
  TOO_MANY_HEADERS,
  TRUNCATED,
  UNKNOWN_OPTION,
  UNKNOWN_ROUTING_TYPE,
} from './verdict.ts'

headerTests('IPv6 options', OPTIONS_FIELDS, [])
headerTests('IPv6 routing', ROUTING_FIELDS, [])
headerTests('IPv6 fragment', FRAGMENT_FIELDS, [
  [fragmentOffset, (fields) => 8 * fields.fragmentOffset],
  [fragmentMore, ({ m }) => m === 1],
  [fragmentIdentification, ({ identification }) => identification],
])

const UDP = 17

/** An IPv6 header that names what comes next, and the bytes behind it. */
function packet(nextHeader: number, ...payload: number[]): { view: GuardedView; at: number; end: number } {
  const header = new Uint8Array(40)
  header[6] = nextHeader
  return GuardedView.over(Uint8Array.of(...header, ...payload))
}

/** What a walk finds, with positions counted from the packet's first byte. */
function walk(nextHeader: number, ...payload: number[]) {
  const { view, at, end } = packet(nextHeader, ...payload)
  const chain = new Ipv6Chain()
  const verdict = chain.walk(view, at, end)
  if (verdict !== GOOD) return { verdict, pointer: chain.pointer }
  return {
    protocol: chain.protocol,
    at: chain.at - at,
    fragment: chain.fragment < 0 ? null : chain.fragment - at,
  }
}

/** Options that fill 6 bytes: PadN. */
const PADDING = [1, 4, 0, 0, 0, 0]

test('without extension headers the walk ends where it begins', () => {
  assert.deepEqual(walk(UDP, 1, 2, 3), { protocol: UDP, at: 40, fragment: null })
  assert.deepEqual(walk(NO_NEXT_HEADER), { protocol: NO_NEXT_HEADER, at: 40, fragment: null })
})

test('a chain is walked to its end', () => {
  const found = walk(
    HOP_BY_HOP,
    ...[DESTINATION_OPTIONS, 0, 5, 2, 0, 0, 1, 0],
    ...[ROUTING, 1, 0, 0, 0, 0, 0x1e, 8, 1, 2, 3, 4, 5, 6, 7, 8],
    ...[UDP, 0, 4, 0, 0, 0, 0, 0],
  )
  assert.deepEqual(found, { protocol: UDP, at: 72, fragment: null })
})

test('a fragment ends the chain, unless it is the whole packet', () => {
  const first = [UDP, 0, 0, 1, 0, 0, 0, 7]
  const last = [ROUTING, 0, 0, 8, 0, 0, 0, 7]
  const atomic = [DESTINATION_OPTIONS, 0, 0, 0, 0, 0, 0, 7]
  assert.deepEqual(walk(FRAGMENT, ...first, ...Array(8)), { protocol: UDP, at: 48, fragment: 40 })
  assert.deepEqual(walk(FRAGMENT, ...last, 1, 2, 3), { protocol: ROUTING, at: 48, fragment: 40 })
  const farthest = [UDP, 0, 255, 0xf8, 0, 0, 0, 7]
  assert.deepEqual(walk(FRAGMENT, ...farthest, ...Array(7)), { protocol: UDP, at: 48, fragment: 40 })
  assert.deepEqual(walk(FRAGMENT, ...atomic, UDP, 0, ...PADDING), { protocol: UDP, at: 56, fragment: 40 })
})

test('a chain is refused for what is wrong with it, and where', () => {
  const optionsOf = (...options: number[]) => walk(DESTINATION_OPTIONS, UDP, 0, ...options)
  const cases: [string, ReturnType<typeof walk>, ReturnType<typeof walk>][] = [
    ['nothing', walk(ROUTING), { verdict: TRUNCATED, pointer: 6 }],
    ['7 bytes', walk(FRAGMENT, UDP, 0, 0, 0, 0, 0, 0), { verdict: TRUNCATED, pointer: 6 }],
    ['too long', walk(ROUTING, UDP, 1, 0, 0, 0, 0, 0, 0), { verdict: BAD_HEADER_LENGTH, pointer: 41 }],
    ['segments', walk(ROUTING, UDP, 0, 4, 1, 0, 0, 0, 0), { verdict: UNKNOWN_ROUTING_TYPE, pointer: 42 }],
    ['misplaced', walk(ROUTING, HOP_BY_HOP, 0, 0, 0, 0, 0, 0, 0), { verdict: MISPLACED_HEADER, pointer: 40 }],
    ['option', optionsOf(1, 5, 0, 0, 0, 0), { verdict: BAD_OPTION_LENGTH, pointer: 42 }],
    ['half an option', optionsOf(0, 0, 0, 0, 0, 4), { verdict: BAD_OPTION_LENGTH, pointer: 47 }],
    ['unknown', optionsOf(0, 0x3e, 0, 0xbe, 0, 0), { verdict: UNKNOWN_OPTION, pointer: 45 }],
    ['uneven', walk(FRAGMENT, UDP, 0, 0, 1, 0, 0, 0, 7, 1), { verdict: BAD_FRAGMENT, pointer: 4 }],
    ['empty', walk(FRAGMENT, UDP, 0, 0, 1, 0, 0, 0, 7), { verdict: BAD_FRAGMENT, pointer: 4 }],
    [
      'far',
      walk(FRAGMENT, UDP, 0, 255, 0xf8, 0, 0, 0, 7, ...Array(8)),
      { verdict: BAD_FRAGMENT, pointer: 42 },
    ],
  ]
  for (const [words, found, expected] of cases) assert.deepEqual(found, expected, words)
})

test('what an unknown option wants is in its highest bits: RFC 8200 section 4.2', () => {
  for (const action of [0, 1, 2, 3]) {
    const { view, at, end } = packet(DESTINATION_OPTIONS, UDP, 0, (action << 6) | 0x1e, 4, 0, 0, 0, 0)
    const chain = new Ipv6Chain()
    assert.equal(chain.walk(view, at, end), action === 0 ? GOOD : UNKNOWN_OPTION)
    assert.equal(chain.action, action)
  }
})

test('so many headers, and no more', () => {
  const headers = (count: number) =>
    Array.from({ length: count }, (_, i) => [i < count - 1 ? DESTINATION_OPTIONS : UDP, 0, ...PADDING]).flat()
  assert.deepEqual(walk(DESTINATION_OPTIONS, ...headers(EXTENSIONS_MOST)), {
    protocol: UDP,
    at: 40 + 8 * EXTENSIONS_MOST,
    fragment: null,
  })
  assert.deepEqual(walk(DESTINATION_OPTIONS, ...headers(EXTENSIONS_MOST + 1)), {
    verdict: TOO_MANY_HEADERS,
    pointer: 40 + 8 * EXTENSIONS_MOST - 8,
  })
})

test('what is built for a fragment reads as it was built', () => {
  const property = fc.property(
    uint8,
    fc.nat(0x1fff),
    fc.boolean(),
    uint32,
    (next, eights, more, identification) => {
      const { view, at } = GuardedView.over(new Uint8Array(8).fill(0xff))
      buildFragment(view, at, next, 8 * eights, more, identification)
      assert.equal(view.getUint8(at), next)
      assert.equal(fragmentOffset(view, at), 8 * eights)
      assert.equal(fragmentMore(view, at), more)
      assert.equal(fragmentIdentification(view, at), identification)
    },
  )
  holds(property)
})

/** Extension headers with what fills them, of which none is a part of a packet. */
const extension: fc.Arbitrary<Ipv6Extension> = fc.oneof(
  fc.nat(2).chain((hdrExtLen) =>
    fc.record({
      header: fc.constantFrom(DESTINATION_OPTIONS),
      nextHeader: fc.constant(0),
      hdrExtLen: fc.constant(hdrExtLen),
      data: fc.constant(Uint8Array.of(0x1e, 8 * hdrExtLen + 4, ...Array(8 * hdrExtLen + 4))),
    }),
  ),
  fc.nat(2).chain((hdrExtLen) =>
    fc.record({
      header: fc.constant(ROUTING),
      nextHeader: fc.constant(0),
      hdrExtLen: fc.constant(hdrExtLen),
      routingType: uint8,
      segmentsLeft: fc.constant(0),
      data: bytes(8 * hdrExtLen + 4),
    }),
  ),
  fc.record({
    header: fc.constant(FRAGMENT),
    nextHeader: fc.constant(0),
    reserved: uint8,
    fragmentOffset: fc.constant(0),
    res: fc.nat(3),
    m: fc.constant(0),
    identification: uint32,
  }),
)

test('headers as objects are written and read as the same', () => {
  const property = fc.property(fc.array(extension, { maxLength: 4 }), (list) => {
    const headers = list.map((header, i) => ({ ...header, nextHeader: list[i + 1]?.header ?? UDP }))
    const { view, at, end } = packet(headers[0]?.header ?? UDP, ...Array(200))
    const behind = writeIpv6Extensions(view, at + 40, headers)
    assert.deepEqual(readIpv6Extensions(view, at, end), headers)
    const chain = new Ipv6Chain()
    assert.equal(chain.walk(view, at, end), GOOD)
    assert.deepEqual([chain.at, chain.protocol], [behind, UDP])
  })
  holds(property)
})
