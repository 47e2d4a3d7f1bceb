import { createServer, type Server } from 'node:http'

/** The same server for every peer: who brings it connections is what differs. */
export function httpServer(): Server {
  return createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Length': 12 })
    response.end('hello world\n')
  })
}
