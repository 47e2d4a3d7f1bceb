import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type ScriptedDevice, SmallNetwork } from '../../../test/netstack/hosts.ts'
import { holds } from '../../../test/packet/properties.ts'
import type { PacketSketch } from '../packet/encode-packet.ts'
import { ICMP_TIME_EXCEEDED } from '../packet/icmp.ts'
import { ICMP6_PARAM_PROB, ICMP6_TIME_EXCEEDED } from '../packet/icmpv6.ts'
import { FRAGMENT } from '../packet/ipv6-extensions.ts'
import type { Protocol } from '../path.ts'
import { SECOND } from '../time.ts'
import type { Ip } from './ip.ts'

/** A protocol that nobody else has: RFC 3692. */
const EXPERIMENT = 253

/** What came for it, as bytes. */
class Experiment implements Protocol {
  readonly came: Uint8Array[] = []
  readonly #ip: Ip

  constructor(ip: Ip) {
    this.#ip = ip
    ip.register(EXPERIMENT, this)
  }

  receive(slot: number, _ip: number, at: number, end: number): void {
    this.came.push(this.#ip.arena.bytes(slot).slice(at, end))
  }

  failed(): void {}
}

function setUp(packets?: number) {
  const network = new SmallNetwork()
  const host = network.scripted(packets === undefined ? {} : { reassembly: { packets } })
  return { ...host, network, experiment: new Experiment(host.ip) }
}

interface Piece {
  readonly offset: number
  readonly data: Uint8Array
  readonly more: boolean
  readonly id?: number
}

function fragment4({ offset, data, more, id = 7 }: Piece): PacketSketch {
  return {
    ipv4: {
      source: '10.0.0.2',
      destination: '10.0.0.1',
      identification: id,
      protocol: EXPERIMENT,
      fragmentOffset: offset / 8,
      moreFragments: more ? 1 : 0,
    },
    payload: data,
  }
}

function fragment6({ offset, data, more, id = 7 }: Piece): PacketSketch {
  const header = {
    header: FRAGMENT,
    nextHeader: EXPERIMENT,
    reserved: 0,
    fragmentOffset: offset / 8,
    res: 0,
    m: more ? 1 : 0,
    identification: id,
  } as const
  return {
    ipv6: { source: '2001:db8::2', destination: '2001:db8::1' },
    extensions: [header],
    payload: data,
  }
}

const VERSIONS = [
  { name: 'IPv4', make: fragment4 },
  { name: 'IPv6', make: fragment6 },
]

/** Cuts data at multiples of 8, and puts the pieces in another order, some twice. */
const cut = fc
  .record({
    length: fc.integer({ min: 9, max: 4000 }),
    cuts: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 12 }),
    order: fc.array(fc.nat(), { minLength: 30, maxLength: 30 }),
    twice: fc.array(fc.nat(), { maxLength: 5 }),
  })
  .map(({ length, cuts, order, twice }) => {
    const data = Uint8Array.from({ length }, (_, i) => (i * 31) ^ (i >> 8))
    const at = [...new Set([0, ...cuts.map((cut) => 8 * Math.floor((cut * length) / 8))])].sort(
      (a, b) => a - b,
    )
    const pieces = at.map((offset, i): Piece => {
      const end = at[i + 1] ?? length
      return { offset, data: data.subarray(offset, end), more: end < length }
    })
    const all = [...pieces, ...twice.map((index) => pieces[index % pieces.length]!)]
    const shuffled = all
      .map((piece, i) => ({ piece, key: order[i % order.length]! }))
      .sort((a, b) => a.key - b.key)
      .map(({ piece }) => piece)
    return { data, pieces: shuffled, count: pieces.length }
  })

