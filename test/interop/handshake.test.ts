import assert from 'node:assert/strict'
import { isSocketError, MSG_WAITALL, SHUT_WR, type Socket } from '../../src/index.ts'
import { acceptFrom, connectTo, encode, listenOn } from './endpoints.ts'
import { interop } from './stage.ts'
import { LANGUAGES } from './tools.ts'

const HOST = '127.0.0.1'
const OK = 0
const ERROR = -1

for (const language of LANGUAGES) {
  interop(`handshake: a server in ${language} knows its client from strangers`, [language], async (stage) => {
    const server = stage.peer(language, 'handshake', 'server', HOST, 2)
    const port = await server.ready()
    const introductions = [
      { number: 1, answer: OK },
      { number: 0x31, answer: ERROR },
    ]
    for (const { number, answer } of introductions) {
      const client = await connectTo(stage, HOST, port)
      await client.send(int32(number))
      await server.says(new RegExp(`^received 4 bytes: ${number}$`))
      assert.equal(numberOf(await client.recv(4, MSG_WAITALL)), answer)
      assert.equal((await client.recv(4, MSG_WAITALL)).length, 0)
    }
    await server.ends()
  })

  interop(`handshake: a server in ${language} waits for all four bytes`, [language], async (stage) => {
    const server = stage.peer(language, 'handshake', 'server', HOST, 1)
    const client = await connectTo(stage, HOST, await server.ready())
    await client.send(encode('1'))
    await assert.rejects(client.recv(4, MSG_WAITALL, { timeout: 100 }), { code: 'ETIMEDOUT' })
    client.shutdown(SHUT_WR)
    await server.says(/^received 1 bytes: 49$/)
    assert.equal(numberOf(await client.recv(4, MSG_WAITALL)), ERROR)
    await server.ends()
  })

  interop(`handshake: Soquete knows its client in ${language} from strangers`, [language], async (stage) => {
    const { listener, port } = await listenOn(stage, HOST)
    const serving = listener.serve(async (peer) => {
      const hello = await peer.recv(4, MSG_WAITALL)
      await peer.send(int32(hello.length === 4 && numberOf(hello) === 1 ? OK : ERROR))
    })
    const friend = stage.peer(language, 'handshake', 'client', HOST, port, '1')
    const stranger = stage.peer(language, 'handshake', 'client', HOST, port, '-2147483648')
    await friend.says(/^answered with 4 bytes: 0$/)
    await stranger.says(/^answered with 4 bytes: -1$/)
    await Promise.all([friend.ends(), stranger.ends()])
    await listener.close()
    await serving
  })

  interop(`handshake: Soquete's time limit ends a stranger in ${language}`, [language], async (stage) => {
    const { listener, port } = await listenOn(stage, HOST)
    const stranger = stage.peer(language, 'handshake', 'client', HOST, port, 'char')
    const peer = await acceptFrom(stage, listener)
    await assert.rejects(peer.recv(4, MSG_WAITALL, { timeout: 100 }), isTimeoutWithoutLoss(peer))
    // What the cut call left is read, because closing over it would reset the connection and the answer with it.
    assert.deepEqual(await peer.recv(4), encode('1'))
    await peer.send(int32(ERROR))
    await peer.close()
    await stranger.says(/^answered with 4 bytes: -1$/)
    await stranger.ends()
  })
}

function isTimeoutWithoutLoss(peer: Socket): (error: unknown) => boolean {
  return (error) => {
    assert.ok(isSocketError(error, 'ETIMEDOUT'))
    assert.equal(error.bytesTransferred, 0)
    assert.equal(peer.unread, 1)
    return true
  }
}

function int32(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setInt32(0, value, true)
  return bytes
}

function numberOf(bytes: Uint8Array): number {
  assert.equal(bytes.length, 4)
  return new DataView(bytes.buffer, bytes.byteOffset).getInt32(0, true)
}
