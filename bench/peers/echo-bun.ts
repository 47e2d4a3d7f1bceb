import { type BunSocket, bun } from './bun.ts'
import { obeyRunner } from './control.ts'

/** What the socket did not take yet. */
type Unsent = Uint8Array[]

function send(socket: BunSocket<Unsent>, bytes: Uint8Array): void {
  if (socket.data.length > 0) {
    socket.data.push(bytes.slice())
    return
  }
  const taken = socket.write(bytes)
  if (taken < bytes.length) socket.data.push(bytes.slice(taken))
}

function sendUnsent(socket: BunSocket<Unsent>): void {
  const unsent = socket.data
  socket.data = []
  for (const bytes of unsent) send(socket, bytes)
}

const { port } = bun.listen<Unsent>({
  hostname: '127.0.0.1',
  port: 0,
  socket: {
    open(socket) {
      socket.data = []
      socket.setNoDelay(true)
    },
    data: send,
    drain: sendUnsent,
    error() {}, // The load leaves with RST.
  },
})

obeyRunner({ port }, () => ({}))
