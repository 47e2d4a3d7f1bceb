import { resultOf, withChild } from '../child.ts'
import type { Contender } from '../contender.ts'
import type { Conditions, Measurement, Sample } from '../measurement.ts'
import { lifetime, saturated } from './conduct.ts'

/** Connections on their way at one time. */
const CONCURRENT = 64

export const ACCEPT_ROW = 'accept, send 1 byte, close'

function measureAccept(contender: Contender, conditions: Conditions): Promise<Sample> {
  const { programs, warmUp, seconds } = conditions
  return withChild(contender.command('accept'), lifetime(conditions), async (_server, { port }) => {
    const load = programs.load('connect', port!, CONCURRENT, warmUp, seconds)
    const { connections, seconds: took, busy } = await resultOf(load, lifetime(conditions))
    return { value: Number(connections) / Number(took), limited: saturated(Number(busy)) }
  })
}

export const accept: Measurement = {
  name: 'accept',
  title: 'TCP accept: connections per second',
  cases: [{ label: ACCEPT_ROW, peers: ['soquete', 'node:net', 'C', 'Bun'], measure: measureAccept }],
  baseline: { peer: 'node:net' },
  details: [],
}
