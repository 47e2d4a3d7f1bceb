import assert from 'node:assert/strict'
import { SHUT_WR, SO_LINGER, type Socket } from '../../src/index.ts'
import { acceptFrom, connectTo, decode, encode, listenOn, receiveAll } from './endpoints.ts'
import type { Peer } from './peer.ts'
import { interop, type Stage } from './stage.ts'
import { LANGUAGES, type Language } from './tools.ts'

const HOST = '127.0.0.1'
/** Who connects must make no difference to how a connection ends. */
const ROLES = ['server', 'client'] as const
type Role = (typeof ROLES)[number]

/** A connection with a peer that ends it as `how` says; see peers/endings.c. */
async function meet(
  stage: Stage,
  language: Language,
  role: Role,
  how: string,
): Promise<{ peer: Peer; ours: Socket }> {
  if (role === 'server') {
    const peer = stage.peer(language, 'endings', 'server', HOST, how)
    return { peer, ours: await connectTo(stage, HOST, await peer.ready()) }
  }
  const { listener, port } = await listenOn(stage, HOST)
  const peer = stage.peer(language, 'endings', 'client', HOST, port, how)
  return { peer, ours: await acceptFrom(stage, listener) }
}

for (const language of LANGUAGES) {
  for (const role of ROLES) {
    const who = `${role} in ${language}`

    interop(`half-close: a ${who} that has shut down its writing still reads`, [language], async (stage) => {
      const { peer, ours } = await meet(stage, language, role, 'half-close')
      assert.equal(decode(await receiveAll(ours)), 'that is all')
      await peer.says(/^shut down$/)
      await ours.send(new Uint8Array(300_000))
      ours.shutdown(SHUT_WR)
      await peer.says(/^read 300000 bytes after that$/)
      await peer.ends()
    })

    interop(`half-close: a ${who} answers the end of what Soquete sends`, [language], async (stage) => {
      const { peer, ours } = await meet(stage, language, role, 'answer-end')
      await ours.send(new Uint8Array(12345))
      ours.shutdown(SHUT_WR)
      await peer.says(/^end after 12345 bytes$/)
      assert.equal(decode(await receiveAll(ours)), '12345')
      await assert.rejects(ours.send(encode('more')), { code: 'EPIPE', syscall: 'send' })
      await peer.ends()
    })

    interop(`reset: a ${who} resets, and a waiting recv rejects`, [language], async (stage) => {
      const { peer, ours } = await meet(stage, language, role, 'reset')
      const rejected = assert.rejects(ours.recv(100), { code: 'ECONNRESET', syscall: 'recv' })
      await Promise.all([rejected, ours.send(encode('.'))])
      await assert.rejects(ours.send(encode('more')), { code: 'EPIPE', syscall: 'send' })
      assert.equal((await ours.recv(100)).length, 0)
      await peer.says(/^resetting$/)
      await peer.ends()
    })

    interop(`reset: Soquete resets, and a ${who} sees it`, [language], async (stage) => {
      const { peer, ours } = await meet(stage, language, role, 'expect-reset')
      ours.setsockopt(SO_LINGER, { onoff: true, linger: 0 })
      await ours.close()
      await peer.says(/^recv: ECONNRESET$/)
      await peer.ends()
    })

    interop(`linger: Soquete closes in its time, and a ${who} gets all of it`, [language], async (stage) => {
      const { peer, ours } = await meet(stage, language, role, 'answer-end')
      ours.setsockopt(SO_LINGER, { onoff: true, linger: 5 })
      await ours.send(new Uint8Array(3_000_000))
      await ours.close()
      await peer.says(/^end after 3000000 bytes$/)
      await peer.ends()
    })
  }
}
