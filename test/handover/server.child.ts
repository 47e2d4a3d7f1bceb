// A server that can be replaced while it serves. It listens on a port of its own, or takes the listener that comes
// beside a message on descriptor 3. On SIGHUP it starts its successor, gives it the listener, stops accepting, finishes
// what it has begun, and ends; on SIGTERM it ends without.
import { spawn } from 'node:child_process'
import { closeSync } from 'node:fs'
import {
  AF_INET,
  AF_UNIX,
  adopt,
  cmsg,
  SCM_RIGHTS,
  SOCK_STREAM,
  type Socket,
  socket,
  socketpair,
} from '../../src/index.ts'

async function takeOver(): Promise<Socket> {
  const line = adopt(3)
  const { control } = await line.recvmsg(new Uint8Array(1), 0, { descriptors: 1 })
  const listener = adopt(control.get(SCM_RIGHTS)![0]!)
  await line.send(Uint8Array.of(1))
  await line.close()
  return listener
}

function listen(): Socket {
  const listener = socket(AF_INET, SOCK_STREAM)
  listener.bind({ family: AF_INET, address: '127.0.0.1', port: 0 })
  listener.listen()
  return listener
}

/** Resolves when the successor has the listener. */
async function giveTo(listener: Socket): Promise<void> {
  const [line, theirs] = socketpair(AF_UNIX, SOCK_STREAM)
  const { fd } = theirs.detach({ blocking: true })
  spawn(process.execPath, [process.argv[1]!, 'successor'], {
    stdio: ['inherit', 'inherit', 'inherit', fd],
    detached: true,
  }).unref()
  closeSync(fd)
  await line.sendmsg({ buffers: [Uint8Array.of(1)], control: [cmsg(SCM_RIGHTS, [listener])] })
  await line.recv(1)
  await line.close()
}

const listener = process.argv[2] === 'successor' ? await takeOver() : listen()
const name = listener.getsockname()
process.stdout.write(`${JSON.stringify({ pid: process.pid, port: 'port' in name ? name.port : 0 })}\n`)

const answer = new TextEncoder().encode(`${process.pid}`)
const stop = new AbortController()
process.once('SIGHUP', async () => {
  await giveTo(listener)
  stop.abort()
})
process.once('SIGTERM', () => stop.abort())

await listener.serve(
  async (peer) => {
    const question = await peer.recv(4)
    if (question.length > 0) await peer.send(answer)
  },
  { signal: stop.signal },
)
await listener.close()
