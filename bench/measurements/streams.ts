import { resultOf, withChild } from '../child.ts'
import type { Contender } from '../contender.ts'
import type { Case, Conditions, Measurement, Sample } from '../measurement.ts'
import { lifetime, saturated } from './conduct.ts'

const CONNECTIONS = [1, 16]

/** Bytes of a write, and of a request that is echoed. */
const PIECE = 65536

/** What the peer does, and the load's part in it. */
const DIRECTIONS = [
  { mode: 'write', load: 'receive' },
  { mode: 'read', load: 'send' },
] as const

export const streamRows: readonly string[] = [
  ...DIRECTIONS.flatMap(({ mode }) => CONNECTIONS.map((connections) => rowOf(mode, connections))),
  ...CONNECTIONS.map((connections) => rowOf('echo', connections)),
]

function rowOf(mode: string, connections: number): string {
  return `${mode.padEnd(5)} ${String(connections).padStart(2)} × 64 KiB`
}

type Measure = (contender: Contender, conditions: Conditions) => Promise<Sample>

function streamCase(mode: string, connections: number, measure: Measure): Case {
  return { label: rowOf(mode, connections), peers: ['soquete', 'node:net'], measure }
}

/** One way, as fast as the slower side can. */
function bulk(mode: string, load: string, connections: number): Measure {
  return (contender, conditions) => {
    const { programs, warmUp, seconds } = conditions
    return withChild(contender.command('stream', mode), lifetime(conditions), async (_server, { port }) => {
      const command = programs.load('bulk', port!, connections, load, warmUp, seconds)
      const { bytes, seconds: took, busy } = await resultOf(command, lifetime(conditions))
      return { value: Number(bytes) / Number(took) / 1e6, limited: saturated(Number(busy)) }
    })
  }
}

/** There and back by pipe(). */
function echo(connections: number): Measure {
  return (contender, conditions) => {
    const { programs, warmUp, seconds } = conditions
    return withChild(contender.command('stream', 'echo'), lifetime(conditions), async (_server, { port }) => {
      const command = programs.load('echo', port!, connections, PIECE, 1, warmUp, seconds)
      const { requests, seconds: took, busy } = await resultOf(command, lifetime(conditions))
      const megabytes = (Number(requests) * PIECE) / 1e6
      return { value: megabytes / Number(took), limited: saturated(Number(busy)) }
    })
  }
}

export const streams: Measurement = {
  name: 'streams',
  title: 'Node streams over TCP: MB per second, by what the peer does',
  cases: [
    ...DIRECTIONS.flatMap(({ mode, load }) =>
      CONNECTIONS.map((connections) => streamCase(mode, connections, bulk(mode, load, connections))),
    ),
    ...CONNECTIONS.map((connections) => streamCase('echo', connections, echo(connections))),
  ],
  baseline: { peer: 'node:net' },
  details: [],
}
