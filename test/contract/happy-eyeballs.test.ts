import assert from 'node:assert/strict'
import {
  AddrInfoError,
  AF_INET,
  type Clock,
  type ConnectOptions,
  formatAddress,
  type Socket,
  SocketError,
  Stack,
} from '../../src/socket/index.ts'
import { test } from '../leak-check.ts'
import { type Answer, type Script, ScriptedNetwork } from './scripted-network.ts'

const NAME = 'tcp://name.test:80'
const SIX: Answer = { addresses: ['2001:db8::1', '2001:db8::2'] }
const FOUR: Answer = { addresses: ['192.0.2.1', '192.0.2.2'] }
const [a, b, c, d] = ['[2001:db8::1]:80', '192.0.2.1:80', '[2001:db8::2]:80', '192.0.2.2:80'] as const

interface Outcome {
  readonly net: ScriptedNetwork
  /** Attempts in the order in which they began, with their times. */
  readonly attempts: readonly string[]
  readonly winner?: string
  readonly error?: Error
  readonly time: number
}

/** Connects to a name whose lookups and addresses behave so, and checks that nothing stays behind. */
async function race(
  names: Readonly<Record<4 | 6, Answer>>,
  addresses: Readonly<Record<string, Script>> = {},
  options: ConnectOptions | ((clock: Clock) => ConnectOptions) = {},
): Promise<Outcome> {
  const net = new ScriptedNetwork(names, addresses)
  const stack = new Stack(net)
  const outcome = await net.clock.until(
    stack.connect(NAME, typeof options === 'function' ? options(net.clock) : options).then(
      (socket: Socket) => ({ socket }),
      (error: Error) => ({ error }),
    ),
  )
  const time = net.clock.now()
  const winner = 'socket' in outcome ? lastAddress(net, outcome.socket) : undefined
  assert.equal(net.open.size, winner === undefined ? 0 : 1, 'sockets were left open')
  if ('socket' in outcome) await outcome.socket.close()
  const lookups = [names[4], names[6]].filter((each) => (each.after ?? 0) > time).length
  assert.ok(net.clock.timers <= lookups, 'timers were left')
  const attempts = net.log.filter((line) => !line.includes('IPv'))
  return {
    net,
    attempts,
    time,
    ...(winner === undefined ? { error: (outcome as { error: Error }).error } : { winner }),
  }
}

/** A scripted connection has no peer: the address that was asked for last by this socket tells. */
function lastAddress(net: ScriptedNetwork, socket: Socket): string {
  const [open] = net.open
  assert.equal(socket.channel.primitives, open)
  return open!.target === null ? '' : formatAddress(open!.target)
}

test('both families are asked for at once, and IPv6 has the first attempt', async () => {
  const { net, attempts, winner } = await race({ 6: SIX, 4: FOUR }, { [a]: { outcome: 'open' } })
  assert.deepEqual(net.log.slice(0, 2), ['0 IPv6 of name.test', '0 IPv4 of name.test'])
  assert.deepEqual(attempts, [`0 ${a}`])
  assert.equal(winner, a)
})

test('the families take turns, an attempt every 250 ms, and the first answer wins', async () => {
  const silent: Script = { outcome: 'silent' }
  const script = { [a]: silent, [b]: silent, [c]: silent, [d]: { after: 30, outcome: 'open' } as const }
  const { attempts, winner, time } = await race({ 6: SIX, 4: FOUR }, script)
  assert.deepEqual(attempts, [`0 ${a}`, `250 ${b}`, `500 ${c}`, `750 ${d}`])
  assert.deepEqual([winner, time], [d, 780])
})

test('an attempt that has begun goes on beside the next, and may win', async () => {
  const script = { [a]: { after: 300, outcome: 'open' }, [b]: { after: 200, outcome: 'open' } } as const
  const { attempts, winner, time } = await race({ 6: SIX, 4: FOUR }, script)
  assert.deepEqual(attempts, [`0 ${a}`, `250 ${b}`])
  assert.deepEqual([winner, time], [a, 300])
})

test('an attempt that fails is followed at once, and the next has 250 ms again', async () => {
  const script = {
    [a]: { after: 100, outcome: 'ENETUNREACH' },
    [b]: { outcome: 'ECONNREFUSED' },
    [c]: { outcome: 'silent' },
    [d]: { outcome: 'open' },
  } as const
  const { attempts, winner } = await race({ 6: SIX, 4: FOUR }, script)
  assert.deepEqual(attempts, [`0 ${a}`, `100 ${b}`, `100 ${c}`, `350 ${d}`])
  assert.equal(winner, d)
})

