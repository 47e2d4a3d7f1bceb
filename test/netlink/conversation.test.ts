import assert from 'node:assert/strict'
import { AF_INET, AF_NETLINK, errno, NETLINK_ROUTE, SocketError } from '../../src/index.ts'
import {
  converse,
  encodeAttribute,
  encodeMessage,
  listLinks,
  NLM_F_ACK_TLVS,
  NLM_F_CAPPED,
  NLM_F_DUMP_INTR,
  NLM_F_MULTI,
  NLMSG_DONE,
  NLMSG_ERROR,
  NLMSG_NOOP,
  NLMSG_OVERRUN,
  NLMSGERR_ATTR_MSG,
  RTM_GETLINK,
  RTM_NEWLINK,
  routeTo,
} from '../../src/netlink/index.ts'
import { rejection } from '../errors/failing.ts'
import { test } from '../leak-check.ts'
import { type Script, ScriptedKernel } from './scripted-kernel.ts'

function int32(value: number): Uint8Array {
  return new Uint8Array(Int32Array.of(value).buffer)
}

/** A link of this index and nothing more, as a message of a dump. */
function link(index: number, sequence: number, flags = 0): Uint8Array {
  const body = new Uint8Array(16)
  new DataView(body.buffer).setInt32(4, index, true)
  return encodeMessage({ type: RTM_NEWLINK, flags: NLM_F_MULTI | flags, sequence }, body)
}

function done(sequence: number, flags = 0, error = 0): Uint8Array {
  return encodeMessage({ type: NLMSG_DONE, flags: NLM_F_MULTI | flags, sequence }, int32(error))
}

