import http from 'node:http'
import { AF_INET, SOCK_STREAM, socket } from 'soquete'
import { connectDuplex, serveDuplex } from 'soquete/node'

const listener = socket(AF_INET, SOCK_STREAM)
listener.bind({ family: AF_INET, address: '127.0.0.1', port: 0 })
listener.listen()
const server = http.createServer((request, response) => response.end(`you asked for ${request.url}`))
const serving = serveDuplex(listener, server)

const agent = new http.Agent()
agent.createConnection = connectDuplex
const { port } = listener.getsockname()
http.get({ host: '127.0.0.1', port, path: '/hello', agent }, async (response) => {
  for await (const text of response.setEncoding('utf8')) console.log(text) // you asked for /hello
  await Promise.all([listener.close(), serving])
})
