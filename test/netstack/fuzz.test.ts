import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Raw } from '../../src/netstack/raw/raw.ts'
import { SECOND } from '../../src/netstack/time.ts'
import { KERNEL_PACKETS, packetBytes } from '../packet/kernel-packets.ts'
import { CountingSink, type ScriptedDevice, SmallNetwork } from './hosts.ts'
import { SmallChance } from './small-time.ts'

const SEED = Number(process.env.SOQUETE_SEED ?? Math.floor(Math.random() * 2 ** 31))
const MILLISECONDS = process.env.SOQUETE_SOAK === undefined ? 1500 : 60_000

const PACKETS = Object.values(KERNEL_PACKETS).map((text) => packetBytes(text))

/** A host that does all that one can: forwards, listens, has raw sockets. */
function target() {
  const network = new SmallNetwork(false)
  const host = network.scripted({ forwarding: true, reassembly: { packets: 8 } })
  const raw = new Raw(host.ip)
  const sockets = [
    ...([4, 6] as const).flatMap((version) => [
      raw.socket(version, version === 4 ? 1 : 58, new CountingSink()),
      raw.socket(version, 200, new CountingSink()),
      raw.pingSocket(version, new CountingSink()),
    ]),
    ...[53, 0x3039, 1000].map((port) => {
      const socket = host.udp.socket(6, new CountingSink())
      assert.equal(socket.bind('::', port), 0)
      return socket
    }),
  ]
  for (const socket of sockets) socket.receiveBuffer = 20_000
  return { network, host, sockets }
}

/** Changes a packet; most of the time it stays one that is for the host, with sums that are right. */
function mutate(chance: SmallChance): Uint8Array {
  let bytes = PACKETS[chance.below(PACKETS.length)]!.slice()
  for (let count = chance.below(5); count > 0; count--) {
    const at = chance.below(2) === 0 ? chance.below(bytes.length) : chance.below(Math.min(80, bytes.length))
    if (chance.below(3) === 0) bytes[at]! ^= 1 << chance.below(8)
    else bytes[at] = chance.below(2) === 0 ? chance.below(256) : [0, 1, 0x7f, 0x80, 0xff][chance.below(5)]!
  }
  if (chance.below(10) === 0) bytes = bytes.subarray(0, chance.below(bytes.length + 1))
  if (chance.below(8) !== 0) mend(bytes, chance)
  return bytes
}

/** Puts our addresses in, and the sum of an IPv4 header. */
function mend(bytes: Uint8Array, chance: SmallChance): void {
  const version = (bytes[0] ?? 0) >> 4
  if (version === 6 && bytes.length >= 40) {
    const other = [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]
    if (chance.below(4) !== 0) bytes.set(other, 8)
    if (chance.below(4) !== 0) bytes.set([...other.slice(0, 15), 1], 24)
  } else if (version === 4 && bytes.length >= 20) {
    if (chance.below(4) !== 0) bytes.set([10, 0, 0, 2], 12)
    if (chance.below(4) !== 0) bytes.set([10, 0, 0, 1], 16)
    const headerLength = Math.min(bytes.length & ~1, (bytes[0]! & 15) * 4)
    bytes[10] = bytes[11] = 0
    let sum = 0
    for (let i = 0; i < headerLength; i += 2) sum += (bytes[i]! << 8) | bytes[i + 1]!
    while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
    bytes[10] = (~sum >>> 8) & 0xff
    bytes[11] = ~sum & 0xff
  }
}

test(`packets of the kernel's, changed: no throw, nothing kept, bounded memory (SOQUETE_SEED=${SEED})`, (t) => {
  const chance = new SmallChance(SEED)
  const { network, host, sockets } = target()
  const { device, ip } = host
  const end = Date.now() + MILLISECONDS
  let count = 0
  let most = 0
  while (Date.now() < end) {
    for (let i = 0; i < 200; i++, count++) device.bring(mutate(chance))
    // What it sent may come back changed: answers to answers.
    const echoes = device.bytes.slice(0, 20)
    device.take()
    for (const bytes of echoes) spoil(device, bytes, chance)
    network.time.pass(chance.below(3) * SECOND)
    most = Math.max(most, network.arena.inUse)
    if (chance.below(4) === 0) for (const socket of sockets) while (socket.receive(new Uint8Array(100)) >= 0);
  }
  assert.ok(ip.counters.InDelivers > count / 10, `${ip.counters.InDelivers} of ${count} reached a protocol`)
  assert.ok(ip.counters.InHdrErrors > 0 && ip.counters.OutForwDatagrams > 0)
  assert.ok(most < 1000 && network.arena.reserved < 1 << 23, `${most} slots, ${network.arena.reserved} bytes`)
  network.time.pass(120 * SECOND)
  for (const socket of sockets) socket.close()
  ip.close()
  assert.deepEqual(network.arena.held(), [])
  assert.equal(network.time.pending, 0)
  t.diagnostic(`${count} packets, ${most} slots at most`)
})

function spoil(device: ScriptedDevice, bytes: Uint8Array, chance: SmallChance): void {
  const back = bytes.slice()
  if (back.length > 0) back[chance.below(back.length)] = chance.below(256)
  if (chance.below(2) === 0) mend(back, chance)
  device.bring(back)
}
