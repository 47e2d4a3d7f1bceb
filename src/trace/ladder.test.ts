import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LeaveEvent, TraceValue } from '../socket/events.ts'
import type { TracedCall } from './calls.ts'
import { ladder } from './ladder.ts'
import { pairUp } from './pairing.ts'
import { SPANISH } from './words.ts'

const bytes = (...values: number[]): TraceValue => ({ bytes: Uint8Array.from(values), length: values.length })
const port = (number: number): TraceValue => ({ address: { family: 2, address: '127.0.0.1', port: number } })

let clock = 0

/** Calls in the order in which they are written, a millisecond each, unless `from` says when one began. */
function call(
  party: number,
  socket: number,
  syscall: string,
  args: readonly TraceValue[],
  leave: Partial<LeaveEvent> & { result: TraceValue },
  from?: number,
): TracedCall {
  const base = { socket, call: 0, syscall }
  const enter = { ...base, type: 'enter', time: from ?? ++clock, args } as const
  const left = { ...base, type: 'leave', time: ++clock, ...leave } as const
  return { party, socket, syscall, enter, waited: from !== undefined, leave: left }
}

const made = (party: number, id: number, type = 1) =>
  call(party, 0, 'socket', [2, type, 0], { result: 0, made: [id] })
const bound = (party: number, id: number, at: number) => call(party, id, 'bind', [port(at)], { result: 0 })
const connected = (party: number, id: number, to: number) =>
  call(party, id, 'connect', [port(to)], { result: 0 })
const sent = (party: number, id: number, ...values: number[]) =>
  call(party, id, 'send', [bytes(...values)], { result: values.length })
const got = (party: number, id: number, ...values: number[]) =>
  call(party, id, 'recv', [100], { result: values.length, received: bytes(...values) })
const accepted = (party: number, listener: number, id: number) =>
  call(party, listener, 'accept', [], { result: 0, made: [id] })
const closed = (party: number, id: number) => call(party, id, 'close', [], { result: 0 })

const PARTIES = ['client', 'relay', 'server']

/** A client (0) asks a relay (1), which asks a server (2). */
function relayed(): TracedCall[] {
  return [
    ...[made(2, 1), bound(2, 1, 7000), made(1, 1), bound(1, 1, 8000)],
    ...[made(0, 1), connected(0, 1, 8000), accepted(1, 1, 2)],
    ...[made(1, 3), connected(1, 3, 7000), accepted(2, 1, 2)],
    ...[sent(0, 1, 1), got(1, 2, 1), sent(1, 3, 1), got(2, 2, 1)],
    ...[sent(2, 2, 2), got(1, 3, 2), sent(1, 2, 2), got(0, 1, 2)],
    ...[closed(0, 1), got(1, 2), closed(1, 3), got(2, 2)],
  ]
}

test('three parties have a column each where they fit', () => {
  const lines = ladder(relayed(), { width: 146, parties: PARTIES })
  const column = (text: string) => text.padEnd(41)
  assert.deepEqual(lines.slice(0, 1), [`   ${column('client')}     ${column('relay')}     server`])
  assert.deepEqual(lines.slice(-6), [
    `   ${column('send(01) = 1')} ──▶ recv(100) = 1   01`,
    `   ${column('')}     ${column('send(01) = 1')} ──▶ recv(100) = 1   01`,
    `   ${column('')}     ${column('recv(100) = 1   02')} ◀── send(02) = 1`,
    `   ${column('recv(100) = 1   02')} ◀── send(02) = 1`,
    `   ${column('close() = 0')} ──▶ recv(100) = 0   end of stream`,
    `   ${column('')}     ${column('close() = 0')} ──▶ recv(100) = 0   end of stream`,
  ])
})

test('where they do not fit, each has a letter and a lane', () => {
  const lines = ladder(relayed(), { width: 145, parties: PARTIES })
  assert.deepEqual(lines.slice(0, 3), ['   A   client', '     B   relay', '       C   server'])
  assert.deepEqual(lines.slice(-4), [
    '   A ▶ close() = 0',
    '     B ◀ recv(100) = 0   end of stream',
    '     B ▶ close() = 0',
    '       C ◀ recv(100) = 0   end of stream',
  ])
})

test('an arrow passes a column in between', () => {
  const calls = [made(2, 1), bound(2, 1, 7000), made(0, 1), connected(0, 1, 7000), accepted(2, 1, 2)]
  const [, , , , last] = ladder(calls, { width: 146, parties: PARTIES })
  assert.equal(last, `   ${'connect(127.0.0.1:7000) = 0'.padEnd(41)} ────${'─'.repeat(41)}───▶ accept() = 2`)
})

