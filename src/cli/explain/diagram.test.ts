import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagram } from './diagram.ts'
import { STATES, type StateName, TRANSITIONS } from './states.ts'

test('what leads to a state stands above it, what leads away below', () => {
  const ways = TRANSITIONS.filter(({ from, to }) => from === 'LAST_ACK' || to === 'LAST_ACK')
  assert.deepEqual(
    diagram(
      'LAST_ACK',
      ways.map(({ from, to }) => ({ from, to, when: 'it is time' })),
      80,
    ),
    ['CLOSE_WAIT ───┐  it is time', '           LAST_ACK', 'CLOSED ◀──────┘  it is time'],
  )
})

test('on a narrow terminal the words go on beside the line', () => {
  const lines = diagram(
    'LISTEN',
    [{ from: 'CLOSED', to: 'LISTEN', when: 'somebody calls listen() here' }],
    40,
  )
  assert.deepEqual(lines, [
    'CLOSED ───────┐  somebody calls',
    '              │  listen() here',
    '            LISTEN',
  ])
})

test('every state is reached from CLOSED, and leads back to it', () => {
  const reached = (start: StateName, next: (state: StateName) => StateName[]): Set<StateName> => {
    const seen = new Set([start])
    for (const state of seen) for (const other of next(state)) seen.add(other)
    return seen
  }
  const after = (state: StateName) => TRANSITIONS.filter(({ from }) => from === state).map(({ to }) => to)
  const before = (state: StateName) => TRANSITIONS.filter(({ to }) => to === state).map(({ from }) => from)
  const all = Object.keys(STATES).sort()
  assert.deepEqual([...reached('CLOSED', after)].sort(), all)
  assert.deepEqual([...reached('CLOSED', before)].sort(), all)
})
