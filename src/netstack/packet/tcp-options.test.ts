import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { GuardedView } from '../../../test/packet/guarded-view.ts'
import { holds, uint8, uint16, uint32 } from '../../../test/packet/properties.ts'
import { readTcpOptions, type TcpOption, writeTcpOptions } from './tcp-option-list.ts'
import { TCP_OPTIONS_MOST, TcpOptions } from './tcp-options.ts'
import { BAD_OPTION_LENGTH, GOOD } from './verdict.ts'

const edges = fc.tuple(uint32, uint32)

/** What a stack may want to send. */
const sent = fc.record({
  mss: fc.oneof(fc.constant(0), uint16),
  windowScale: fc.integer({ min: -1, max: 14 }),
  sackPermitted: fc.boolean(),
  timestamps: fc.boolean(),
  tsVal: uint32,
  tsEcr: uint32,
  blocks: fc.array(edges, { maxLength: 6 }),
})

/** The parser's answer to bytes, which stand where nothing else may be read. */
function parsed(bytes: readonly number[], into = new TcpOptions()): { verdict: number; options: TcpOptions } {
  const { view, at, end } = GuardedView.over(Uint8Array.from(bytes))
  return { verdict: into.parse(view, at, end), options: into }
}

/** Options with only some values; others are as without the option. */
const having = (values: Partial<TcpOptions>) => Object.assign(new TcpOptions(), values)

test('what is built is parsed as the same, and never more than a header has room for', () => {
  const property = fc.property(sent, ({ blocks, timestamps, tsVal, tsEcr, ...others }) => {
    const options = having({ ...others, timestamps, ...(timestamps ? { tsVal, tsEcr } : {}) })
    const taken = blocks.filter(([left, right]) => options.addSackBlock(left, right))
    assert.ok(options.length <= TCP_OPTIONS_MOST && options.length % 4 === 0)
    const { view, at, end } = GuardedView.over(new Uint8Array(options.length))
    assert.equal(options.build(view, at), end)
    // Whatever it was used for before.
    const again = having({
      mss: 7,
      windowScale: 7,
      sackPermitted: true,
      timestamps: true,
      tsVal: 7,
      tsEcr: 7,
    })
    again.addSackBlock(7, 8)
    assert.equal(again.parse(view, at, end), GOOD)
    assert.equal(again.sackBlocks, taken.length)
    assert.deepEqual([...again.sackEdges.subarray(0, 2 * taken.length)], taken.flat())
    again.sackEdges.set(options.sackEdges)
    assert.deepEqual(again, options)
  })
  holds(property)
})

test('blocks of SACK: four, or three beside timestamps', () => {
  const count = (options: TcpOptions) =>
    [1, 2, 3, 4, 5].filter((edge) => options.addSackBlock(edge, edge)).length
  assert.equal(count(new TcpOptions()), 4)
  assert.equal(count(having({ timestamps: true })), 3)
  assert.equal(count(having({ timestamps: true, mss: 1460, windowScale: 7, sackPermitted: true })), 2)
})

test('options stand on any boundary, among others that nobody knows', () => {
  const { verdict, options } = parsed([254, 4, 9, 9, 1, 2, 4, 5, 0xb4, 3, 3, 7, 4, 2, 99, 2, 0, 2, 4, 1, 1])
  assert.equal(verdict, GOOD)
  assert.deepEqual(options, having({ mss: 1460, windowScale: 7, sackPermitted: true }))
})

test('a shift of more than 14 is 14: RFC 7323 section 2.3', () => {
  assert.equal(parsed([3, 3, 15]).options.windowScale, 14)
  assert.equal(parsed([3, 3, 255]).options.windowScale, 14)
})

test('a known option with the length of another is passed over', () => {
  for (const wrong of [
    [2, 3, 5],
    [2, 5, 5, 5, 5],
    [3, 2],
    [4, 3, 0],
    [5, 2],
    [5, 9, 1, 2, 3, 4, 5, 6, 7],
    [8, 9, 0, 0, 0, 0, 0, 0, 0],
  ]) {
    const { verdict, options } = parsed([...wrong, 2, 4, 2, 0x18])
    assert.equal(verdict, GOOD)
    assert.deepEqual(options, having({ mss: 536 }), `${wrong}`)
  }
})

