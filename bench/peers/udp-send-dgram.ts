import { createSocket } from 'node:dgram'
import { obeyRunner } from './control.ts'

/** Datagrams to a turn of the event loop; node:dgram sends them at once while the socket takes them. */
const BURST = 64

const [port, size] = process.argv.slice(3).map(Number) as [number, number]
const payload = Buffer.alloc(size)
const socket = createSocket('udp4')
let datagrams = 0

function sendBurst(): void {
  for (let i = 0; i < BURST; i++) socket.send(payload)
  datagrams += BURST
  setImmediate(sendBurst)
}

socket.connect(port, '127.0.0.1', () => {
  obeyRunner({ port }, () => ({ datagrams, seconds: performance.now() / 1000 }))
  sendBurst()
})