test('addresses of IPv4 wait 50 ms for those of IPv6, and no longer', async () => {
  const open: Script = { outcome: 'open' }
  const soon = await race({ 6: { ...SIX, after: 60 }, 4: { ...FOUR, after: 20 } }, { [a]: open, [b]: open })
  assert.deepEqual(soon.attempts, [`60 ${a}`])
  const late = await race({ 6: { ...SIX, after: 80 }, 4: { ...FOUR, after: 20 } }, { [a]: open, [b]: open })
  assert.deepEqual(late.attempts, [`70 ${b}`])
  assert.ok(late.net.log.includes('70 IPv6 no longer'))
})

test('addresses that come late join in at the time that would have been theirs', async () => {
  const silent: Script = { outcome: 'silent' }
  const six = { ...SIX, after: 100 }
  const script = { [a]: { outcome: 'open' }, [b]: silent, [d]: silent } as const
  const beside = await race({ 6: six, 4: FOUR }, script)
  assert.deepEqual(beside.attempts, [`50 ${b}`, `300 ${a}`])
  const one = { addresses: ['192.0.2.1'] }
  const alone = await race({ 6: six, 4: one }, script)
  assert.deepEqual(alone.attempts, [`50 ${b}`, `300 ${a}`])
  const overdue = await race({ 6: { ...SIX, after: 400 }, 4: one }, script)
  assert.deepEqual(overdue.attempts, [`50 ${b}`, `400 ${a}`])
  const nobody = await race({ 6: six, 4: one }, { [a]: { outcome: 'open' } })
  assert.deepEqual(nobody.attempts, [`50 ${b}`, `100 ${a}`])
})

test('a family without addresses holds nobody up', async () => {
  const open: Script = { outcome: 'open' }
  const none = await race({ 6: { after: 20, error: 'EAI_NODATA' }, 4: FOUR }, { [b]: open })
  assert.deepEqual(none.attempts, [`20 ${b}`])
  const empty = await race({ 6: {}, 4: { ...FOUR, after: 500 } }, { [b]: open })
  assert.equal(empty.winner, b)
  const other = await race({ 6: SIX, 4: { silent: true } }, { [c]: open })
  assert.deepEqual(other.attempts, [`0 ${a}`, `0 ${c}`])
})

test('when all fail, one error tells of each, and its code says most', async () => {
  const script = {
    [a]: { outcome: 'ENETUNREACH' },
    [b]: { after: 10, outcome: 'ECONNREFUSED' },
    [c]: { outcome: 'EHOSTUNREACH' },
    [d]: { outcome: 'ETIMEDOUT' },
  } as const
  const { error, attempts } = await race({ 6: SIX, 4: FOUR }, script)
  assert.ok(error instanceof SocketError)
  assert.equal(attempts.length, 4)
  assert.deepEqual([error.code, error.syscall], ['ECONNREFUSED', 'connect'])
  assert.deepEqual(
    error.errors?.map(({ code, address, port }) => [code, address, port]),
    [
      ['ENETUNREACH', '2001:db8::1', 80],
      ['ECONNREFUSED', '192.0.2.1', 80],
      ['EHOSTUNREACH', '2001:db8::2', 80],
      ['ETIMEDOUT', '192.0.2.2', 80],
    ],
  )
  assert.deepEqual(error.message.split('\n'), [
    'cannot connect to tcp://name.test:80: connection refused (ECONNREFUSED)',
    `  ${a}: network unreachable (ENETUNREACH)`,
    `  ${b}: connection refused (ECONNREFUSED)`,
    `  ${c}: host unreachable (EHOSTUNREACH)`,
    `  ${d}: timed out (ETIMEDOUT)`,
  ])
  assert.match((await error.explain()).join(), /Nobody listens there/)
})

test('a family that the machine does not have is a failed attempt like any other', async () => {
  const script = { 'family 10': { outcome: 'EAFNOSUPPORT' }, [b]: { outcome: 'ECONNREFUSED' } } as const
  const { error } = await race({ 6: { addresses: ['2001:db8::1'] }, 4: { addresses: ['192.0.2.1'] } }, script)
  assert.ok(error instanceof SocketError)
  const [six] = error.errors!
  assert.deepEqual([six?.code, six?.address], ['EAFNOSUPPORT', '2001:db8::1'])
  assert.equal(error.code, 'ECONNREFUSED')
})

