import assert from 'node:assert/strict'
import { Calculator } from '../../examples/guides/calculator.ts'
import { SHUT_WR, SO_LINGER, type Socket } from '../../src/index.ts'
import { connectTo, decode, encode, receiveAll } from '../interop/endpoints.ts'
import { interop, type Stage } from '../interop/stage.ts'
import { LANGUAGES } from '../interop/tools.ts'
import { test } from '../leak-check.ts'
import { type Actor, onKernel, portable, whereOf } from './theatre.ts'

const [LEAST, MOST] = ['-9223372036854775808', '9223372036854775807']

/** Messages, each with its answer; calculator.md says why. */
const CONVERSATION = [
  ['3', 'OK'],
  ['4', 'OK'],
  ['+', 'RESULT 7'],
  // A failure changes nothing: what was OK stays, another message may come in its place.
  ['*', 'FAIL'],
  ['2', 'OK'],
  ['*', 'FAIL'],
  ['two', 'FAIL'],
  ['', 'FAIL'],
  ['1.5', 'FAIL'],
  [' 5', 'FAIL'],
  ['0x10', 'FAIL'],
  ['+-5', 'FAIL'],
  ['**', 'FAIL'],
  ['-5', 'OK'],
  ['6', 'FAIL'],
  ['%', 'FAIL'],
  ['-', 'RESULT 7'],
  ['-7', 'OK'],
  ['+2', 'OK'],
  ['/', 'RESULT -3'],
  ['007', 'OK'],
  ['0', 'OK'],
  ['/', 'FAIL'],
  // The division by zero has ended that calculation.
  ['+', 'FAIL'],
  [MOST, 'OK'],
  ['1', 'OK'],
  ['+', 'FAIL'],
  [LEAST, 'OK'],
  ['-1', 'OK'],
  ['/', 'FAIL'],
  ['9223372036854775808', 'FAIL'],
  [MOST, 'OK'],
  [LEAST, 'OK'],
  ['+', 'RESULT -1'],
  ['9'.repeat(64), 'FAIL'],
  [`${'0'.repeat(63)}8`, 'OK'],
  [`${'0'.repeat(64)}8`, 'FAIL'],
  ['9', 'OK'],
  ['*', 'RESULT 72'],
] as const

test('the calculator answers as its page says', () => {
  const calculator = new Calculator()
  for (const [message, expected] of CONVERSATION) {
    const answer = calculator.answer(message)
    assert.equal(answer.startsWith('FAIL ') ? 'FAIL' : answer, expected, JSON.stringify(message))
  }
})

portable('a client calculates', async (theatre) => {
  const server = theatre.start('calculator-server', 0, 3)
  const port = await whereOf(server)
  const asks = (...messages: string[]): Actor =>
    theatre.start('calculator-client', '127.0.0.1', port, ...messages)

  const usual = asks()
  for (const line of [/^3 → OK$/, /^4 → OK$/, /^\+ → RESULT 7$/]) await usual.says(line)
  await usual.ends()

  // The operator is not sent when an operand has failed.
  const wrong = asks('3', 'four', '+')
  await wrong.says(/^four → FAIL neither/)
  await wrong.ends(1)
  await server.says(/left in the middle of a calculation$/)

  const zero = asks('1', '0', '/')
  await zero.says(/^\/ → FAIL division by zero$/)
  await zero.ends(1)
  await server.ends()
})

