import assert from 'node:assert/strict'
import {
  AF_UNIX,
  formatAddress,
  MSG_WAITALL,
  SHUT_WR,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  type Socket,
  socket,
} from '../../src/index.ts'
import { acceptFrom, echo, encode, freshName, NAMES } from './endpoints.ts'
import { interop } from './stage.ts'
import { LANGUAGES } from './tools.ts'

const CONNECTED = [
  { name: 'stream', type: SOCK_STREAM },
  { name: 'seqpacket', type: SOCK_SEQPACKET },
] as const

for (const language of LANGUAGES) {
  for (const kind of NAMES) {
    for (const { name, type } of CONNECTED) {
      interop(`Unix ${name} echo by ${kind}, server in ${language}`, [language], async (stage) => {
        const address = freshName(stage, kind)
        const server = stage.peer(language, 'unix-echo', name, 'server', formatAddress(address))
        await server.ready()
        const client = stage.keep(socket(AF_UNIX, type))
        await client.connect(address)
        assert.deepEqual(client.getpeername(), address)
        await ask(client)
        client.shutdown(SHUT_WR)
        assert.equal((await client.recv(100)).length, 0)
        await server.ends()
      })

      interop(`Unix ${name} echo by ${kind}, client in ${language}`, [language], async (stage) => {
        const address = freshName(stage, kind)
        const listener = stage.keep(socket(AF_UNIX, type))
        listener.bind(address)
        listener.listen()
        const client = stage.peer(language, 'unix-echo', name, 'client', formatAddress(address))
        const peer = await acceptFrom(stage, listener)
        assert.deepEqual(peer.getsockname(), address)
        await echo(peer)
        for (const text of type === SOCK_STREAM ? ['onethree'] : ['one', 'three'])
          await client.says(new RegExp(`^received ${text}$`))
        await client.ends()
      })
    }

    interop(`Unix datagram echo by ${kind}, server in ${language}`, [language], async (stage) => {
      const address = freshName(stage, kind)
      const server = stage.peer(language, 'unix-echo', 'datagram', 'server', formatAddress(address))
      await server.ready()
      const client = stage.keep(socket(AF_UNIX, SOCK_DGRAM))
      client.bind(freshName(stage, kind))
      for (const text of ['one', 'three']) await client.sendto(encode(text), address)
      for (const text of ['one', 'three'])
        assert.deepEqual(await client.recvfrom(100), { data: encode(text), from: address })
      await server.ends()
    })

    interop(`Unix datagram echo by ${kind}, client in ${language}`, [language], async (stage) => {
      const [address, own] = [freshName(stage, kind), freshName(stage, kind)]
      const bound = stage.keep(socket(AF_UNIX, SOCK_DGRAM))
      bound.bind(address)
      const names = [address, own].map(formatAddress)
      const client = stage.peer(language, 'unix-echo', 'datagram', 'client', ...names)
      for (const text of ['one', 'three']) {
        const { data, from } = await bound.recvfrom(100)
        assert.deepEqual({ data, from }, { data: encode(text), from: own })
        await bound.sendto(data, own)
        await client.says(new RegExp(`^received ${text}$`))
      }
      await client.ends()
    })
  }
}

/** Two messages are under way before the first answer is read, so that their borders must show, or not. */
async function ask(client: Socket): Promise<void> {
  await client.send(encode('one'))
  await client.send(encode('three'))
  if (client.type === SOCK_STREAM) {
    assert.deepEqual(await client.recv(8, MSG_WAITALL), encode('onethree'))
  } else {
    assert.deepEqual(await client.recv(100), encode('one'))
    assert.deepEqual(await client.recv(100), encode('three'))
  }
}
