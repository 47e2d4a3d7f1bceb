// Runs in a network namespace of its own: connects two sockets, cuts the link between them, and tells what they notice.
import { execFileSync } from 'node:child_process'
import { AF_INET, SOCK_STREAM, socket, TCP_INFO } from '../../../src/index.ts'

const link = (state: 'up' | 'down') => execFileSync('ip', ['link', 'set', 'lo', state])

link('up')
const listener = socket(AF_INET, SOCK_STREAM)
listener.bind({ family: AF_INET, address: '127.0.0.1', port: 0 })
listener.listen()
const client = socket(AF_INET, SOCK_STREAM)
await client.connect(listener.getsockname())
const server = await listener.accept()
link('down')

const received = await server.recv(4, 0, { timeout: 300 }).catch((error: NodeJS.ErrnoException) => error.code)
const sent = await client.send(new TextEncoder().encode('hola'))
await new Promise((resolve) => setTimeout(resolve, 300))
const [one, two] = [client, server].map((each) => each.getsockopt(TCP_INFO).state)
console.log(JSON.stringify({ received, sent, client: one, server: two }))
process.exit()
