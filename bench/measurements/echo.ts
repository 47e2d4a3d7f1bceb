import { resultOf, withChild } from '../child.ts'
import type { Contender } from '../contender.ts'
import { microseconds, whole } from '../figures.ts'
import type { Case, Conditions, Measurement, Sample } from '../measurement.ts'
import { lifetime, saturated } from './conduct.ts'

const CONNECTIONS = [1, 64, 256]
const SIZES = [64, 1024, 65536]
const PIPELINE = { connections: 64, size: 64, depth: 32 }

/** What a request is counted as: MB/s say more than requests once it is this long. */
const LARGE = 65536

export function echoLabel(connections: number, size: number, depth = 1): string {
  const bytes = size < 1024 ? `${size} B` : `${size / 1024} KiB`
  const requests = depth === 1 ? bytes.padStart(6) : `${bytes}, ${depth} deep`
  return `${String(connections).padStart(3)} × ${requests}`
}

function echoCase(connections: number, size: number, depth = 1): Case {
  return {
    label: echoLabel(connections, size, depth),
    peers: ['soquete', 'node:net', 'C', 'Bun'],
    measure: (contender, conditions) => measureEcho(contender, conditions, connections, size, depth),
  }
}

function measureEcho(
  contender: Contender,
  conditions: Conditions,
  connections: number,
  size: number,
  depth: number,
): Promise<Sample> {
  const { programs, warmUp, seconds } = conditions
  return withChild(contender.command('echo'), lifetime(conditions), async (_server, { port }) => {
    const load = programs.load('echo', port!, connections, size, depth, warmUp, seconds)
    const { requests, seconds: took, p50, p99, busy } = await resultOf(load, lifetime(conditions))
    const value = Number(requests) / Number(took)
    return {
      value,
      p50: Number(p50),
      p99: Number(p99),
      limited: saturated(Number(busy)),
      ...(size >= LARGE ? { megabytes: (value * size) / 1e6 } : {}),
    }
  })
}

export const echo: Measurement = {
  name: 'echo',
  title: 'TCP echo: requests per second, by connections and size',
  cases: [
    ...CONNECTIONS.flatMap((connections) => SIZES.map((size) => echoCase(connections, size))),
    echoCase(PIPELINE.connections, PIPELINE.size, PIPELINE.depth),
  ],
  baseline: { peer: 'node:net' },
  details: [
    {
      title: 'MB/s each way',
      show: ({ megabytes }) => (megabytes === undefined ? undefined : whole(megabytes)),
    },
    {
      title: 'latency in µs: median and 99th percentile',
      show: ({ p50 = 0, p99 = 0 }) => `${microseconds(p50)} ${microseconds(p99).padStart(8)}`,
    },
  ],
}
