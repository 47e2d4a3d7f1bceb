import { createSocket } from 'node:dgram'
import { obeyRunner } from './control.ts'

let datagrams = 0
const socket = createSocket({ type: 'udp4', recvBufferSize: 4 << 20 })

socket.on('message', () => {
  datagrams++
})
socket.bind(0, '127.0.0.1', () => {
  obeyRunner({ port: socket.address().port }, () => ({ datagrams, seconds: performance.now() / 1000 }))
})
