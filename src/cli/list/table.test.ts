import assert from 'node:assert/strict'
import { test } from 'node:test'
import { infoWith, tcpEntry, unixEntry } from '../../../test/cli/list-entries.ts'
import { columnsOf } from './columns.ts'
import type { Entry } from './entry.ts'
import { tableOf } from './table.ts'
import { listWordsOf } from './words.ts'

const SIX = '[2001:db8:1111:2222:3333:4444:5555:6666]:65535'

const measured = { tcpInfo: infoWith({ rtt: 40, sndCwnd: 10 }) }

const FEW = [
  tcpEntry('0.0.0.0:51216', '*', { state: 'LISTEN', wqueue: 511 }),
  tcpEntry('127.0.0.1:51216', '127.0.0.1:40112', measured),
  tcpEntry('127.0.0.1:4444', '127.0.0.1:51822', {
    state: 'TIME_WAIT',
    inode: 0,
    timer: { kind: 'timewait', expires: 41_000, retrans: 0 },
  }),
]

function lines(entries: readonly Entry[], width: number, language: 'en' | 'es' = 'en'): string[] {
  const words = listWordsOf(language)
  const { header, rows } = tableOf(entries, columnsOf(words, new Map()), words, width)
  return [header, ...rows.flat()]
}

test('the list, where there is room for it', () => {
  assert.deepEqual(lines(FEW, Number.POSITIVE_INFINITY), [
    'proto  state      local            peer             recv-q  send-q      rtt  cwnd  process',
    'tcp    LISTEN     0.0.0.0:51216    *                     0     511                 node 4313',
    'tcp    ESTAB      127.0.0.1:51216  127.0.0.1:40112       0       0  0.04 ms    10  node 4313',
    'tcp    TIME_WAIT  127.0.0.1:4444   127.0.0.1:51822       0       0                 closes in 41 s',
  ])
  assert.equal(lines(FEW, 200, 'es')[3]?.trim().endsWith('se cierra en 41 s'), true)
})

test('in less room round trips go first, then the gaps, then what is not an address moves below', () => {
  assert.doesNotMatch(lines(FEW, 92)[0]!, /cwnd/)
  assert.match(lines(FEW, 92)[0]!, /rtt/)
  assert.deepEqual(lines(FEW, 80).slice(0, 2), [
    'proto state     local           peer            recv-q send-q process',
    'tcp   LISTEN    0.0.0.0:51216   *                    0    511 node 4313',
  ])
  assert.deepEqual(lines(FEW, 60), [
    'proto  state      local            peer',
    'tcp    LISTEN     0.0.0.0:51216    *',
    '       recv-q 0  send-q 511  node 4313',
    'tcp    ESTAB      127.0.0.1:51216  127.0.0.1:40112',
    '       recv-q 0  send-q 0  node 4313',
    'tcp    TIME_WAIT  127.0.0.1:4444   127.0.0.1:51822',
    '       recv-q 0  send-q 0  closes in 41 s',
  ])
})

test('no address is broken, however narrow it is, and from 66 columns on every line fits', () => {
  const entries = [tcpEntry(SIX, SIX, measured), ...FEW]
  for (const width of [1, 40, 60, 66, 80, 100, 160]) {
    const text = lines(entries, width)
    assert.equal(text.join('\n').split(SIX).length, 3, `${width}`)
    if (width >= 66)
      assert.deepEqual(
        text.filter((line) => line.length > width),
        [],
        `${width}`,
      )
  }
})

test('the names of Unix sockets are cut in the middle, as much as is needed, and only where there is an edge', () => {
  const path = `/run/user/1000/${'long/'.repeat(12)}app.sock`
  const entries = [unixEntry(path, '-'), unixEntry('/run/short.sock', '-')]
  assert.ok(lines(entries, Number.POSITIVE_INFINITY)[1]?.includes(path))
  for (const width of [80, 100]) {
    const [, first = '', second = ''] = lines(entries, width)
    assert.equal(first.length, width)
    assert.match(first, /\/run\/us\S*…\S*app\.sock/)
    assert.match(second, /\/run\/short\.sock /)
  }
})

test('of many processes that hold one socket the first are named', () => {
  const holders = [1, 2, 3, 4].map((pid) => ({ process: { pid, name: 'nginx' }, descriptors: [6] }))
  const [, row = ''] = lines([{ ...FEW[0]!, holders }], 200)
  assert.match(row, /nginx 1, nginx 2 \+2 more$/)
})
