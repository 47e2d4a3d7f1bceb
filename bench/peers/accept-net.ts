import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { obeyRunner } from './control.ts'

const server = createServer((socket) => {
  socket.on('error', () => {}) // The load leaves with RST.
  // Without destroy() the socket would wait for the client's end: a third slower.
  socket.end('!', () => socket.destroy())
})

server.listen({ host: '127.0.0.1', port: 0, backlog: 511 }, () => {
  obeyRunner({ port: (server.address() as AddressInfo).port }, () => ({}))
})
