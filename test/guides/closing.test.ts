import assert from 'node:assert/strict'
import {
  AF_INET,
  errno,
  MSG_WAITALL,
  SHUT_WR,
  SO_LINGER,
  SO_REUSEADDR,
  SOCK_STREAM,
  type Socket,
  socket,
  TCP_INFO,
} from '../../src/index.ts'
import { type TcpRow, tcpTable } from '../../tour/tcp-table.ts'
import type { Stage } from '../interop/stage.ts'
import { test } from '../leak-check.ts'
import { type Actor, onKernel, portable, whereOf } from './theatre.ts'

interface Ended {
  /** The port of the server, which has ended. */
  readonly port: string
  /** Of the client: `127.0.0.1:51822`. */
  readonly from: string
  /** In which states the two closed. */
  readonly states: { readonly server: string; readonly client: string }
  /** How much of the goodbye came. */
  readonly came: string
}

async function playToTheEnd(stage: Stage, way: string, port: number | string = 0): Promise<Ended> {
  const server = stage.start('closing-server', port, way)
  const where = await whereOf(server)
  const client = stage.start('closing-client', '127.0.0.1', where, way)
  const [, from = ''] = await client.says(/^connected from (.*)$/)
  const [came] = await client.says(/^.*bytes$/)
  const states = { client: await stateOf(client), server: await stateOf(server) }
  await Promise.all([client.ends(), server.ends()])
  return { port: where, from, states, came }
}

async function stateOf(actor: Actor): Promise<string> {
  return (await actor.says(/^closes in (\w+)$/))[1] ?? ''
}

/** What the kernel keeps of a connection: both ends, the server's first, unless they are gone. */
function left({ port, from }: Pick<Ended, 'port' | 'from'>): TcpRow[] {
  const server = `127.0.0.1:${port}`
  const own = ({ local, remote }: TcpRow) =>
    (local === server && remote === from) || (local === from && remote === server)
  return tcpTable().filter(own)
}

onKernel('active close: who closes first ends in TIME_WAIT, and its port is taken', async (stage) => {
  const ended = await playToTheEnd(stage, 'server-first')
  assert.deepEqual(ended.states, { server: 'ESTABLISHED', client: 'CLOSE_WAIT' })
  assert.equal(ended.came, '1000000 bytes')
  const [row, ...others] = left(ended)
  assert.equal(row?.local, `127.0.0.1:${ended.port}`)
  assert.equal(row?.state, 'TIME_WAIT')
  assert.ok(row.seconds > 50 && row.seconds <= 60)
  assert.deepEqual(others, [])

  const again = stage.start('closing-server', ended.port)
  await again.says(/^soquete: cannot bind .*EADDRINUSE/)
  await again.says(/TIME_WAIT/)
  await again.ends(1)
})

onKernel('passive close: when the client closes first, TIME_WAIT is at its end', async (stage) => {
  const ended = await playToTheEnd(stage, 'client-first')
  assert.deepEqual(ended.states, { server: 'CLOSE_WAIT', client: 'ESTABLISHED' })
  assert.deepEqual(
    left(ended).map(({ local, state }) => ({ local, state })),
    [{ local: ended.from, state: 'TIME_WAIT' }],
  )
  await playToTheEnd(stage, 'client-first', ended.port)
})

onKernel('SO_REUSEADDR: bind() succeeds beside TIME_WAIT, if both runs set it', async (stage) => {
  const ended = await playToTheEnd(stage, 'reuse')
  assert.deepEqual(
    left(ended).map(({ local, state }) => ({ local, state })),
    [{ local: `127.0.0.1:${ended.port}`, state: 'TIME_WAIT' }],
  )
  await playToTheEnd(stage, 'reuse', ended.port)
  const without = stage.start('closing-server', ended.port)
  await without.says(/EADDRINUSE/)
  await without.ends(1)
})

onKernel('SO_LINGER of 0 seconds: nothing is left, and the end of the goodbye is lost', async (stage) => {
  const ended = await playToTheEnd(stage, 'reset')
  assert.deepEqual(ended.states, { server: 'ESTABLISHED', client: 'CLOSE' })
  assert.match(ended.came, /^reset after \d+ of 1000000 bytes$/)
  assert.deepEqual(left(ended), [])
  await playToTheEnd(stage, 'reset', ended.port)
})

portable('each way ends, on any stack', async (theatre) => {
  for (const [way, came] of [
    ['server-first', /^1000000 bytes$/],
    ['client-first', /^1000000 bytes$/],
    ['reuse', /^1000000 bytes$/],
    ['reset', /^reset after \d+ of 1000000 bytes$/],
  ] as const) {
    const server = theatre.start('closing-server', 0, way)
    const client = theatre.start('closing-client', '127.0.0.1', await whereOf(server), way)
    await client.says(came)
    await Promise.all([client.ends(), server.ends()])
  }
})

test('each step of an orderly end, as TCP_INFO tells it', async () => {
  const { client, server } = await connected()
  const states = () => [client, server].map((each) => each.getsockopt(TCP_INFO).state)
  assert.deepEqual(states(), ['ESTABLISHED', 'ESTABLISHED'])
  server.shutdown(SHUT_WR)
  assert.equal((await client.recv(1)).length, 0)
  // FIN_WAIT1 until the client's kernel has acknowledged the end, which may take it 40 ms.
  while (states()[1] === 'FIN_WAIT1') await new Promise((resolve) => setTimeout(resolve, 5))
  assert.deepEqual(states(), ['CLOSE_WAIT', 'FIN_WAIT2'])
  client.shutdown(SHUT_WR)
  assert.equal((await server.recv(1)).length, 0)
  // The kernel goes on with TIME_WAIT in a small record of its own; the socket has done its part.
  assert.deepEqual(states(), ['CLOSE', 'CLOSE'])
  const ended = { port: portOf(server), from: `127.0.0.1:${portOf(client)}` }
  assert.deepEqual(
    left(ended).map(({ local, state }) => ({ local, state })),
    [{ local: `127.0.0.1:${ended.port}`, state: 'TIME_WAIT' }],
  )
  await Promise.all([client.close(), server.close()])
})

test('the price of SO_LINGER 0: what send() had taken and nobody had received is gone', async () => {
  const { client, server } = await connected()
  assert.equal(await server.send(new Uint8Array(1_000_000)), 1_000_000)
  server.setsockopt(SO_LINGER, { onoff: true, linger: 0 })
  await server.close()
  await assert.rejects(
    client.recv(1_000_000, MSG_WAITALL),
    (error: NodeJS.ErrnoException & { data?: Uint8Array }) => {
      assert.equal(error.errno, -errno.ECONNRESET)
      assert.ok((error.data?.length ?? 0) < 1_000_000)
      return true
    },
  )
  await client.close()
})

async function connected(): Promise<{ client: Socket; server: Socket }> {
  const [listener, client] = [socket(AF_INET, SOCK_STREAM), socket(AF_INET, SOCK_STREAM)]
  listener.setsockopt(SO_REUSEADDR, true)
  listener.bind({ family: AF_INET, address: '127.0.0.1', port: 0 })
  listener.listen()
  await client.connect(listener.getsockname())
  const server = await listener.accept()
  await listener.close()
  return { client, server }
}

function portOf(of: Socket): string {
  return String((of.getsockname() as { port: number }).port)
}
