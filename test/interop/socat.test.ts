import assert from 'node:assert/strict'
import {
  type Address,
  AF_INET,
  AF_INET6,
  AF_UNIX,
  formatAddress,
  SHUT_WR,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  type Socket,
  socket,
  type UnixAddress,
} from '../../src/index.ts'
import { acceptFrom, bindTo, decode, echo, encode, freshName, listenOn, NAMES } from './endpoints.ts'
import { interop } from './stage.ts'

// -d -d: says where it listens. PIPE gives back what comes, so such a socat is an echo server.

const INTERNET = [
  { family: AF_INET, version: 4, host: '127.0.0.1', bind: '127.0.0.1', needs: [] },
  { family: AF_INET6, version: 6, host: '::1', bind: '[::1]', needs: ['IPv6'] },
] as const

for (const { family, version, host, bind, needs } of INTERNET) {
  interop(`socat as a TCP${version} server`, ['socat', ...needs], async (stage) => {
    const server = stage.tool('socat', '-d', '-d', `TCP${version}-LISTEN:0,bind=${bind}`, 'PIPE')
    const [, port] = await server.says(/listening on AF=\d+ \S+:(\d+)$/)
    const client = stage.keep(socket(family, SOCK_STREAM))
    await client.connect({ family, address: host, port: Number(port) })
    await askStream(client)
    await server.ends()
  })

  interop(`socat as a TCP${version} client`, ['socat', ...needs], async (stage) => {
    const { listener, port } = await listenOn(stage, host)
    const client = stage.tool('socat', '-', `TCP${version}:${bind}:${port}`)
    client.write('question\n')
    client.endInput()
    await echo(await acceptFrom(stage, listener))
    await client.says(/^question$/)
  })

  interop(`socat as a UDP${version} server`, ['socat', ...needs], async (stage) => {
    const server = stage.tool('socat', '-d', '-d', `UDP${version}-LISTEN:0,bind=${bind}`, 'PIPE')
    const [, port] = await server.says(/listening on UDP AF=\d+ \S+:(\d+)$/)
    const client = stage.keep(socket(family, SOCK_DGRAM))
    await askDatagram(client, { family, address: host, port: Number(port) })
  })

  interop(`socat as a UDP${version} client`, ['socat', ...needs], async (stage) => {
    const { bound, port } = await bindTo(stage, host, SOCK_DGRAM)
    const client = stage.tool('socat', '-', `UDP${version}:${bind}:${port}`)
    client.write('question\n')
    await answerDatagram(bound)
    await client.says(/^question$/)
  })
}

for (const kind of NAMES) {
  const prefix = kind === 'path' ? 'UNIX' : 'ABSTRACT'

  interop(`socat as a Unix server by ${kind}`, ['socat'], async (stage) => {
    const address = freshName(stage, kind)
    const server = stage.tool('socat', '-d', '-d', `${prefix}-LISTEN:${nameOf(address)}`, 'PIPE')
    await server.says(/listening on AF=1/)
    const client = stage.keep(socket(AF_UNIX, SOCK_STREAM))
    await client.connect(address)
    await askStream(client)
    await server.ends()
  })

  interop(`socat as a Unix client by ${kind}`, ['socat'], async (stage) => {
    const address = freshName(stage, kind)
    const listener = stage.keep(socket(AF_UNIX, SOCK_STREAM))
    listener.bind(address)
    listener.listen()
    const client = stage.tool('socat', '-', `${prefix}-CONNECT:${nameOf(address)}`)
    client.write('question\n')
    client.endInput()
    await echo(await acceptFrom(stage, listener))
    await client.says(/^question$/)
  })

  interop(`socat as a seqpacket server by ${kind}`, ['socat'], async (stage) => {
    const address = freshName(stage, kind)
    const where = `${prefix}-LISTEN:${nameOf(address)},type=${SOCK_SEQPACKET}`
    const server = stage.tool('socat', '-d', '-d', where, 'PIPE')
    await server.says(/listening on AF=1/)
    const client = stage.keep(socket(AF_UNIX, SOCK_SEQPACKET))
    await client.connect(address)
    await askStream(client)
    await server.ends()
  })

  interop(`socat as a Unix datagram server by ${kind}`, ['socat'], async (stage) => {
    const address = freshName(stage, kind)
    const server = stage.tool('socat', '-d', '-d', `${prefix}-RECVFROM:${nameOf(address)}`, 'PIPE')
    await server.says(/receiving on AF=1/)
    const client = stage.keep(socket(AF_UNIX, SOCK_DGRAM))
    client.bind(freshName(stage, kind))
    await askDatagram(client, address)
  })

  interop(`socat as a Unix datagram client by ${kind}`, ['socat'], async (stage) => {
    const [address, own] = [freshName(stage, kind), freshName(stage, kind)]
    const bound = stage.keep(socket(AF_UNIX, SOCK_DGRAM))
    bound.bind(address)
    const client = stage.tool('socat', '-', `${prefix}-SENDTO:${nameOf(address)},bind=${nameOf(own)}`)
    client.write('question\n')
    assert.deepEqual(await answerDatagram(bound), own)
    await client.says(/^question$/)
  })
}

/** As socat writes it: the prefix tells of which kind it is. */
function nameOf(address: UnixAddress): string {
  return formatAddress(address).replace(/^@/, '')
}

async function askStream(client: Socket): Promise<void> {
  await client.send(encode('question\n'))
  assert.equal(decode(await client.recv(100)), 'question\n')
  client.shutdown(SHUT_WR)
  assert.equal((await client.recv(100)).length, 0)
}

async function askDatagram(client: Socket, address: Address): Promise<void> {
  await client.sendto(encode('question'), address)
  const { data, from } = await client.recvfrom(100)
  assert.equal(decode(data), 'question')
  assert.ok(from !== null)
  assert.equal(formatAddress(from), formatAddress(address))
}

/** Sends a datagram back where it came from. */
async function answerDatagram(bound: Socket): Promise<Address> {
  const { data, from } = await bound.recvfrom(100)
  assert.equal(decode(data), 'question\n')
  assert.ok(from !== null)
  await bound.sendto(data, from)
  return from
}
