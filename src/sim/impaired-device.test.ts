import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Laboratory } from '../../test/sim/laboratory.ts'
import type { Device, Receiver } from '../netstack/device.ts'
import type { Decision } from './decisions.ts'
import { ImpairedDevice } from './impaired-device.ts'

/** A device that writes down what it is to transmit. */
class Wire implements Device {
  readonly name = 'tun0'
  readonly mtu = 9000
  readonly sent: (readonly [at: number, tag: number])[] = []
  receiver: Receiver | null = null
  readonly #laboratory: Laboratory

  constructor(laboratory: Laboratory) {
    this.#laboratory = laboratory
  }

  transmit(slot: number): void {
    this.sent.push([this.#laboratory.time.now, this.#laboratory.tag(slot)])
  }

  attach(receiver: Receiver): void {
    this.receiver = receiver
  }
}

test('both directions of a device have their delay and their faults', () => {
  const plan: Decision[] = [
    { link: 'wan', direction: '>', packet: 2, kind: 'loss', detail: 0 },
    { link: 'wan', direction: '<', packet: 1, kind: 'duplicate', detail: 0 },
  ]
  const laboratory = new Laboratory(1, plan)
  const wire = new Wire(laboratory)
  const device = new ImpairedDevice(laboratory, 'wan', wire, { delay: '1ms', back: { delay: '2ms' } })
  const received: (readonly [at: number, tag: number, name: string])[] = []
  device.attach({
    receive: (slot, from) => received.push([laboratory.time.now, laboratory.tag(slot), from.name]),
  })
  for (const tag of [1, 2, 3]) {
    const slot = laboratory.packet(tag)
    device.transmit(slot)
    if (tag === 3) wire.receiver!.receive(slot, wire)
    laboratory.arena.release(slot)
  }
  laboratory.drain()
  assert.deepEqual(wire.sent, [
    [1_000_000, 1],
    [1_000_000, 3],
  ])
  assert.deepEqual(received, [
    [2_000_000, 3, 'tun0'],
    [2_000_000, 3, 'tun0'],
  ])
})

test('its MTU is the smaller of both; what cannot be is refused', () => {
  const laboratory = new Laboratory()
  const device = new ImpairedDevice(laboratory, 'wan', new Wire(laboratory))
  assert.equal(device.mtu, 9000)
  device.change({ mtu: 1400 })
  assert.equal(device.mtu, 1400)
  assert.throws(() => device.change({ loss: 2 }), /link wan: loss 2 is no probability/)
})