for (const { name, make } of VERSIONS) {
  test(`${name}: any cut in any order, some twice: the same bytes, once`, () => {
    holds(
      fc.property(cut, ({ data, pieces, count }) => {
        const { device, experiment, network, ip } = setUp()
        const seen = new Set<number>()
        for (const piece of pieces) {
          device.bring(make(piece))
          seen.add(piece.offset)
          // Duplicates after the whole begin a packet that nobody completes.
          if (seen.size === count) break
        }
        assert.deepEqual(experiment.came, [data])
        ip.close()
        assert.equal(network.arena.inUse, 0)
      }),
      150,
    )
  })

  test(`${name}: one piece missing: nothing`, () => {
    holds(
      fc.property(cut, fc.nat(), ({ pieces, count }, which) => {
        fc.pre(count > 1)
        const { device, experiment, network } = setUp()
        const missing = pieces[which % pieces.length]!.offset
        for (const piece of pieces) if (piece.offset !== missing) device.bring(make(piece))
        assert.deepEqual(experiment.came, [])
        network.time.pass(60 * SECOND)
        assert.equal(network.arena.inUse, 0)
        assert.equal(network.time.pending, 0)
      }),
      150,
    )
  })

  test(`${name}: random pieces, overlapping as they like: consistent bytes or nothing, and no memory kept`, () => {
    const piece = fc.record({
      offset: fc.nat(12),
      blocks: fc.integer({ min: 1, max: 6 }),
      more: fc.boolean(),
    })
    holds(
      fc.property(fc.array(piece, { maxLength: 20 }), (all) => {
        const { device, experiment, network, ip } = setUp()
        const data = Uint8Array.from({ length: 200 }, (_, i) => i)
        for (const { offset, blocks, more } of all)
          device.bring(
            make({ offset: 8 * offset, data: data.subarray(8 * offset, 8 * (offset + blocks)), more }),
          )
        for (const came of experiment.came) {
          // A single piece that is the whole packet is no fragment.
          assert.deepEqual(came, data.subarray(0, came.length))
        }
        ip.close()
        assert.equal(network.arena.inUse, 0)
      }),
    )
  })

  const data = Uint8Array.from({ length: 64 }, (_, i) => i)
  const other = Uint8Array.from({ length: 64 }, () => 0xee)
  const part = (bytes: Uint8Array, from: number, to: number, more: boolean): Piece => ({
    offset: from,
    data: bytes.subarray(from, to),
    more,
  })
  /** Pieces, and whether a packet comes of them. */
  const overlaps: readonly (readonly [string, readonly Piece[], boolean])[] = [
    ['the same twice', [part(data, 0, 32, true), part(data, 0, 32, true), part(data, 32, 64, false)], true],
    [
      'a part of the same',
      [part(data, 0, 32, true), part(data, 8, 24, true), part(data, 32, 64, false)],
      true,
    ],
    ['other bytes', [part(data, 0, 32, true), part(other, 0, 32, true), part(data, 32, 64, false)], false],
    ['some new', [part(data, 0, 32, true), part(data, 24, 64, false)], false],
    ['around', [part(data, 8, 16, true), part(data, 0, 32, true), part(data, 32, 64, false)], false],
    ['two ends', [part(data, 32, 64, false), part(data, 32, 48, false), part(data, 0, 32, true)], false],
    ['beyond the end', [part(data, 0, 32, false), part(data, 32, 64, true), part(data, 0, 32, true)], false],
    ['an end before what came', [part(data, 40, 64, true), part(data, 32, 40, false)], false],
  ]
  for (const [words, pieces, whole] of overlaps)
    test(`${name}: overlap: ${words} (RFC 8200 4.5, RFC 5722)`, () => {
      const { device, experiment, ip, network } = setUp()
      for (const piece of pieces) if (piece.offset > 0 || piece.more) device.bring(make(piece))
      assert.equal(experiment.came.length, whole ? 1 : 0)
      if (!whole && words !== 'beyond the end') {
        // What comes later is spoilt too, until its time is over.
        assert.equal(ip.counters.ReasmFails, 1)
        device.bring(make(part(data, 0, 32, true)))
        device.bring(make(part(data, 32, 64, false)))
        assert.equal(experiment.came.length, 0)
        network.time.pass(60 * SECOND)
        device.bring(make(part(data, 0, 32, true)))
        device.bring(make(part(data, 32, 64, false)))
        assert.equal(experiment.came.length, 1)
      }
      ip.close()
      assert.equal(network.arena.inUse, 0)
    })

  test(`${name}: after 60 s the sender is told, if the first fragment was there (RFC 792, RFC 8200 4.5)`, () => {
    const { device, ip, network } = setUp()
    device.bring(make({ ...part(data, 0, 32, true), id: 1 }))
    network.time.pass(30 * SECOND)
    device.bring(make({ ...part(data, 32, 64, false), id: 2 }))
    network.time.pass(30 * SECOND - 1)
    assert.deepEqual(device.sent, [])
    assert.equal(ip.reassembly.waiting, 2)
    network.time.pass(1)
    assert.equal(ip.reassembly.waiting, 1)
    const [told] = device.take()
    const { type, code, data: quote } = (told?.icmp ?? told?.icmpv6)!
    assert.deepEqual([type, code], [name === 'IPv4' ? ICMP_TIME_EXCEEDED : ICMP6_TIME_EXCEEDED, 1])
    assert.deepEqual(quote.subarray(quote.length - 32), data.subarray(0, 32))
    network.time.pass(30 * SECOND)
    assert.deepEqual(device.sent, [])
    assert.equal(ip.counters.ReasmTimeout, 2)
    assert.equal(network.arena.inUse, 0)
    assert.equal(network.time.pending, 0)
  })

  test(`${name}: a flood of first fragments displaces the oldest, and memory stays bounded`, () => {
    const { device, ip, network, experiment } = setUp(4)
    for (let id = 0; id < 1000; id++) device.bring(make({ ...part(data, 0, 8, true), id }))
    assert.equal(ip.reassembly.waiting, 4)
    assert.equal(network.arena.inUse, 4)
    device.bring(make({ ...part(data, 8, 16, false), id: 999 }))
    assert.deepEqual(experiment.came, [data.subarray(0, 16)])
    ip.close()
    assert.equal(network.arena.inUse, 0)
  })

  test(`${name}: more fragments than are allowed`, () => {
    const { device, ip, network, experiment } = setUp()
    for (let i = 0; i < 1025; i++) device.bring(make(part(data, 8, 16, true)))
    device.bring(make(part(data, 0, 8, true)))
    device.bring(make(part(data, 16, 64, false)))
    assert.deepEqual(experiment.came, [])
    assert.equal(ip.counters.ReasmFails, 1)
    ip.close()
    assert.equal(network.arena.inUse, 0)
  })
}