function join(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

async function indexes(script: Script): Promise<number[]> {
  const kernel = new ScriptedKernel(script)
  try {
    return (await listLinks(kernel.stack)).map(({ index }) => index)
  } finally {
    assert.equal(kernel.open, 0, 'its socket is closed')
  }
}

async function failure(script: Script, wait = {}): Promise<SocketError> {
  const kernel = new ScriptedKernel(script)
  const error = await rejection(listLinks(kernel.stack, wait))
  assert.equal(kernel.open, 0, 'its socket is closed')
  assert.ok(error instanceof SocketError)
  return error
}

test('a dump of several datagrams, with several messages each, is one list', async () => {
  const script: Script = ({ sequence }) => [
    join(link(1, sequence), link(2, sequence)),
    join(encodeMessage({ type: NLMSG_NOOP, flags: 0, sequence }), link(3, sequence)),
    done(sequence),
  ]
  assert.deepEqual(await indexes(script), [1, 2, 3])
})

test('a list that changed meanwhile is asked for again, and only the whole one counts', async () => {
  for (const marked of ['a part', 'the end']) {
    const script: Script = ({ sequence }, count) => {
      const changed = count < 3 ? NLM_F_DUMP_INTR : 0
      const flags = marked === 'a part' ? [changed, 0] : [0, changed]
      return [link(10 * count, sequence, flags[0]), link(10 * count + 1, sequence), done(sequence, flags[1])]
    }
    assert.deepEqual(await indexes(script), [30, 31])
  }
})

test('a list that never stays is given up', async () => {
  let readings = 0
  const error = await failure(({ sequence }) => {
    readings++
    return [link(1, sequence), done(sequence, NLM_F_DUMP_INTR)]
  })
  assert.equal(error.code, 'EAGAIN')
  assert.equal(error.message, 'cannot list links: the list changed during each of 8 readings (EAGAIN)')
  assert.equal(readings, 8)
})

test('what other processes send, and answers to other questions, are passed over', async () => {
  const stranger = { family: AF_NETLINK, pid: 4313, groups: 0 } as const
  const script: Script = ({ sequence }) => [
    { bytes: join(link(66, sequence), done(sequence)), from: stranger },
    { bytes: Uint8Array.of(1, 2, 3), from: stranger },
    { bytes: link(66, sequence), from: { family: AF_INET, address: '127.0.0.1', port: 1 } },
    link(66, sequence + 1),
    link(1, sequence),
    done(sequence + 1),
    done(sequence),
  ]
  assert.deepEqual(await indexes(script), [1])
})

test("an error's number and the kernel's own words are told", async () => {
  const words = encodeAttribute(NLMSGERR_ATTR_MSG, new TextEncoder().encode('Invalid header\0'))
  const request = new Uint8Array(24)
  request[0] = request.length
  const refusals: [string, (sequence: number) => Uint8Array, string][] = [
    [
      'the request behind it',
      (sequence) =>
        encodeMessage({ type: NLMSG_ERROR, flags: NLM_F_ACK_TLVS, sequence }, int32(-22), request, words),
      'Invalid header',
    ],
    [
      'the header alone',
      (sequence) =>
        encodeMessage(
          { type: NLMSG_ERROR, flags: NLM_F_ACK_TLVS | NLM_F_CAPPED, sequence },
          int32(-22),
          request.subarray(0, 16),
          words,
        ),
      'Invalid header',
    ],
    [
      'at the end of a dump',
      (sequence) => encodeMessage({ type: NLMSG_DONE, flags: NLM_F_ACK_TLVS, sequence }, int32(-22), words),
      'Invalid header',
    ],
    [
      'without words',
      (sequence) => encodeMessage({ type: NLMSG_ERROR, flags: 0, sequence }, int32(-22), request),
      'invalid argument, or not in this state',
    ],
  ]
  for (const [what, refusal, reason] of refusals) {
    const error = await failure(({ sequence }) => [refusal(sequence)])
    assert.equal(error.message, `cannot list links: ${reason} (EINVAL)`, what)
    assert.deepEqual([error.errno, error.syscall], [-errno.EINVAL, 'RTM_GETLINK'])
  }
})

test('answers that are no answers are refused, whatever they say of their length', async () => {
  const request = (length: number) => {
    const bytes = new Uint8Array(20)
    new DataView(bytes.buffer).setUint32(0, length, true)
    return bytes
  }
  const answers: Record<string, (sequence: number) => Uint8Array> = {
    'no header': () => Uint8Array.of(1, 2, 3),
    'an error without a number': (sequence) =>
      encodeMessage({ type: NLMSG_ERROR, flags: 0, sequence }, new Uint8Array(0)),
    'an error about a request that is not there': (sequence) =>
      encodeMessage({ type: NLMSG_ERROR, flags: NLM_F_ACK_TLVS, sequence }, int32(-1), request(0x7fffffff)),
    'an error about one that wraps around': (sequence) =>
      encodeMessage({ type: NLMSG_ERROR, flags: NLM_F_ACK_TLVS, sequence }, int32(-1), request(0xfffffffd)),
    'a link that is too short': (sequence) =>
      encodeMessage({ type: RTM_NEWLINK, flags: NLM_F_MULTI, sequence }, new Uint8Array(8)),
  }
  for (const [what, answer] of Object.entries(answers)) {
    const error = await failure(({ sequence }) => [answer(sequence), done(sequence)])
    assert.equal(error.code, 'EBADMSG', what)
    assert.match(error.message, /malformed netlink message: /)
  }
  const overrun = await failure(({ sequence }) => [
    encodeMessage({ type: NLMSG_OVERRUN, flags: 0, sequence }, int32(0)),
  ])
  assert.equal(overrun.code, 'ENOBUFS')
  const long = await failure(({ sequence }) => [
    encodeMessage({ type: RTM_NEWLINK, flags: NLM_F_MULTI, sequence }, new Uint8Array(40_000)),
  ])
  assert.equal(long.message, 'cannot list links: the answer is longer than 32768 bytes (EMSGSIZE)')
})

test('a time limit holds for the whole conversation, and a signal ends it', async () => {
  const silent: Script = ({ sequence }) => [link(1, sequence)]
  const late = await failure(silent, { timeout: 20 })
  assert.equal(late.message, 'cannot list links: timed out after 20 ms (ETIMEDOUT)')
  const kernel = new ScriptedKernel(silent)
  const reason = new Error('enough')
  const controller = new AbortController()
  const links = listLinks(kernel.stack, { signal: controller.signal })
  controller.abort(reason)
  assert.equal(await rejection(links), reason)
  assert.equal(kernel.open, 0)
  assert.equal(await rejection(listLinks(kernel.stack, { signal: AbortSignal.abort(reason) })), reason)
  assert.ok((await rejection(listLinks(kernel.stack, { timeout: -1 }))) instanceof RangeError)
  assert.equal(kernel.open, 0)
})

test('an answer that does not come, or is of another kind, is an error', async () => {
  const acknowledged = new ScriptedKernel(({ sequence }) => [
    encodeMessage({ type: NLMSG_ERROR, flags: 0, sequence }, int32(0), new Uint8Array(16)),
  ])
  assert.deepEqual(
    await Promise.all(
      [acknowledged, new ScriptedKernel(({ sequence }) => [link(1, sequence)])].map(
        async ({ stack }) => Object(await rejection(routeTo(stack, '127.0.0.1'))).code,
      ),
    ),
    ['ENODATA', 'EBADMSG'],
  )
})

test('several questions go over one socket, each with a number of its own', async () => {
  const seen: number[] = []
  const kernel = new ScriptedKernel(({ sequence }) => {
    seen.push(sequence)
    return [link(sequence, sequence), done(sequence)]
  })
  const request = { type: RTM_GETLINK, name: 'RTM_GETLINK', parts: [new Uint8Array(16)] }
  const found = await converse(kernel.stack, NETLINK_ROUTE, undefined, async (conversation) => [
    await conversation.dump(request, ({ payload }) => payload[4]),
    await conversation.dump(request, ({ payload }) => payload[4]),
  ])
  assert.deepEqual(found, [[seen[0]], [seen[1]]])
  assert.notEqual(seen[0], seen[1])
})

test('a question before the answer to the last one is refused', async () => {
  const kernel = new ScriptedKernel(({ sequence }) => [link(1, sequence), done(sequence)])
  const request = { type: RTM_GETLINK, name: 'RTM_GETLINK', parts: [new Uint8Array(16)] }
  await converse(kernel.stack, NETLINK_ROUTE, undefined, async (conversation) => {
    const first = conversation.dump(request, () => 1)
    await assert.rejects(
      conversation.dump(request, () => 2),
      { code: 'EBUSY' },
    )
    assert.deepEqual(await first, [1])
    assert.deepEqual(await conversation.dump(request, () => 3), [3])
  })
})
