// Serves what it was started with: the connections of a listener, or one connection, or a datagram socket. Told by
// what it is given: `node echo.child.js FD`, or, without FD, by LISTEN_FDS.
import { adopt, SO_ACCEPTCONN, SO_TYPE, SOCK_DGRAM, type Socket } from '../../src/index.ts'
import { listenFds } from '../../src/node/index.ts'

async function echo(peer: Socket): Promise<void> {
  await peer.recvEach((bytes) => peer.send(bytes))
}

async function echoDatagrams(socket: Socket): Promise<void> {
  for (;;) {
    const { data, from } = await socket.recvfrom(65536)
    if (data.length === 0 || from === null) return
    await socket.sendto(data, from)
  }
}

function serve(socket: Socket): Promise<void> {
  if (socket.getsockopt(SO_TYPE) === SOCK_DGRAM) return echoDatagrams(socket)
  return socket.getsockopt(SO_ACCEPTCONN) ? socket.serve(echo) : echo(socket)
}

const [fd] = process.argv.slice(2)
const sockets = fd === undefined ? listenFds() : [{ name: '', socket: adopt(Number(fd)) }]
process.stdout.write(`${JSON.stringify(sockets.map(({ name }) => name))}\n`)
// Ends with its standard input.
process.stdin.on('end', () => Promise.all(sockets.map(({ socket }) => socket.close())))
process.stdin.resume()
await Promise.allSettled(sockets.map(({ socket }) => serve(socket)))
