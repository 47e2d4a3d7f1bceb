// Echoes on the socket that it is given, until it is told to end.
import { parentPort, workerData } from 'node:worker_threads'
import {
  adopt,
  type DetachedSocket,
  SO_ACCEPTCONN,
  SO_TYPE,
  SOCK_DGRAM,
  type Socket,
} from '../../src/index.ts'

const socket = adopt(workerData as DetachedSocket)

async function echo(peer: Socket): Promise<void> {
  await peer.recvEach((bytes) => peer.send(bytes))
}

async function echoDatagrams(): Promise<void> {
  for (;;) {
    const { data, from } = await socket.recvfrom(65536)
    if (from !== null) await socket.sendto(data, from)
  }
}

function serve(): Promise<void> {
  if (socket.getsockopt(SO_TYPE) === SOCK_DGRAM) return echoDatagrams()
  return socket.getsockopt(SO_ACCEPTCONN) ? socket.serve(echo) : echo(socket)
}

parentPort!.once('message', () => socket.close())
parentPort!.postMessage('ready')
await serve().catch(() => {})