test('a length that leads nowhere ends the options, and what stood before holds: RFC 9293 MUST-7', () => {
  for (const wrong of [[9, 0, 3, 3, 7], [9, 1, 3, 3, 7], [9, 6, 3, 3, 7], [3, 4, 7], [3], [8]]) {
    const { verdict, options } = parsed([2, 4, 2, 0x18, ...wrong])
    assert.equal(verdict, BAD_OPTION_LENGTH, `${wrong}`)
    assert.deepEqual(options, having({ mss: 536 }), `${wrong}`)
  }
})

test('whatever the bytes, the list and the parser see the same', () => {
  const plausible = fc.oneof(
    fc.constantFrom(
      [0],
      [1],
      [2, 4, 5, 5],
      [3, 3, 9],
      [4, 2],
      [5, 10, 1, 2, 3, 4, 5, 6, 7, 8],
      [9, 2],
      [2, 3, 1],
    ),
    fc.constantFrom([8, 10, 0, 0, 0, 1, 0, 0, 0, 2], [1, 1, 8, 10, 255, 0, 0, 1, 254, 0, 0, 2]),
    fc.array(uint8, { maxLength: 6 }),
  )
  const bytes = fc.array(plausible, { maxLength: 8 }).map((parts) => parts.flat().slice(0, TCP_OPTIONS_MOST))
  const property = fc.property(bytes, (all) => {
    const { verdict, options } = parsed(all)
    const { view, at, end } = GuardedView.over(Uint8Array.from(all))
    const list = readTcpOptions(view, at, end)
    const last = list.at(-1)
    const broken = last?.option === 'rest' && last.data[0] !== 0
    assert.equal(verdict, broken ? BAD_OPTION_LENGTH : GOOD)
    assert.deepEqual(options, collected(list))
  })
  holds(property, 2000)
})

/** What a list of options amounts to: of each the last. */
function collected(list: readonly TcpOption[]): TcpOptions {
  const options = new TcpOptions()
  for (const one of list) {
    if (one.option === 'MSS') options.mss = one.mss
    else if (one.option === 'window scale') options.windowScale = Math.min(one.shift, 14)
    else if (one.option === 'SACK permitted') options.sackPermitted = true
    else if (one.option === 'timestamps')
      Object.assign(options, { timestamps: true, tsVal: one.tsVal, tsEcr: one.tsEcr })
    else if (one.option === 'SACK') {
      options.sackBlocks = one.blocks.length
      options.sackEdges.set(one.blocks.flat())
    }
  }
  return options
}

test('a list is written and read as the same', () => {
  const data = fc.uint8Array({ maxLength: 8 })
  const option: fc.Arbitrary<TcpOption> = fc.oneof(
    fc.constant({ option: 'NOP' as const }),
    uint16.map((mss) => ({ option: 'MSS' as const, mss })),
    uint8.map((shift) => ({ option: 'window scale' as const, shift })),
    fc.constant({ option: 'SACK permitted' as const }),
    edges.map(([tsVal, tsEcr]) => ({ option: 'timestamps' as const, tsVal, tsEcr })),
    fc.array(edges, { minLength: 1, maxLength: 4 }).map((blocks) => ({ option: 'SACK' as const, blocks })),
    fc
      .tuple(fc.integer({ min: 9, max: 255 }), data)
      .map(([kind, data]) => ({ option: 'other' as const, kind, data })),
  )
  const property = fc.property(fc.array(option, { maxLength: 6 }), (list) => {
    const { view, at } = GuardedView.over(new Uint8Array(300))
    const end = writeTcpOptions(view, at, list)
    assert.equal((end - at) % 4, 0)
    assert.deepEqual(readTcpOptions(view, at, end), list)
  })
  holds(property)
})
