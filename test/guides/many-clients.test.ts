import assert from 'node:assert/strict'
import { interop } from '../interop/stage.ts'
import { LANGUAGES } from '../interop/tools.ts'
import { onKernel, portable, type Theatre, whereOf } from './theatre.ts'

/** A client that says nothing until it is told to, and one that comes behind it and is in a hurry. */
async function slowAndQuick(theatre: Theatre, program: string) {
  const server = theatre.start(program, 0, 2)
  const port = await whereOf(server)
  const slow = theatre.start('echo-stream-client', port, 'slow', 'later')
  await slow.says(/^connected$/)
  const quick = theatre.start('echo-stream-client', port, 'quick')
  return { server, slow, quick }
}

for (const [program, play] of [
  ['echo-threads-server', onKernel],
  ['echo-loop-server', portable],
] as const) {
  play(`${program}: who says nothing keeps nobody waiting`, async (theatre: Theatre) => {
    const { server, slow, quick } = await slowAndQuick(theatre, program)
    await quick.says(/^quick$/)
    await quick.ends()
    slow.write('\n')
    await slow.says(/^slow$/)
    await Promise.all([slow.ends(), server.ends()])
  })
}

portable('echo-stream-server: who says nothing keeps the next one waiting', async (theatre) => {
  const { server, slow, quick } = await slowAndQuick(theatre, 'echo-stream-server')
  let answered = false
  const answer = quick.says(/^quick$/).then(() => (answered = true))
  await new Promise((resolve) => setTimeout(resolve, 500))
  assert.equal(answered, false)
  slow.write('\n')
  await slow.says(/^slow$/)
  await answer
  await Promise.all([slow.ends(), quick.ends(), server.ends()])
})

portable('a relay is a server here and a client there', async (theatre) => {
  const server = theatre.start('echo-loop-server', 0, 3)
  const relay = theatre.start('relay', 0, '127.0.0.1', await whereOf(server), 3)
  const port = await whereOf(relay)
  const clients = ['one', 'two', 'three'].map((words) => ({
    words,
    client: theatre.start('echo-stream-client', port, words),
  }))
  for (const { words, client } of clients) {
    await client.says(new RegExp(`^${words}$`))
    await client.ends()
  }
  await Promise.all([relay.ends(), server.ends()])
})

portable('a relay in front of the calculator', async (theatre) => {
  const server = theatre.start('calculator-server', 0, 1)
  const relay = theatre.start('relay', 0, '127.0.0.1', await whereOf(server), 1)
  const client = theatre.start('calculator-client', '127.0.0.1', await whereOf(relay), 6, 7, '*')
  await client.says(/RESULT 42$/)
  await Promise.all([client.ends(), relay.ends(), server.ends()])
})

portable('a relay whose upstream is gone disconnects its client and says why', async (theatre) => {
  const upstream = theatre.start('server', 0)
  const gone = await whereOf(upstream)
  await theatre.start('client', '127.0.0.1', gone).ends()
  await upstream.ends()
  const relay = theatre.start('relay', 0, '127.0.0.1', gone, 1)
  const client = theatre.start('handshake-client', '127.0.0.1', await whereOf(relay))
  await relay.says(/connection refused \(ECONNREFUSED\)$/)
  await client.ends(1)
  await relay.ends()
})

for (const language of LANGUAGES) {
  interop(`a relay between a client and a server in ${language}`, [language], async (stage) => {
    const server = stage.peer(language, 'handshake', 'server', '127.0.0.1', 1)
    const relay = stage.start('relay', 0, '127.0.0.1', await server.ready(), 1)
    const client = stage.peer(language, 'handshake', 'client', '127.0.0.1', await whereOf(relay), 1)
    await client.says(/^answered with 4 bytes: 0$/)
    await Promise.all([client.ends(), relay.ends(), server.ends()])
  })
}
