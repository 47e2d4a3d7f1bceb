import assert from 'node:assert/strict'
import {
  BPF_K,
  BPF_RET,
  BPF_STMT,
  kernel,
  SO_ATTACH_FILTER,
  SO_COOKIE,
  SO_LINGER,
  SO_MAX_PACING_RATE,
  SOCK_DGRAM,
  type TraceEvent,
} from '../../src/index.ts'
import { eventLine } from '../../src/trace/index.ts'
import { scoped } from '../errors/loopback.ts'
import { test } from '../leak-check.ts'

test(
  'a tracer sees options’ values as text or numbers, those of 64 bits and lists too',
  scoped(async (scope) => {
    const events: TraceEvent[] = []
    kernel.tracer = { event: (event) => events.push(event) }
    try {
      const s = scope.bound(SOCK_DGRAM)
      s.setsockopt(SO_ATTACH_FILTER, [BPF_STMT(BPF_RET | BPF_K, 1)])
      s.setsockopt(SO_MAX_PACING_RATE, 1000)
      assert.equal(s.getsockopt(SO_MAX_PACING_RATE), 1000)
      const cookie = s.getsockopt(SO_COOKIE)
      s.getsockopt(SO_ATTACH_FILTER)
      s.getsockopt(SO_LINGER)
      const told = events.flatMap((event) => {
        if (!event.syscall.endsWith('sockopt')) return []
        if (event.type === 'enter') return [event.args]
        return event.type === 'leave' ? [event.result] : []
      })
      const program = '[{"code":6,"jt":0,"jf":0,"k":1}]'
      assert.deepEqual(told, [
        ['SO_ATTACH_FILTER', program],
        0,
        ['SO_MAX_PACING_RATE', 1000],
        0,
        ['SO_MAX_PACING_RATE'],
        1000,
        ['SO_COOKIE'],
        String(cookie),
        ['SO_ATTACH_FILTER'],
        program,
        ['SO_LINGER'],
        '{"onoff":false,"linger":0}',
      ])
      for (const event of events) assert.equal(eventLine(event).at(-1), '\n')
    } finally {
      kernel.tracer = null
    }
  }),
)
