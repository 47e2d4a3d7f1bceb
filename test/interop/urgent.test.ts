import assert from 'node:assert/strict'
import { MSG_OOB, SHUT_WR, SO_OOBINLINE, type Socket } from '../../src/index.ts'
import { acceptFrom, connectTo, decode, encode, listenOn, receiveAll } from './endpoints.ts'
import { interop } from './stage.ts'
import { LANGUAGES } from './tools.ts'

const HOST = '127.0.0.1'

for (const language of LANGUAGES) {
  interop(`out of band: Soquete to a server in ${language}`, [language], async (stage) => {
    const server = stage.peer(language, 'urgent', 'server', HOST, 'receive')
    await sendUrgent(await connectTo(stage, HOST, await server.ready()))
    await server.says(/^out of band: !$/)
    await server.says(/^before the mark: before$/)
    await server.says(/^after the mark: after$/)
    await server.ends()
  })

  interop(`out of band: Soquete to a client in ${language}`, [language], async (stage) => {
    const { listener, port } = await listenOn(stage, HOST)
    const client = stage.peer(language, 'urgent', 'client', HOST, port, 'receive')
    await sendUrgent(await acceptFrom(stage, listener))
    await client.says(/^out of band: !$/)
    await client.says(/^before the mark: before$/)
    await client.says(/^after the mark: after$/)
    await client.ends()
  })

  interop(`out of band: a server in ${language} to Soquete, who waits for it`, [language], async (stage) => {
    const server = stage.peer(language, 'urgent', 'server', HOST, 'send')
    const client = await connectTo(stage, HOST, await server.ready())
    const [urgent] = await Promise.all([client.recv(1, MSG_OOB), client.send(encode('.'))])
    assert.equal(decode(urgent), '!')
    assert.equal(decode(await receiveToMark(client)), 'before')
    assert.equal(decode(await receiveAll(client)), 'after')
    await server.ends()
  })

  interop(`out of band: a client in ${language} to Soquete, when all has come`, [language], async (stage) => {
    const { listener, port } = await listenOn(stage, HOST)
    const client = stage.peer(language, 'urgent', 'client', HOST, port, 'send')
    const peer = await acceptFrom(stage, listener)
    await peer.send(encode('.'))
    await client.ends()
    assert.equal(decode(await receiveToMark(peer)), 'before')
    assert.equal(decode(await peer.recv(1, MSG_OOB)), '!')
    assert.equal(decode(await receiveAll(peer)), 'after')
  })

  interop(`out of band, kept in line: a client in ${language} to Soquete`, [language], async (stage) => {
    const { listener, port } = await listenOn(stage, HOST)
    listener.setsockopt(SO_OOBINLINE, true)
    const client = stage.peer(language, 'urgent', 'client', HOST, port, 'send')
    const peer = await acceptFrom(stage, listener)
    await peer.send(encode('.'))
    await client.ends()
    await assert.rejects(peer.recv(1, MSG_OOB), { code: 'EINVAL' })
    assert.equal(decode(await receiveToMark(peer)), 'before')
    assert.equal(decode(await receiveAll(peer)), '!after')
  })
}

async function sendUrgent(to: Socket): Promise<void> {
  await to.send(encode('before'))
  assert.equal(await to.send(encode('!'), MSG_OOB), 1)
  await to.send(encode('after'))
  to.shutdown(SHUT_WR)
}

async function receiveToMark(from: Socket): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  while (!from.sockatmark()) pieces.push(await from.recv(64))
  return Buffer.concat(pieces)
}
