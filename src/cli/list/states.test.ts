import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TCP_STATES } from '../../socket/options/tcp-info.ts'
import { STATE_NAMES, statesNamed, stateText } from './states.ts'

test('a state is understood as ss writes it, as it is shown, and as the kernel calls it', () => {
  for (const state of TCP_STATES) {
    if (state === 'NONE') continue
    const shown = stateText({ kind: 'tcp', state })
    assert.ok(statesNamed(shown)?.includes(state), shown)
    if (state !== 'NEW_SYN_RECV') assert.ok(statesNamed(state)?.includes(state), state)
  }
  for (const said of ['time-wait', 'TIME-WAIT', 'TIME_WAIT', 'TimeWait'])
    assert.deepEqual(statesNamed(said), ['TIME_WAIT'], said)
  assert.equal(statesNamed('tame-wait'), undefined)
  assert.equal(statesNamed(''), undefined)
})

test('groups are those of ss', () => {
  const connected = statesNamed('connected')!
  assert.ok(!connected.includes('LISTEN') && !connected.includes('CLOSE') && connected.includes('SYN_SENT'))
  assert.ok(!statesNamed('synchronized')!.includes('SYN_SENT'))
  const [big, bucket, all] = [statesNamed('big')!, statesNamed('bucket')!, statesNamed('all')!]
  assert.deepEqual([...big, ...bucket].sort(), [...all].sort())
  for (const name of STATE_NAMES) assert.ok(statesNamed(name), name)
})
