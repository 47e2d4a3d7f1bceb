import type { AddressInfo } from 'node:net'
import { obeyRunner } from './control.ts'
import { httpServer } from './http-server.ts'

const server = httpServer()

server.listen({ host: '127.0.0.1', port: 0, backlog: 511 }, () => {
  obeyRunner({ port: (server.address() as AddressInfo).port }, () => ({}))
})
