import assert from 'node:assert/strict'
import { interop } from '../interop/stage.ts'
import { LANGUAGES } from '../interop/tools.ts'
import { portable, whereOf } from './theatre.ts'

portable('a server knows its client from strangers', async (theatre) => {
  const server = theatre.start('handshake-server', 0, 4)
  const port = await whereOf(server)
  for (const [hello, status] of [
    ['1', 0],
    ['49', 1],
    ["'1'", 1],
    ['-1', 1],
  ] as const) {
    const client = theatre.start('handshake-client', '127.0.0.1', port, hello)
    await client.says(status === 0 ? /^handshake accepted$/ : /^refused$/)
    await client.ends(status)
    await server.says(status === 0 ? /^accepted$/ : /^refused$/)
  }
  await server.ends()
})

for (const language of LANGUAGES) {
  interop(`the handshake's server and clients in ${language}`, [language], async (stage) => {
    const server = stage.start('handshake-server', 0, 2)
    const port = await whereOf(server)
    for (const [hello, answer] of [
      ['1', 0],
      ['2', -1],
    ]) {
      const client = stage.peer(language, 'handshake', 'client', '127.0.0.1', port, hello!)
      const [, number] = await client.says(/^answered with 4 bytes: (-?\d+)$/)
      assert.equal(Number(number), answer)
      await client.ends()
    }
    await server.ends()
  })

  interop(`the handshake's client and a server in ${language}`, [language], async (stage) => {
    const server = stage.peer(language, 'handshake', 'server', '127.0.0.1', 2)
    const port = await server.ready()
    await stage.start('handshake-client', '127.0.0.1', port, 1).ends(0)
    await stage.start('handshake-client', '127.0.0.1', port, 7).ends(1)
    await server.ends()
  })
}
