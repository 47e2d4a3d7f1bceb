import assert from 'node:assert/strict'
import {
  type Address,
  SO_REUSEADDR,
  type Socket,
  TCP_INFO,
  TCP_QUEUE_SEQ,
  TCP_RECV_QUEUE,
  TCP_REPAIR,
  TCP_REPAIR_OFF_NO_WP,
  TCP_REPAIR_ON,
  TCP_REPAIR_OPTIONS,
  TCP_REPAIR_QUEUE,
  TCP_REPAIR_WINDOW,
  TCP_SEND_QUEUE,
  TCP_TIMESTAMP,
  TCPI_OPT_SACK,
  TCPI_OPT_TIMESTAMPS,
} from '../../src/index.ts'
import { loopback, type Scope, scoped } from '../errors/loopback.ts'
import { test } from '../leak-check.ts'

const skip = process.geteuid!() === 0 || process.env.CI ? false : 'TCP_REPAIR needs root'

/** What a connection is made of, beside its two addresses. */
interface State {
  readonly sent: number
  readonly received: number
  readonly window: ReturnType<typeof windowOf>
  readonly timestamp: number
  readonly info: ReturnType<typeof infoOf>
  readonly own: Address
  readonly peer: Address
}

function sequence(s: Socket, queue: number): number {
  s.setsockopt(TCP_REPAIR_QUEUE, queue)
  return s.getsockopt(TCP_QUEUE_SEQ)
}

const windowOf = (s: Socket) => s.getsockopt(TCP_REPAIR_WINDOW)
const infoOf = (s: Socket) => s.getsockopt(TCP_INFO)

/** Takes a connection apart: its peer does not learn of it. */
async function take(s: Socket): Promise<State> {
  s.setsockopt(TCP_REPAIR, TCP_REPAIR_ON)
  const state = {
    sent: sequence(s, TCP_SEND_QUEUE),
    received: sequence(s, TCP_RECV_QUEUE),
    window: windowOf(s),
    timestamp: s.getsockopt(TCP_TIMESTAMP),
    info: infoOf(s),
    own: s.getsockname(),
    peer: s.getpeername(),
  }
  await s.close()
  return state
}

/** Puts it together again, in another socket. */
async function give(scope: Scope, state: State): Promise<Socket> {
  const s = scope.socket(state.own.family)
  s.setsockopt(TCP_REPAIR, TCP_REPAIR_ON)
  s.setsockopt(SO_REUSEADDR, true)
  s.bind(state.own)
  s.setsockopt(TCP_REPAIR_QUEUE, TCP_SEND_QUEUE)
  s.setsockopt(TCP_QUEUE_SEQ, state.sent)
  s.setsockopt(TCP_REPAIR_QUEUE, TCP_RECV_QUEUE)
  s.setsockopt(TCP_QUEUE_SEQ, state.received)
  await s.connect(state.peer)
  const { sndWscale, rcvWscale, options, advmss } = state.info
  s.setsockopt(TCP_REPAIR_OPTIONS, [
    { optCode: 2, optVal: advmss },
    { optCode: 3, optVal: sndWscale | (rcvWscale << 16) },
    ...((options & TCPI_OPT_SACK) === 0 ? [] : [{ optCode: 4 }]),
    ...((options & TCPI_OPT_TIMESTAMPS) === 0 ? [] : [{ optCode: 8 }]),
  ])
  s.setsockopt(TCP_TIMESTAMP, state.timestamp)
  s.setsockopt(TCP_REPAIR_WINDOW, state.window)
  s.setsockopt(TCP_REPAIR, TCP_REPAIR_OFF_NO_WP)
  return s
}

test(
  'TCP_REPAIR with TCP_REPAIR_QUEUE, TCP_QUEUE_SEQ, TCP_REPAIR_OPTIONS, TCP_REPAIR_WINDOW and TCP_TIMESTAMP: a connection goes on in another socket',
  scoped(async (scope) => {
    // An address of this test's own: on others the port may be held by what has ended, in TIME_WAIT.
    const client = scope.bound(undefined, loopback(0, '127.77.7.7'))
    const listener = scope.listener()
    const [server] = await Promise.all([listener.accept(), client.connect(listener.getsockname())])
    scope.own(server)
    const hello = Uint8Array.of(1, 2, 3)
    await client.send(hello)
    assert.deepEqual(await server.recv(10), hello)
    const state = await take(client)
    assert.equal(server.getsockopt(TCP_INFO).state, 'ESTABLISHED')
    const again = await give(scope, state)
    assert.deepEqual(again.getsockname(), state.own)
    assert.equal(again.getsockopt(TCP_INFO).sndWscale, state.info.sndWscale)
    for (let round = 0; round < 3; round++) {
      await again.send(Uint8Array.of(10, round))
      assert.deepEqual(await server.recv(10), Uint8Array.of(10, round))
      await server.send(Uint8Array.of(20, round))
      assert.deepEqual(await again.recv(10), Uint8Array.of(20, round))
    }
    await again.close()
    assert.equal((await server.recv(1)).length, 0, 'and it ends as any other')
  }),
  { skip },
)
