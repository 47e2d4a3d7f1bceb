import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bytes, holds } from '../../test/packet/properties.ts'
import { Laboratory } from '../../test/sim/laboratory.ts'
import { encodePacket } from '../netstack/packet/encode-packet.ts'
import { ForwardingTable, parsePrefix } from './forwarding-table.ts'
import type { Link, LinkOptions } from './link.ts'
import { type PortOptions, Switch } from './switch.ts'

/** Hosts `a`, `b`, `c` … on a switch, each with its link; what each gets is written down, by the sender's number. */
function lan(ports: readonly PortOptions[], options: LinkOptions = {}) {
  const laboratory = new Laboratory()
  const hub = new Switch(laboratory.arena, 'lan')
  const got: string[] = []
  const links = ports.map((port, index) => {
    const name = String.fromCharCode(97 + index)
    const link = laboratory.link(options, name)
    hub.connect(link.ends[1], port)
    link.ends[0].attach({ receive: () => got.push(name) })
    return link
  })
  const send = (from: number, destination: string): string => {
    got.length = 0
    const source = destination.includes(':') ? '::1' : '10.0.0.9'
    sendPacket(
      laboratory,
      links[from]!,
      encodePacket({ [source === '::1' ? 'ipv6' : 'ipv4']: { source, destination } }),
    )
    laboratory.drain()
    return got.join('')
  }
  return { laboratory, hub, links, send, got }
}

function sendPacket(laboratory: Laboratory, link: Link, packet: Uint8Array): void {
  const slot = laboratory.packet(0, Math.max(packet.length, 4))
  laboratory.arena.setLength(slot, packet.length)
  laboratory.arena.bytes(slot).set(packet, laboratory.arena.start(slot))
  link.ends[0].transmit(slot)
  laboratory.arena.release(slot)
}

const THREE: readonly PortOptions[] = [
  { addresses: ['10.0.0.1/24', 'fd00::1/64'] },
  { addresses: ['10.0.0.2/24', 'fd00::2/64'] },
  { addresses: ['10.0.0.3/24', 'fd00::3/64'], routes: ['10.1.0.0/16', '::/0'] },
]

test('a packet goes to the port that has its destination, and nowhere else', () => {
  const { hub, send } = lan(THREE)
  assert.equal(send(0, '10.0.0.2'), 'b')
  assert.equal(send(1, '10.0.0.1'), 'a')
  assert.equal(send(1, 'fd00::1'), 'a')
  assert.equal(send(0, 'fd00::3'), 'c')
  assert.equal(send(0, '10.1.2.3'), 'c')
  assert.equal(send(0, '2001:db8::1'), 'c')
  assert.equal(send(0, '10.0.0.1'), '')
  assert.equal(send(0, '10.2.0.1'), '')
  assert.deepEqual(hub.counters, { forwarded: 6, flooded: 0, unknown: 1, returned: 1, malformed: 0 })
})

test('broadcast and multicast go to all others', () => {
  const { hub, send } = lan(THREE)
  for (const destination of ['255.255.255.255', '10.0.0.255', '224.0.0.1', '239.1.2.3', 'ff02::1'])
    assert.equal(send(1, destination), 'ac', destination)
  assert.equal(hub.counters.flooded, 5)
})

test('what is flooded is one slot, held by each link; losing it on one loses it for nobody else', () => {
  const { laboratory, links, send, got } = lan(THREE, { delay: '1ms' })
  send(0, '224.0.0.1')
  links[1]!.change({ back: { loss: 1 } })
  sendPacket(laboratory, links[0]!, encodePacket({ ipv4: { source: '10.0.0.1', destination: '224.0.0.1' } }))
  got.length = 0
  laboratory.time.runUntil(laboratory.time.now + 1_500_000)
  assert.equal(laboratory.arena.inUse, 1)
  laboratory.drain()
  assert.deepEqual(got, ['c'])
})

test('addresses may move to another port', () => {
  const { hub, links, send } = lan(THREE)
  hub.change(links[1]!.ends[1], {})
  hub.change(links[0]!.ends[1], { addresses: ['10.0.0.1', '10.0.0.2'] })
  assert.equal(send(2, '10.0.0.2'), 'a')
})

test('the longest prefix decides, whatever the order in which they were added', () => {
  const prefixes = [
    '::/0',
    'fd00::/8',
    'fd00:1::/32',
    'fd00:1::/48',
    'fd00:1::1',
    '0.0.0.0/0',
    '10.0.0.0/8',
    '10.1.2.3',
  ]
  const matching = [
    ['2::', '::/0'],
    ['fd01::', '::/0', 'fd00::/8'],
    ['fd00:1:1::', '::/0', 'fd00::/8', 'fd00:1::/32'],
    ['fd00:1::2', '::/0', 'fd00::/8', 'fd00:1::/32', 'fd00:1::/48'],
    ['fd00:1::1', '::/0', 'fd00::/8', 'fd00:1::/32', 'fd00:1::/48', 'fd00:1::1'],
    ['9.9.9.9', '0.0.0.0/0'],
    ['10.2.3.4', '0.0.0.0/0', '10.0.0.0/8'],
    ['10.1.2.3', '0.0.0.0/0', '10.0.0.0/8', '10.1.2.3'],
  ]
  const property = fc.property(
    fc.shuffledSubarray(prefixes),
    fc.constantFrom(...matching),
    (added, match) => {
      const [address, ...all] = match
      const { version, words } = parsePrefix(address!)!
      const table = new ForwardingTable(version === 4 ? 32 : 128)
      const parsed = added.map((text) => parsePrefix(text)!)
      for (const [index, prefix] of parsed.entries()) if (prefix.version === version) table.add(prefix, index)
      const longest = all.filter((text) => added.includes(text)).at(-1)
      assert.equal(table.find(...words), longest === undefined ? -1 : added.indexOf(longest))
    },
  )
  holds(property)
})

test('whatever bytes come, they go somewhere or nowhere', () => {
  const { laboratory, hub, links } = lan(THREE)
  const property = fc.property(fc.oneof(bytes(0), bytes(1), bytes(19), bytes(24), bytes(44)), (packet) => {
    sendPacket(laboratory, links[0]!, packet)
    laboratory.drain()
  })
  holds(property)
  const { forwarded, flooded, unknown, returned, malformed } = hub.counters
  assert.equal(forwarded + flooded + unknown + returned + malformed, links[0]!.forth.counters.sent)
})

test('what cannot be is refused', () => {
  const { hub, links, laboratory } = lan(THREE)
  const end = laboratory.link({}, 'd').ends[1]
  assert.throws(
    () => hub.connect(end, { addresses: ['10.0.0.2/24'] }),
    /address 10.0.0.2\/24 is behind device eth0 already/,
  )
  for (const text of ['10.0.0', '10.0.0.1/33', 'fd00::/129', '10.0.0.1/', 'host', 5 as never])
    assert.throws(
      () => hub.connect(end, { addresses: [text] }),
      /switch lan: .* is no IP address; give such as/,
    )
  assert.throws(() => hub.connect(links[0]!.ends[1]), /switch lan: device eth0 is a port already/)
  assert.throws(() => hub.change(end, {}), /switch lan: device eth0 is no port/)
  hub.connect(end, { addresses: ['10.0.0.4'] })
})
