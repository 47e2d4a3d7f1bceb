// Sends frames into an interface whose queue holds a few, and counts those that come out at its other end:
// `node full-queue.child.js OUT IN COUNT`.
import { readFileSync } from 'node:fs'
import { AF_PACKET, SO_RCVBUF, SOCK_DGRAM, socket } from '../../src/index.ts'
import { kernelThread } from '../../src/kernel/kernel-stack.ts'

/** A protocol that nobody else speaks: of those for experiments, IEEE 802. */
const PROTOCOL = 0x88b5

function addressOn(name: string) {
  const ifindex = Number(readFileSync(`/sys/class/net/${name}/ifindex`, 'utf8'))
  return { family: AF_PACKET, protocol: PROTOCOL, ifindex, address: 'ff:ff:ff:ff:ff:ff' } as const
}

const [out, into, count] = process.argv.slice(2) as [string, string, string]
const receiver = socket(AF_PACKET, SOCK_DGRAM, 0)
receiver.setsockopt(SO_RCVBUF, 4_000_000)
receiver.bind(addressOn(into))
const sender = socket(AF_PACKET, SOCK_DGRAM, 0)

const frame = new Uint8Array(1000)
let received = 0
const receiving = (async () => {
  while (received < Number(count)) {
    await receiver.recv(2000, 0, { timeout: 5000 })
    received++
  }
})()
for (let i = 0; i < Number(count); i++) await sender.sendto(frame, addressOn(out), 0, { timeout: 5000 })
await receiving.catch(() => {})
process.stdout.write(`${JSON.stringify({ received, retries: kernelThread().retries })}\n`)
await Promise.all([sender.close(), receiver.close()])