test('connections are told apart by where they go, and by who was first', () => {
  const calls = [made(2, 1), bound(2, 1, 7000)]
  calls.push(made(0, 1), connected(0, 1, 7000), made(1, 1), connected(1, 1, 7000))
  calls.push(
    accepted(2, 1, 2),
    accepted(2, 1, 3),
    sent(1, 1, 11),
    sent(0, 1, 10),
    got(2, 2, 10),
    got(2, 3, 11),
  )
  const parties = [...pairUp(calls)].map(([receiver, sender]) => [receiver.syscall, sender.party])
  assert.deepEqual(parties, [
    ['accept', 0],
    ['accept', 1],
    ['recv', 0],
    ['recv', 1],
  ])
})

test('one recv may hold two sends, and one send be two recvs', () => {
  const begin = [made(1, 1), bound(1, 1, 7000), made(0, 1), connected(0, 1, 7000), accepted(1, 1, 2)]
  const sends = [sent(0, 1, 1, 2), sent(0, 1, 3, 4), sent(0, 1, 5, 6, 7)]
  const recvs = [got(1, 2, 1, 2, 3, 4), got(1, 2, 5), got(1, 2, 6, 7)]
  const pairs = pairUp([...begin, ...sends, ...recvs])
  assert.deepEqual(
    recvs.map((each) => sends.indexOf(pairs.get(each)!)),
    [0, 2, -1],
  )
})

test('a lost datagram has no arrow, a repeated one is two', () => {
  const to = (number: number) => call(0, 1, 'sendto', [bytes(number), port(7000)], { result: 1 })
  const from = (number: number) => call(1, 1, 'recvfrom', [10], { result: 1, received: bytes(number) })
  const calls = [made(0, 1, 2), made(1, 1, 2), bound(1, 1, 7000)]
  calls.push(to(1), to(2), from(2), to(3), to(3), from(3), from(3))
  assert.deepEqual(
    ladder(calls, { width: 80, parties: ['sender', 'receiver'], head: false }).slice(-7),
    [
      '   A   sendto(01, 127.0.0.1:7000) = 1',
      '   A ▶ sendto(02, 127.0.0.1:7000) = 1',
      '   B ◀ recvfrom(10) = 1   02',
      '   A ▷ sendto(03, 127.0.0.1:7000) = 1',
      '   A ▷ sendto(03, 127.0.0.1:7000) = 1',
      '   B ◀ recvfrom(10) = 1   03',
      '   B ◀ recvfrom(10) = 1   03',
    ].slice(-7),
  )
})

test('a socket that was handed over takes its connection along', () => {
  const calls = [made(1, 1), bound(1, 1, 7000), made(0, 1), connected(0, 1, 7000), accepted(1, 1, 2)]
  calls.push(sent(0, 1, 5), got(2, 1, 5), sent(2, 1, 6), got(0, 1, 6))
  assert.deepEqual([...pairUp(calls)].map(([receiver, sender]) => [sender.party, receiver.party]).sort(), [
    [0, 1],
    [0, 2],
    [2, 0],
  ])
})

test('what came while its receiver was away stands in a line of its own, with the arrow there', () => {
  const calls = [made(1, 1), bound(1, 1, 7000), made(0, 1), connected(0, 1, 7000), sent(0, 1, 5)]
  calls.push(accepted(1, 1, 2), got(1, 2, 5))
  assert.deepEqual(ladder(calls, { width: 80, parties: ['client', 'server'], head: false }).slice(-4), [
    '   A ▷ connect(127.0.0.1:7000) = 0',
    '   A ▷ send(05) = 1',
    '   B ◀ accept() = 2',
    '   B ◀ recv(100) = 1   05',
  ])
})

test('in Spanish', () => {
  const reset = { code: 'ECONNRESET', message: 'cannot receive: connection reset by the peer (ECONNRESET)' }
  const late = { code: 'ETIMEDOUT', message: 'cannot receive: timed out after 1500 ms (ETIMEDOUT)' }
  const calls = [
    call(0, 1, 'send', [{ bytes: new Uint8Array(16), length: 65536 }], { result: 65536 }),
    call(0, 1, 'recv', [4], { result: null, error: reset }),
    call(0, 1, 'recv', [4], { result: null, error: { ...late, had: bytes(1) } }, clock - 1500),
    got(0, 1),
  ]
  assert.deepEqual(ladder(calls, { width: 80, parties: ['cliente'], head: false, words: SPANISH }), [
    '   recv(4) …                                                           espera',
    `   send(${'00 '.repeat(16)}… 65.520 más) = 65536`,
    '   recv(4): el otro cortó la conexión                                  ECONNRESET',
    '   recv(4): se agotaron los 1.500 ms, tenía 01                         ETIMEDOUT',
    '   recv(100) = 0   fin del flujo',
  ])
})
