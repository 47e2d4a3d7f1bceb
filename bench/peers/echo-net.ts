import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { obeyRunner } from './control.ts'
import { reportMemory } from './memory.ts'

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('data', (data) => socket.write(data))
  socket.on('error', () => {}) // The load leaves with RST.
})

server.listen({ host: '127.0.0.1', port: 0, backlog: 511 }, () => {
  obeyRunner({ port: (server.address() as AddressInfo).port }, reportMemory)
})
