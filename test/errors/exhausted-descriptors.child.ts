// Run with a low limit of descriptors: serves while it has none left, and tells what happened.
import { closeSync, openSync } from 'node:fs'
import { isSocketError, SOCK_STREAM, socket } from '../../src/index.ts'
import { Scope } from './loopback.ts'

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Takes every descriptor that is left. */
function exhaust(): number[] {
  const taken: number[] = []
  try {
    for (;;) taken.push(openSync('/dev/null', 'r'))
  } catch {
    return taken
  }
}

const scope = new Scope()
const listener = scope.listener()
const address = listener.getsockname()
const clients = [scope.socket(), scope.socket(), scope.socket()]
const stop = new AbortController()
const told: unknown[] = []
const serving = listener.serve(
  async (peer) => {
    for (;;) {
      const bytes = await peer.recv(64)
      if (bytes.length === 0) return
      await peer.send(bytes)
    }
  },
  { signal: stop.signal, onError: (error, peer) => told.push(peer === undefined ? error : 'a handler') },
)

async function echo(client: (typeof clients)[number]): Promise<string> {
  await client.send(new TextEncoder().encode('echo'))
  return new TextDecoder().decode(await client.recv(64, 0, { timeout: 10_000 }))
}

const [first, second, third] = clients as [(typeof clients)[0], (typeof clients)[0], (typeof clients)[0]]
await first.connect(address)
const before = await echo(first)

const taken = exhaust()
let ownCode = ''
try {
  await socket(address.family, SOCK_STREAM).close()
} catch (error) {
  ownCode = isSocketError(error) ? error.code : String(error)
}
await second.connect(address)
await third.connect(address)
await pause(400)
const toldWhileExhausted = told.length
// Who has a connection already is served all the while.
const during = await echo(first)

for (const fd of taken) closeSync(fd)
const after = [await echo(second), await echo(third)]
const fourth = scope.socket()
await fourth.connect(address)
after.push(await echo(fourth))
for (const client of [...clients, fourth]) await client.close()
stop.abort()
await serving
await scope.close()

const codes = [...new Set(told.map((error) => (isSocketError(error) ? error.code : String(error))))]
console.log(
  JSON.stringify({ before, ownCode, toldWhileExhausted, codes, during, after, message: `${told[0]}` }),
)
