import assert from 'node:assert/strict'
import { AF_UNIX, SHUT_WR, SOCK_DGRAM, SOCK_STREAM, type Socket, socket } from '../../src/index.ts'
import { acceptFrom, bindTo, connectTo, decode, encode, HOSTS, listenOn } from './endpoints.ts'
import type { Peer } from './peer.ts'
import { interop } from './stage.ts'

// -n: numbers only. -v: says where it listens. -N: shuts down its writing when its input ends.

for (const { host, needs } of HOSTS) {
  interop(`nc as a TCP server on ${host}`, ['nc', ...needs], async (stage) => {
    const server = stage.tool('nc', '-n', '-v', '-N', '-l', host, 0)
    const [, port = ''] = await server.says(/^Listening on \S+ (\d+)$/)
    await talk(server, await connectTo(stage, host, port))
  })

  interop(`nc as a TCP client on ${host}`, ['nc', ...needs], async (stage) => {
    const { listener, port } = await listenOn(stage, host)
    const client = stage.tool('nc', '-n', '-N', host, port)
    await talk(client, await acceptFrom(stage, listener))
  })

  interop(`nc as a UDP server on ${host}`, ['nc', ...needs], async (stage) => {
    const server = stage.tool('nc', '-n', '-v', '-u', '-l', host, 0)
    const [, port = ''] = await server.says(/^Bound on \S+ (\d+)$/)
    const client = await connectTo(stage, host, port, SOCK_DGRAM)
    await client.send(encode('question\n'))
    await server.says(/^question$/)
    server.write('answer\n')
    assert.equal(decode(await client.recv(100)), 'answer\n')
  })

  interop(`nc as a UDP client on ${host}`, ['nc', ...needs], async (stage) => {
    const { bound, port } = await bindTo(stage, host, SOCK_DGRAM)
    const client = stage.tool('nc', '-n', '-u', host, port)
    client.write('question\n')
    const { data, from } = await bound.recvfrom(100)
    assert.equal(decode(data), 'question\n')
    assert.ok(from !== null)
    await bound.sendto(encode('answer\n'), from)
    await client.says(/^answer$/)
  })
}

interop('nc as a Unix server', ['nc'], async (stage) => {
  const path = stage.path()
  const server = stage.tool('nc', '-v', '-N', '-l', '-U', path)
  await server.says(/^Listening on /)
  const client = stage.keep(socket(AF_UNIX, SOCK_STREAM))
  await client.connect({ family: AF_UNIX, path })
  await talk(server, client)
})

interop('nc as a Unix client', ['nc'], async (stage) => {
  const path = stage.path()
  const listener = stage.keep(socket(AF_UNIX, SOCK_STREAM))
  listener.bind({ family: AF_UNIX, path })
  listener.listen()
  const client = stage.tool('nc', '-N', '-U', path)
  await talk(client, await acceptFrom(stage, listener))
})

interop('nc as a Unix datagram server', ['nc'], async (stage) => {
  const [path, own] = [stage.path(), stage.path()]
  const server = stage.tool('nc', '-v', '-l', '-u', '-U', path)
  await server.says(/^Bound on /)
  const client = stage.keep(socket(AF_UNIX, SOCK_DGRAM))
  client.bind({ family: AF_UNIX, path: own })
  await client.connect({ family: AF_UNIX, path })
  await client.send(encode('question\n'))
  await server.says(/^question$/)
  server.write('answer\n')
  assert.equal(decode(await client.recv(100)), 'answer\n')
})

interop('nc as a Unix datagram client', ['nc'], async (stage) => {
  const [path, own] = [stage.path(), stage.path()]
  const bound = stage.keep(socket(AF_UNIX, SOCK_DGRAM))
  bound.bind({ family: AF_UNIX, path })
  const client = stage.tool('nc', '-u', '-U', '-s', own, path)
  client.write('question\n')
  const { data, from } = await bound.recvfrom(100)
  assert.equal(decode(data), 'question\n')
  assert.deepEqual(from, { family: AF_UNIX, path: own })
  await bound.sendto(encode('answer\n'), from)
  await client.says(/^answer$/)
})

/** On a stream: a line each way, then both ends. */
async function talk(peer: Peer, ours: Socket): Promise<void> {
  await ours.send(encode('question\n'))
  await peer.says(/^question$/)
  peer.write('answer\n')
  assert.equal(decode(await ours.recv(100)), 'answer\n')
  peer.endInput()
  assert.equal((await ours.recv(100)).length, 0)
  await ours.send(encode('last words\n'))
  await peer.says(/^last words$/)
  ours.shutdown(SHUT_WR)
  await peer.ends()
}
