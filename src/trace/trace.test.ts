import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TraceEvent, TraceValue } from '../socket/events.ts'
import { bytesText, callText, resultText } from './call-text.ts'
import { joinCalls } from './calls.ts'
import { ladder } from './ladder.ts'
import { eventLine, headerLine, parseLine } from './ndjson.ts'

const one = Uint8Array.of(1, 0, 0, 0)
const hello = { bytes: one, length: 4 }

/** A conversation: [time, party, call, type, rest]. */
const EVENTS: { party: number; event: TraceEvent }[] = [
  { party: 1, event: { type: 'enter', time: -20, socket: 1, call: 1, syscall: 'accept', args: [] } },
  { party: 1, event: { type: 'wait', time: -20, socket: 1, call: 1, syscall: 'accept' } },
  { party: 0, event: { type: 'enter', time: 4, socket: 0, call: 1, syscall: 'socket', args: [2, 1, 0] } },
  {
    party: 0,
    event: {
      type: 'leave',
      time: 4,
      socket: 0,
      call: 1,
      syscall: 'socket',
      result: 0,
      made: [1],
      descriptors: [19],
    },
  },
  {
    party: 0,
    event: {
      type: 'enter',
      time: 5,
      socket: 1,
      call: 2,
      syscall: 'connect',
      args: [{ address: { family: 2, address: '127.0.0.1', port: 4444 } }],
    },
  },
  {
    party: 1,
    event: {
      type: 'leave',
      time: 9,
      socket: 1,
      call: 1,
      syscall: 'accept',
      result: 0,
      made: [2],
      descriptors: [21],
      from: { family: 2, address: '127.0.0.1', port: 51822 },
    },
  },
  { party: 0, event: { type: 'leave', time: 9.1, socket: 1, call: 2, syscall: 'connect', result: 0 } },
  { party: 1, event: { type: 'enter', time: 9.2, socket: 2, call: 2, syscall: 'recv', args: [4, 0x100] } },
  { party: 1, event: { type: 'wait', time: 9.2, socket: 2, call: 2, syscall: 'recv' } },
  { party: 0, event: { type: 'enter', time: 9.5, socket: 1, call: 3, syscall: 'send', args: [hello] } },
  {
    party: 1,
    event: { type: 'leave', time: 9.6, socket: 2, call: 2, syscall: 'recv', result: 4, received: hello },
  },
  { party: 0, event: { type: 'leave', time: 9.7, socket: 1, call: 3, syscall: 'send', result: 4 } },
  { party: 1, event: { type: 'enter', time: 10, socket: 2, call: 3, syscall: 'recv', args: [4, 0x100] } },
  { party: 1, event: { type: 'wait', time: 10, socket: 2, call: 3, syscall: 'recv' } },
  {
    party: 1,
    event: {
      type: 'leave',
      time: 510,
      socket: 2,
      call: 3,
      syscall: 'recv',
      result: null,
      error: {
        code: 'ETIMEDOUT',
        message: 'cannot receive: timed out after 500 ms (ETIMEDOUT)',
        had: { bytes: Uint8Array.of(0x31), length: 1 },
      },
    },
  },
  { party: 1, event: { type: 'enter', time: 511, socket: 2, call: 4, syscall: 'close', args: [] } },
  { party: 1, event: { type: 'leave', time: 511, socket: 2, call: 4, syscall: 'close', result: 0 } },
]

test('the ladder shows calls in order, waits named, an arrow where bytes crossed', () => {
  const lines = ladder(joinCalls(EVENTS), { width: 100, parties: ['client, process 1', 'server, process 2'] })
  assert.deepEqual(lines, [
    '   client, process 1                             server, process 2',
    '                                                 accept() …                                waits',
    '   socket(AF_INET, SOCK_STREAM) = 19',
    '   connect(127.0.0.1:4444) = 0               ──▶ accept() = 21   from 127.0.0.1:51822      29 ms',
    '   send(01 00 00 00) = 4                     ──▶ recv(4, MSG_WAITALL) = 4   01 00 00 00',
    '                                                 recv(4, MSG_WAITALL) …                    waits',
    '                                                 recv(4, MSG_WAITALL): timed out after 500 ms, had 31  ETIMEDOUT',
    '                                                 close() = 0',
  ])
})

test('on a narrow terminal the ladder has one column', () => {
  const lines = ladder(joinCalls(EVENTS), { width: 60, parties: ['client', 'server'] })
  assert.deepEqual(lines.slice(0, 6), [
    '   A   client',
    '   B   server',
    '   B   accept() …   waits',
    '   A   socket(AF_INET, SOCK_STREAM) = 19',
    '   A ▶ connect(127.0.0.1:4444) = 0',
    '   B ◀ accept() = 21   from 127.0.0.1:51822   29 ms',
  ])
})

test('a line is a call of its own, with its delimiter in hexadecimal', () => {
  const base = { time: 1, socket: 1, call: 1, syscall: 'recvUntil' } as const
  const shown = (delimiter: TraceValue, left: { result: TraceValue; received?: TraceValue }) => {
    const events = [
      { party: 0, event: { ...base, type: 'enter', args: [delimiter] } },
      { party: 0, event: { ...base, type: 'leave', ...left } },
    ] as const
    const [call] = joinCalls(events)
    return callText(call!) + resultText(call!)
  }
  assert.equal(shown(10, { result: 4, received: hello }), 'recvUntil(0a) = 4   01 00 00 00')
  const crlf = { bytes: Uint8Array.of(13, 10), length: 2 }
  assert.equal(shown(crlf, { result: null }), 'recvUntil(0d 0a) = null   end of stream')
})

test('bytes are shown up to sixteen, and then counted', () => {
  assert.equal(bytesText(Uint8Array.of(1, 255)), '01 ff')
  assert.equal(bytesText(new Uint8Array(64), 65536), `${'00 '.repeat(16)}… 65,520 more`)
})

test('a trace survives the way to text and back', () => {
  for (const { event } of EVENTS) assert.deepEqual(parseLine(eventLine(event)), event)
  assert.deepEqual(parseLine(headerLine('server', 7)), {
    soquete: 'trace',
    version: 1,
    party: 'server',
    process: 7,
  })
  assert.throws(() => parseLine('{"soquete":"trace","version":2}'), /version 2/)
  assert.throws(() => parseLine('[]'), SyntaxError)
  assert.throws(() => parseLine('{"type":"enter","call":1,"args":[{"hex":"0g"}]}'), SyntaxError)
})
