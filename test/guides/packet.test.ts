import assert from 'node:assert/strict'
import { decodeReading, encodeReading, receivePacket } from '../../examples/guides/packet.ts'
import { MSG_WAITALL, SHUT_WR, type Socket } from '../../src/index.ts'
import { connectTo } from '../interop/endpoints.ts'
import { interop, type Stage } from '../interop/stage.ts'
import { LANGUAGES } from '../interop/tools.ts'
import { test } from '../leak-check.ts'
import { onKernel, portable, whereOf } from './theatre.ts'

portable('packets: a server keeps the hottest reading of its clients', async (theatre) => {
  const server = theatre.start('packet-server', 0, 3)
  const port = await whereOf(server)
  for (const [station, celsius, place, hottest] of [
    [1, '-3.5', 'Ushuaia', '-3.5 °C, Ushuaia'],
    [4294967295, '31.2', 'Corrientes, Argentina', '31.2 °C, Corrientes, Argentina'],
    [3, '12', 'Ñorquinco', '31.2 °C, Corrientes, Argentina'],
  ] as const) {
    const client = theatre.start('packet-client', '127.0.0.1', port, station, celsius, place)
    await client.says(new RegExp(`^hottest: ${hottest}$`))
    await client.ends()
  }
  await server.ends()
})

test('the fields of a reading stand in network order', () => {
  const bytes = encodeReading({ station: 0x01020304, celsius: -0.2, place: 'ñ' })
  assert.equal(Buffer.from(bytes).toString('hex'), '01020304' + 'fffe' + '0002' + 'c3b1')
  assert.deepEqual(decodeReading(bytes), { station: 0x01020304, celsius: -0.2, place: 'ñ' })
  assert.throws(() => encodeReading({ station: 1, celsius: 4000, place: '' }), RangeError)
  assert.throws(() => encodeReading({ station: 1, celsius: Number.NaN, place: '' }), RangeError)
  for (const length of [0, 7, 9]) assert.throws(() => decodeReading(bytes.slice(0, length)), /no reading/)
  assert.throws(() => decodeReading(Buffer.concat([bytes, bytes])), /no reading/)
})

for (const language of LANGUAGES) {
  interop(`packets from a client in ${language}, whole and byte by byte`, [language], async (stage) => {
    const server = stage.start('packet-server', 0, 2)
    const port = await whereOf(server)
    for (const [tenths, piece] of [
      [-35, 2000],
      [-40, 1],
    ]) {
      const client = stage.peer(
        language,
        'reading',
        'client',
        '127.0.0.1',
        port,
        7,
        tenths!,
        'Río Turbio',
        piece!,
      )
      await client.says(/^answer 0$/)
      await client.says(/^hottest 7 -35 Río Turbio$/)
      await client.says(/^answer 255$/)
      await client.ends()
    }
    await server.ends()
  })

  interop(`packets to a server in ${language}`, [language], async (stage) => {
    const server = stage.peer(language, 'reading', 'server', '127.0.0.1')
    const client = stage.start('packet-client', '127.0.0.1', await server.ready(), 9, 40.1, 'Rivadavia')
    await server.says(/^reading 9 401 Rivadavia$/)
    await client.says(/^hottest: 40.1 °C, Rivadavia$/)
    await Promise.all([client.ends(), server.ends()])
  })
}

/** A stranger of the packet server, and the server's complaint. */
async function stranger(
  stage: Stage,
  complaint: RegExp,
  say: (client: Socket) => Promise<void>,
): Promise<void> {
  const server = stage.start('packet-server', 0, 1)
  const client = await connectTo(stage, '127.0.0.1', await whereOf(server))
  await say(client)
  await server.says(complaint)
  await server.ends()
}

onKernel('packets: one that is too long is not read', (stage) =>
  stranger(stage, /a payload of 4294967295 bytes is more than 1024/, async (client) => {
    await client.send(Uint8Array.of(1, 255, 255, 255, 255))
    assert.equal((await client.recv(1, MSG_WAITALL)).length, 0)
  }),
)

onKernel('packets: a stream that ends inside one is noticed', (stage) =>
  stranger(stage, /the stream ended inside a payload/, async (client) => {
    await client.send(Uint8Array.of(1, 0, 0, 0, 9, 1))
    client.shutdown(SHUT_WR)
  }),
)

onKernel('packets: what is no reading is refused', (stage) =>
  stranger(stage, /that is no reading/, (client) =>
    client.send(Uint8Array.of(1, 0, 0, 0, 1, 1)).then(() => undefined),
  ),
)

onKernel('packets: a question before the first reading is answered with an error', async (stage) => {
  const server = stage.start('packet-server', 0, 1)
  const client = await connectTo(stage, '127.0.0.1', await whereOf(server))
  await client.send(Uint8Array.of(2, 0, 0, 0, 0))
  assert.deepEqual(await receivePacket(client), { code: 255, payload: new Uint8Array() })
  await client.close()
  await server.ends()
})
