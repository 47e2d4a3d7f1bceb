import { type Child, withChild } from '../child.ts'
import type { Contender } from '../contender.ts'
import { whole } from '../figures.ts'
import type { Conditions, Measurement, Sample } from '../measurement.ts'
import { lifetime } from './conduct.ts'

/** Connections that are held before the first look: a heap grows in large steps at first. */
const FIRST = 1000
const HELD = 5000

export const MEMORY_ROW = `${whole(HELD)} held`

function measureMemory(contender: Contender, conditions: Conditions): Promise<Sample> {
  const hold = <Result>(port: number | string, count: number, use: () => Promise<Result>) =>
    withChild(conditions.programs.load('hold', port, count), lifetime(conditions), use)

  return withChild(contender.command('echo'), lifetime(conditions), (server, { port }) =>
    hold(port!, FIRST, async () => {
      const before = await residentSet(server)
      const after = await hold(port!, HELD, () => residentSet(server))
      return { value: (after - before) / HELD }
    }),
  )
}

/** The first report collects garbage; what that freed shows in the second. */
async function residentSet(server: Child): Promise<number> {
  await server.report()
  return Number((await server.report()).rss)
}

export const memory: Measurement = {
  name: 'memory',
  title: 'Memory: bytes of resident set for each idle connection',
  cases: [{ label: MEMORY_ROW, peers: ['soquete', 'node:net', 'C'], measure: measureMemory }],
  baseline: { peer: 'node:net' },
  details: [],
}