test('when nothing is found, the more telling lookup error remains', async () => {
  const down = await race({ 6: { error: 'EAI_NODATA' }, 4: { error: 'EAI_AGAIN', after: 30 } })
  assert.ok(down.error instanceof AddrInfoError)
  assert.equal(down.error.code, 'EAI_AGAIN')
  const unknown = await race({ 6: { error: 'EAI_ADDRFAMILY' }, 4: { error: 'EAI_NONAME' } })
  assert.equal((unknown.error as AddrInfoError).code, 'EAI_NONAME')
})

test('the time limit is one for lookups and attempts, and tells who had not answered', async () => {
  const lookup = await race({ 6: { silent: true }, 4: { silent: true } }, {}, { timeout: 500 })
  assert.equal(lookup.time, 500)
  assert.ok(lookup.error instanceof SocketError)
  assert.equal(lookup.error.code, 'ETIMEDOUT')
  assert.match(
    lookup.error.message,
    /^cannot connect to tcp:\/\/name.test:80: timed out after 500 ms \(ETIMEDOUT\)$/,
  )

  const script = {
    [a]: { outcome: 'silent' },
    [b]: { outcome: 'ECONNREFUSED' },
    [c]: { outcome: 'silent' },
  } as const
  const attempts = await race({ 6: SIX, 4: FOUR }, script, { timeout: 300 })
  assert.equal(attempts.time, 300)
  assert.ok(attempts.error instanceof SocketError)
  assert.deepEqual(
    attempts.error.errors?.map(({ code, message }) => [code, message]),
    [
      ['ECONNREFUSED', `cannot connect to ${b}: connection refused (ECONNREFUSED)`],
      ['ETIMEDOUT', `cannot connect to ${a}: no answer yet (ETIMEDOUT)`],
      ['ETIMEDOUT', `cannot connect to ${c}: no answer yet (ETIMEDOUT)`],
    ],
  )
})

test('a signal ends lookups and attempts at once', async () => {
  const script = Object.fromEntries([a, b, c, d].map((each) => [each, { outcome: 'silent' } as const]))
  const abortAt = (milliseconds: number) => (clock: Clock) => {
    const controller = new AbortController()
    clock.setTimeout(() => controller.abort(new Error('enough')), milliseconds)
    return { signal: controller.signal, timeout: 10_000 }
  }
  const lookup = await race({ 6: { silent: true }, 4: { silent: true } }, script, abortAt(100))
  assert.deepEqual([lookup.time, lookup.error?.message], [100, 'enough'])
  assert.ok(lookup.net.log.includes('100 IPv6 no longer'))
  const attempts = await race({ 6: SIX, 4: FOUR }, script, abortAt(600))
  assert.deepEqual([attempts.time, attempts.error?.message], [600, 'enough'])
  assert.equal(attempts.attempts.length, 3)
  const aborted = await race({ 6: SIX, 4: FOUR }, {}, { signal: AbortSignal.abort() })
  assert.deepEqual([aborted.error?.name, aborted.net.log], ['AbortError', []])
})

test('both delays can be chosen', async () => {
  const script = { [a]: { outcome: 'open' }, [b]: { outcome: 'silent' } } as const
  const names = { 6: { ...SIX, after: 40 }, 4: FOUR }
  const { attempts } = await race(names, script, { attemptDelay: 20, resolutionDelay: 0 })
  assert.deepEqual(attempts, [`0 ${b}`, `20 ${d}`, `40 ${a}`])
  for (const options of [{ attemptDelay: -1 }, { resolutionDelay: Number.NaN }])
    assert.equal((await race(names, {}, options)).error?.name, 'RangeError')
})

test('an address is tried once, and of any number of addresses only so many', async () => {
  const twice = await race({ 6: { addresses: ['::2', '::2'] }, 4: { addresses: ['192.0.2.1', '192.0.2.1'] } })
  assert.equal(twice.attempts.length, 2)
  const many = { addresses: Array.from({ length: 300 }, (_, i) => `2001:db8::${(i + 1).toString(16)}`) }
  const { attempts, error } = await race({ 6: many, 4: {} })
  assert.equal(attempts.length, 50)
  assert.match(error!.message, /and 40 more$/)
})

test('an own address has the name looked up in its family alone', async () => {
  const localAddress = { family: AF_INET, address: '127.0.0.1', port: 0 } as const
  const { net, attempts } = await race({ 6: SIX, 4: FOUR }, { [b]: { outcome: 'open' } }, { localAddress })
  assert.deepEqual(net.log[0], '0 IPv4 of name.test')
  assert.deepEqual(attempts, [`0 ${b}`])
})
