import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { obeyRunner } from './control.ts'
import { useStream } from './stream.ts'

const mode = process.argv[2]!
const server = createServer({ noDelay: true }, (socket) => useStream(socket, mode))

server.listen({ host: '127.0.0.1', port: 0, backlog: 511 }, () => {
  obeyRunner({ port: (server.address() as AddressInfo).port }, () => ({}))
})
