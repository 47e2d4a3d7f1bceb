import assert from 'node:assert/strict'
import { formatAddress, isInternetAddress, SHUT_WR } from '../../src/index.ts'
import { connectTo, decode, echo, encode, HOSTS, listenOn, receiveAll } from './endpoints.ts'
import { interop } from './stage.ts'
import { LANGUAGES } from './tools.ts'

for (const language of LANGUAGES) {
  for (const { host, needs } of HOSTS) {
    interop(`TCP echo on ${host}, server in ${language}`, [language, ...needs], async (stage) => {
      const server = stage.peer(language, 'tcp-echo', 'server', host)
      const client = await connectTo(stage, host, await server.ready())
      const own = client.getsockname()
      assert.ok(isInternetAddress(own))
      await server.says(new RegExp(`^accepted ${own.address} ${own.port}$`))
      assert.equal(await client.send(encode('Hello, world')), 12)
      client.shutdown(SHUT_WR)
      assert.equal(decode(await receiveAll(client)), 'Hello, world')
      await server.says(/^echoed 12 bytes$/)
      await server.ends()
    })

    interop(`TCP echo on ${host}, client in ${language}`, [language, ...needs], async (stage) => {
      const { listener, port } = await listenOn(stage, host)
      const accepted: string[] = []
      const serving = listener.serve((peer) => {
        accepted.push(formatAddress(peer.getpeername()))
        return echo(peer)
      })
      const client = stage.peer(language, 'tcp-echo', 'client', host, port, 'Hello, world')
      const [, address, from] = await client.says(/^connected from (\S+) (\d+)$/)
      await client.says(/^received Hello, world$/)
      await client.ends()
      await listener.close()
      await serving
      assert.deepEqual(accepted, [host === '::1' ? `[${address}]:${from}` : `${address}:${from}`])
    })
  }

  interop(`TCP echo, ten clients in ${language} at one time`, [language], async (stage) => {
    const { listener, port } = await listenOn(stage, '127.0.0.1')
    const serving = listener.serve(echo)
    const texts = Array.from({ length: 10 }, (_, number) => `client ${number}`)
    const clients = texts.map((text) => stage.peer(language, 'tcp-echo', 'client', '127.0.0.1', port, text))
    await Promise.all(clients.map((client, number) => client.says(new RegExp(`^received client ${number}$`))))
    await Promise.all(clients.map((client) => client.ends()))
    await listener.close()
    await serving
  })
}