test('IPv6: an atomic fragment is a packet by itself, whatever else has its identification (RFC 6946)', () => {
  const { device, experiment, ip } = setUp()
  const data = new Uint8Array(16).fill(3)
  device.bring(fragment6({ offset: 0, data: data.subarray(0, 8), more: true }))
  device.bring(fragment6({ offset: 0, data: data.subarray(0, 9), more: false }))
  assert.deepEqual(experiment.came, [data.subarray(0, 9)])
  device.bring(fragment6({ offset: 8, data: data.subarray(8), more: false }))
  assert.deepEqual(experiment.came[1], data)
  assert.equal(ip.reassembly.waiting, 0)
})

test('IPv6: a fragment of 9 bytes that is not the last: a parameter problem (RFC 8200 4.5)', () => {
  const { device } = setUp()
  device.bring(fragment6({ offset: 0, data: new Uint8Array(9), more: true }))
  const [told] = device.take()
  const icmp = told?.icmpv6
  assert.equal(icmp?.message, 'parameter problem')
  assert.deepEqual([icmp.type, icmp.code, icmp.pointer], [ICMP6_PARAM_PROB, 0, 4])
})

test('IPv4: a packet that would be larger than one can be (ping of death)', () => {
  const { device, experiment, ip, network } = setUp()
  const bring = (offset: number, length: number, more: boolean) =>
    bringBig(device, { offset, data: new Uint8Array(length), more })
  for (let offset = 0; offset < 65_504; offset += 1424) bring(offset, Math.min(1424, 65_504 - offset), true)
  bring(65_504, 12, false)
  assert.equal(experiment.came.length, 0)
  assert.equal(ip.counters.InHdrErrors, 1)
  bring(65_504, 11, false)
  assert.deepEqual(
    experiment.came.map((bytes) => bytes.length),
    [65_515],
  )
  assert.equal(network.arena.inUse, 0)
})

function bringBig(device: ScriptedDevice, piece: Piece): void {
  device.bring(fragment4(piece))
}

test('congestion that one fragment met is that of the packet (RFC 3168 5.3)', () => {
  const { device, ip } = setUp()
  const seen: number[] = []
  ip.register(EXPERIMENT, {
    receive: (slot, at) => {
      seen.push(ip.arena.view(slot).getUint8(at + 1))
    },
    failed() {},
  })
  const data = new Uint8Array(16)
  const [first, last] = [
    fragment4({ offset: 0, data: data.subarray(8), more: true }),
    fragment4({ offset: 8, data: data.subarray(8), more: false }),
  ]
  device.bring({ ...first, ipv4: { ...first.ipv4!, ecn: 2 } })
  device.bring({ ...last, ipv4: { ...last.ipv4!, ecn: 3 } })
  assert.deepEqual(seen, [3])
})
