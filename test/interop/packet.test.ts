import assert from 'node:assert/strict'
import { MSG_WAITALL, SHUT_WR, type Socket } from '../../src/index.ts'
import { acceptFrom, connectTo, listenOn } from './endpoints.ts'
import { interop } from './stage.ts'
import { LANGUAGES } from './tools.ts'

const HOST = '127.0.0.1'
/** Of payloads: none, one byte, some, and more than a read gives at once. */
const LENGTHS = [0, 1, 12, 5000, 300_000]

for (const language of LANGUAGES) {
  interop(`packets to a server in ${language}`, [language], async (stage) => {
    const server = stage.peer(language, 'packet', 'server', HOST)
    const client = await connectTo(stage, HOST, await server.ready())
    for (const [code, length] of LENGTHS.entries()) {
      const payload = Uint8Array.from({ length }, (_, index) => index % 251)
      assert.equal(await sendPacket(client, { code, payload }), 5 + length)
      await server.says(new RegExp(`^packet ${code} of ${length} bytes$`))
      assert.deepEqual(await receivePacket(client), { code: code + 128, payload: payload.toReversed() })
    }
    client.shutdown(SHUT_WR)
    assert.equal(await receivePacket(client), null)
    await server.says(/^end$/)
    await server.ends()
  })

  interop(`packets from a client in ${language}, in pieces`, [language], async (stage) => {
    const { listener, port } = await listenOn(stage, HOST)
    const client = stage.peer(language, 'packet', 'client', HOST, port, ...LENGTHS)
    const peer = await acceptFrom(stage, listener)
    for (const [index, length] of LENGTHS.entries()) {
      const packet = await receivePacket(peer)
      assert.ok(packet !== null)
      assert.equal(packet.code, index + 1)
      assert.equal(packet.payload.length, length)
      await sendPacket(peer, { code: packet.code + 128, payload: packet.payload.toReversed() })
      await client.says(new RegExp(`^answer ${packet.code + 128} of ${length} bytes, backwards$`))
    }
    assert.equal(await receivePacket(peer), null)
    await client.ends()
  })
}

interface Packet {
  readonly code: number
  readonly payload: Uint8Array
}

function sendPacket(to: Socket, { code, payload }: Packet): Promise<number> {
  const header = new Uint8Array(5)
  const view = new DataView(header.buffer)
  view.setUint8(0, code)
  view.setUint32(1, payload.length, true)
  return to.sendmsg({ buffers: [header, payload] })
}

/** Null at the stream's end. */
async function receivePacket(from: Socket): Promise<Packet | null> {
  const header = await from.recv(5, MSG_WAITALL)
  if (header.length === 0) return null
  assert.equal(header.length, 5, 'the stream ended inside a header')
  const view = new DataView(header.buffer, header.byteOffset)
  const length = view.getUint32(1, true)
  // Asked for no bytes, recv(2) waits for one all the same.
  const payload = length === 0 ? new Uint8Array() : await from.recv(length, MSG_WAITALL)
  assert.equal(payload.length, length, 'the stream ended inside a payload')
  return { code: view.getUint8(0), payload }
}
