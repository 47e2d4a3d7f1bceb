import assert from 'node:assert/strict'
import { formatAddress, getaddrinfo, SOCK_DGRAM, socket } from '../../src/index.ts'
import { bindTo, connectTo, encode, HOSTS } from './endpoints.ts'
import { interop } from './stage.ts'
import { LANGUAGES } from './tools.ts'

/** Nothing, one byte, a full segment, and one that takes fragments of any MTU but loopback's. */
const LENGTHS = [0, 1, 1400, 20_000]

for (const language of LANGUAGES) {
  for (const { host, needs } of HOSTS) {
    interop(`UDP echo on ${host}, server in ${language}`, [language, ...needs], async (stage) => {
      const server = stage.peer(language, 'udp-echo', 'server', host, LENGTHS.length)
      const [info] = await getaddrinfo(host, await server.ready(), { type: SOCK_DGRAM })
      assert.ok(info)
      const client = stage.keep(socket(info.family, info.type, info.protocol))
      for (const length of LENGTHS) {
        const datagram = new Uint8Array(length).fill(length)
        assert.equal(await client.sendto(datagram, info.address), length)
        await server.says(new RegExp(`^${length} bytes from ${host} \\d+$`))
        const { data, from } = await client.recvfrom(65536)
        assert.deepEqual(data, datagram)
        assert.ok(from !== null)
        assert.equal(formatAddress(from), formatAddress(info.address))
      }
      await server.ends()
    })

    interop(`UDP echo on ${host}, client in ${language}`, [language, ...needs], async (stage) => {
      const { bound, port } = await bindTo(stage, host, SOCK_DGRAM)
      const client = stage.peer(language, 'udp-echo', 'client', host, port, ...LENGTHS)
      for (const length of LENGTHS) {
        const { data, from } = await bound.recvfrom(65536)
        assert.equal(data.length, length)
        assert.ok(from !== null)
        await bound.sendto(data, from)
        await client.says(new RegExp(`^${length} bytes came back, the same$`))
      }
      await client.ends()
    })
  }

  interop(`UDP echo over a connected socket, server in ${language}`, [language], async (stage) => {
    const server = stage.peer(language, 'udp-echo', 'server', '127.0.0.1', 2)
    const client = await connectTo(stage, '127.0.0.1', await server.ready(), SOCK_DGRAM)
    await client.send(encode('one'))
    await client.send(encode('three'))
    assert.deepEqual(await client.recv(100), encode('one'))
    assert.deepEqual(await client.recv(100), encode('three'))
    await server.ends()
  })
}
