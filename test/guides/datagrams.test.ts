import assert from 'node:assert/strict'
import { AF_INET, SOCK_DGRAM, socket } from '../../src/index.ts'
import { onKernel, portable, type Theatre, whereOf } from './theatre.ts'

interface Report {
  readonly came: string
  readonly lost: string
  readonly twice: string
  readonly late: string
}

async function play(theatre: Theatre, seed: number): Promise<Report> {
  const receiver = theatre.start('numbered-receiver', 0)
  const relay = theatre.start('unreliable-relay', 0, await whereOf(receiver), seed)
  const sender = theatre.start('numbered-sender', await whereOf(relay), 12)
  const line = async (name: string) => (await receiver.says(new RegExp(`^${name} ?(.*)$`)))[1] ?? ''
  const [came, lost, twice, late] = [
    await line('came'),
    await line('lost'),
    await line('twice'),
    await line('late'),
  ]
  await Promise.all([sender.ends(), relay.ends(), receiver.ends()])
  return { came, lost, twice, late }
}

/** What the plans do to twelve datagrams. */
const PLANS: readonly [number, Report][] = [
  [1, { came: '0 1 3 3 4 5 6 6 8 10 11', lost: '2 7 9', twice: '3 6', late: '' }],
  [3, { came: '0 3 3 4 2 7 5 8 9 9 10 11 11', lost: '1 6', twice: '3 9 11', late: '2 5' }],
  [6, { came: '0 1 1 4 2 5 3 7 6 9 11', lost: '8 10', twice: '1', late: '2 3 6' }],
]

for (const [seed, report] of PLANS) {
  portable(`lost, repeated and late datagrams, by the plan of seed ${seed}`, async (theatre) => {
    assert.deepEqual(await play(theatre, seed), report)
  })
}

portable('without a relay every datagram comes, in order', async (theatre) => {
  const receiver = theatre.start('numbered-receiver', 0)
  const sender = theatre.start('numbered-sender', await whereOf(receiver), 5)
  await receiver.says(/^came 0 1 2 3 4$/)
  for (const line of [/^lost $/, /^twice $/, /^late $/]) await receiver.says(line)
  await Promise.all([sender.ends(), receiver.ends()])
})

portable('a full buffer loses datagrams, and no call says so', async (theatre) => {
  const program = theatre.start('full-buffer', 100, 8192)
  const [, received, lost] = await program.says(/^sent 100 of 100, received (\d+), lost (\d+)$/)
  assert.ok(Number(received) > 0 && Number(lost) > 0)
  await program.ends()
})

onKernel('a full buffer of a Unix socket makes its sender wait, and loses nothing', async (stage) => {
  const program = stage.start('full-buffer', 100, 8192, 'unix')
  const [, sent, received] = await program.says(/^sent (\d+) of 100, received (\d+), lost 0$/)
  assert.ok(Number(sent) < 100)
  assert.equal(sent, received)
  await program.ends()
})

onKernel('the numbers of the sender, as the kernel brings them', async (stage) => {
  const receiver = stage.keep(socket(AF_INET, SOCK_DGRAM))
  receiver.bind({ family: AF_INET, address: '127.0.0.1', port: 0 })
  const { port } = receiver.getsockname() as { port: number }
  await stage.start('numbered-sender', port, 2).ends()
  assert.deepEqual([...(await receiver.recv(10))], [0, 2])
  assert.deepEqual([...(await receiver.recv(10))], [1, 2])
})