for (const language of LANGUAGES) {
  interop(`a client in ${language} calculates`, [language], async (stage) => {
    const server = stage.start('calculator-server', 0, 1)
    const messages = CONVERSATION.map(([message]) => message)
    const client = stage.peer(
      language,
      'calculator',
      'client',
      '127.0.0.1',
      await whereOf(server),
      ...messages,
    )
    for (const [message, answer] of CONVERSATION) {
      const [, said] = await client.says(/: (.*)$/)
      assert.equal(
        answer === 'FAIL' ? said?.slice(0, 5) : said,
        answer === 'FAIL' ? 'FAIL ' : answer,
        message,
      )
    }
    await Promise.all([client.ends(), server.ends()])
  })

  interop(`a server in ${language} calculates`, [language], async (stage) => {
    const server = stage.peer(language, 'calculator', 'server', '127.0.0.1', 3)
    const port = await server.ready()
    for (const [messages, last, status] of [
      [['-7', '2', '/'], '/ → RESULT -3', 0],
      [['5', '0', '/'], '/ → FAIL', 1],
      [[MOST, '9223372036854775808'], '9223372036854775808 → FAIL', 1],
    ] as const) {
      const client = stage.start('calculator-client', '127.0.0.1', port, ...messages)
      await client.says(new RegExp(`^${last}$`))
      await client.ends(status)
    }
    await server.says(/^left with 1 operands$/)
    await server.ends()
  })

  interop(
    `a server in ${language} answers the whole conversation as ours does`,
    [language],
    async (stage) => {
      const server = stage.peer(language, 'calculator', 'server', '127.0.0.1', 1)
      const client = await connectTo(stage, '127.0.0.1', await server.ready())
      assert.deepEqual(
        await pipelined(client),
        CONVERSATION.map(([, answer]) => answer),
      )
      await server.ends()
    },
  )
}

onKernel('messages that come at once are answered one by one', async (stage) => {
  const { server, client } = await meet(stage)
  const answers = await pipelined(client)
  assert.deepEqual(
    answers.map((answer) => answer.replace(/^FAIL .+/, 'FAIL')),
    CONVERSATION.map(([, answer]) => answer),
  )
  await server.ends()
})

onKernel('a message without an end does not fill the memory, and is answered when it ends', async (stage) => {
  const { server, client } = await meet(stage)
  await client.send(new Uint8Array(5_000_000).fill(0x39))
  await client.send(encode('\n8\r\n'))
  client.shutdown(SHUT_WR)
  assert.equal(decode(await receiveAll(client)), 'FAIL more than 64 bytes\nOK\n')
  await server.says(/left in the middle/)
  await server.ends()
})

onKernel('bytes that are no text are a failure like others', async (stage) => {
  const { server, client } = await meet(stage)
  await client.send(Uint8Array.of(0, 0xff, 0xfe, 0x0a, 0xd9, 0xa3, 0x0a))
  client.shutdown(SHUT_WR)
  assert.match(decode(await receiveAll(client)), /^FAIL .*\nFAIL .*\n$/)
  await server.ends()
})

onKernel('a client that resets in the middle of a line is forgotten, and others go on', async (stage) => {
  const server = stage.start('calculator-server', 0, 2)
  const port = await whereOf(server)
  const [rude, polite] = [
    await connectTo(stage, '127.0.0.1', port),
    await connectTo(stage, '127.0.0.1', port),
  ]
  await polite.send(encode('20\n'))
  await rude.send(encode('1\n2'))
  assert.equal(decode(await rude.recv(100)), 'OK\n')
  rude.setsockopt(SO_LINGER, { onoff: true, linger: 0 })
  await rude.close()
  await server.says(/ECONNRESET/)
  await polite.send(encode('22\n+\n'))
  polite.shutdown(SHUT_WR)
  assert.equal(decode(await receiveAll(polite)), 'OK\nOK\nRESULT 42\n')
  await server.ends()
})

async function meet(stage: Stage): Promise<{ server: Actor; client: Socket }> {
  const server = stage.start('calculator-server', 0, 1)
  return { server, client: await connectTo(stage, '127.0.0.1', await whereOf(server)) }
}

/** Sends the conversation in one piece, and gives the answers. */
async function pipelined(client: Socket): Promise<string[]> {
  await client.send(encode(CONVERSATION.map(([message]) => `${message}\n`).join('')))
  client.shutdown(SHUT_WR)
  return decode(await receiveAll(client))
    .trimEnd()
    .split('\n')
}
