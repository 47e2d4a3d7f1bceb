import assert from 'node:assert/strict'
import { test } from 'node:test'
import { infoWith, tcpEntry, unixEntry } from '../../../test/cli/list-entries.ts'
import { LANGUAGES } from '../../socket/language.ts'
import { TCP_STATES } from '../../socket/options/tcp-info.ts'
import { SOCK_DGRAM } from '../../socket/posix/constants.ts'
import type { Entry } from './entry.ts'
import { Explainer } from './explainer.ts'
import { Relations } from './relations.ts'

const ENDS = ['127.0.0.1:80', '127.0.0.1:5000'] as const

/** What is particular about a socket. */
function notes(entry: Entry, all: readonly Entry[] = [], language: 'en' | 'es' = 'en'): string {
  const explainer = new Explainer(language)
  explainer.explain(entry, new Relations([]))
  return explainer.explain(entry, new Relations(all)).join(' ')
}

test('what a state means is said once, in each language', () => {
  for (const language of LANGUAGES) {
    const explainer = new Explainer(language)
    const explain = (entry: Entry) => explainer.explain(entry, new Relations([]))
    for (const state of TCP_STATES) {
      if (state === 'NONE' || state === 'NEW_SYN_RECV') continue
      const [meaning, ...more] = explain(tcpEntry(...ENDS, { state }))
      assert.match(
        meaning!,
        state === 'CLOSE' ? /^BOUND/ : new RegExp(`^${state.slice(0, 5)}.*explain `),
        state,
      )
      assert.deepEqual(explain(tcpEntry(...ENDS, { state })), more, 'not twice')
    }
    const unix = [
      unixEntry('/x', '-'),
      unixEntry('/x', '#5', { peerInode: 5 }),
      unixEntry('/x', '-', { state: 'CLOSE' }),
      unixEntry('/x', '-', { state: 'CLOSE', type: SOCK_DGRAM }),
      unixEntry('#7', '-', { state: 'CLOSE', type: SOCK_DGRAM, local: null }),
      unixEntry('#7', '/x', { type: SOCK_DGRAM }),
    ]
    const kinds = (['udp', 'raw', 'packet', 'netlink'] as const).map((kind) =>
      tcpEntry('0.0.0.0:53', '*', { kind, state: 'CLOSE' }),
    )
    for (const entry of [...unix, ...kinds]) assert.equal(explain(entry).length, 1, entry.socket.kind)
  }
})

test('a listener: a queue in which nobody waits, that has room, that fills, that is full', () => {
  const listener = (rqueue: number) =>
    notes(tcpEntry('0.0.0.0:80', '*', { state: 'LISTEN', rqueue, wqueue: 10, backlog: 10 }))
  assert.equal(listener(0), '')
  assert.match(listener(1), /^1 connection waits for accept\(\); 10 may\.$/)
  assert.match(listener(5), /fills: 5 of 10/)
  assert.match(listener(10), /fills: 10 of 10/)
  assert.match(listener(11), /is full: 11 wait/)
})

test('a connection that nobody has accepted, and whose it will be', () => {
  const waiting = tcpEntry(...ENDS, { inode: 0 })
  assert.match(notes(waiting), /until the program calls accept\(\)/)
  const listener = tcpEntry('0.0.0.0:80', '*', { state: 'LISTEN' })
  const elsewhere = tcpEntry('0.0.0.0:81', '*', { state: 'LISTEN' })
  assert.match(notes(waiting, [elsewhere, listener]), /until node 4313 calls accept\(\)/)
  assert.match(notes(waiting, [listener], 'es'), /a que node 4313 llame a accept\(\)/)
})

test('data that does not leave: a closed window, lost segments, and neither', () => {
  const sender = (kind: 'probe' | 'retransmit', retrans: number) =>
    notes(tcpEntry(...ENDS, { wqueue: 4096, timer: { kind, expires: 1500, retrans } }))
  assert.match(
    sender('probe', 3),
    /4,096 bytes cannot go.*window is closed.*Asked 3 times so far, again in 1\.5 s/,
  )
  assert.match(sender('probe', 0), /It is asked in 1\.5 s/)
  assert.match(sender('retransmit', 2), /4,096 bytes are not acknowledged: sent again 2 times/)
  assert.equal(sender('retransmit', 0), '')
})

test('CLOSE_WAIT: since when, and how far the program has read', () => {
  const tcp = { tcpInfo: infoWith({ lastAckRecv: 12_000 }) }
  const half = (rqueue: number) => notes(tcpEntry(...ENDS, { state: 'CLOSE_WAIT', rqueue, ...tcp }))
  assert.match(half(0), /closed 12 s ago, or earlier.*has read the peer's end.*close\(\) is what is missing/)
  assert.match(half(1), /has not even read the peer's end/)
  assert.match(half(100), /99 bytes wait, and the end behind them/)
})

test('FIN_WAIT_2: kept by a program, or dropped by the kernel', () => {
  assert.match(notes(tcpEntry(...ENDS, { state: 'FIN_WAIT2' })), /shutdown\(\)/)
  const timer = { kind: 'timewait', expires: 40_000, retrans: 0 } as const
  assert.match(notes(tcpEntry(...ENDS, { state: 'FIN_WAIT2', inode: 0, timer })), /drops it in 40 s/)
})

test('who has the other end, also when one is IPv6 and names an IPv4 address', () => {
  const client = tcpEntry('127.0.0.1:5000', '127.0.0.1:80', { state: 'FIN_WAIT2' })
  const server = tcpEntry('[::ffff:127.0.0.1]:80', '[::ffff:127.0.0.1]:5000', { state: 'CLOSE_WAIT' })
  assert.match(notes(client, [client, server]), /Its other end is held by node 4313, in CLOSE_WAIT\./)
  const pair = [unixEntry('/x', '#9', { peerInode: 9 }), unixEntry('#9', '/x', { inode: 9, peerInode: 7 })]
  assert.match(notes(pair[0]!, pair), /Its other end is held by node 4313\.$/)
})

test('a Unix socket whose peer has closed, and one whose peer does not read', () => {
  assert.match(notes(unixEntry('#7', '-', { state: 'ESTABLISHED', peerInode: 0 })), /peer has closed/)
  assert.match(notes(unixEntry('#7', '#9', { wqueue: 768, peerInode: 9 })), /waits for the peer to read it/)
})
