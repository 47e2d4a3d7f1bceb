import { resultOf, withChild } from '../child.ts'
import type { Contender } from '../contender.ts'
import { microseconds } from '../figures.ts'
import type { Conditions, Measurement, Sample } from '../measurement.ts'
import { lifetime, saturated } from './conduct.ts'

const CONNECTIONS = [1, 64]

export function httpLabel(connections: number): string {
  return `${String(connections).padStart(2)} kept alive`
}

async function measureHttp(
  contender: Contender,
  conditions: Conditions,
  connections: number,
): Promise<Sample> {
  const { programs, warmUp, seconds } = conditions
  return withChild(contender.command('http'), lifetime(conditions), async (_server, { port }) => {
    const load = programs.load('http', port!, connections, warmUp, seconds)
    const { requests, seconds: took, p50, p99, busy } = await resultOf(load, lifetime(conditions))
    return {
      value: Number(requests) / Number(took),
      p50: Number(p50),
      p99: Number(p99),
      limited: saturated(Number(busy)),
    }
  })
}

export const http: Measurement = {
  name: 'http',
  title: 'node:http over it: requests per second, by connections',
  cases: CONNECTIONS.map((connections) => ({
    label: httpLabel(connections),
    peers: ['soquete', 'node:net'],
    measure: (contender, conditions) => measureHttp(contender, conditions, connections),
  })),
  baseline: { peer: 'node:net' },
  details: [
    {
      title: 'latency in µs: median and 99th percentile',
      show: ({ p50 = 0, p99 = 0 }) => `${microseconds(p50)} ${microseconds(p99).padStart(8)}`,
    },
  ],
}
