import { bun } from './bun.ts'
import { obeyRunner } from './control.ts'

const { port } = bun.listen<undefined>({
  hostname: '127.0.0.1',
  port: 0,
  socket: {
    open(socket) {
      socket.write('!')
      socket.end()
    },
    data() {},
    error() {}, // The load leaves with RST.
  },
})

obeyRunner({ port }, () => ({}))
