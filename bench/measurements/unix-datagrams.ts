import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Child, resultOf, withChild } from '../child.ts'
import type { Contender } from '../contender.ts'
import { whole } from '../figures.ts'
import type { Case, Conditions, Measurement, Sample } from '../measurement.ts'
import { blastTime, datagramRate, lifetime, saturated } from './conduct.ts'

const SIZE = 1200

function unixCase(label: string, mode: string): Case {
  return {
    label,
    peers: ['soquete', 'C'],
    measure: (contender, conditions) => measureUnix(contender, conditions, mode),
  }
}

async function measureUnix(contender: Contender, conditions: Conditions, mode: string): Promise<Sample> {
  const { programs } = conditions
  const path = join(programs.directory, 'receiver')
  rmSync(path, { force: true })
  return withChild(contender.command('unix-receive', mode, path), lifetime(conditions), async (server) => {
    const load = programs.load('unix-blast', path, SIZE, blastTime(conditions))
    const [value, { sent, busy }] = await Promise.all([
      datagramRate(server, conditions),
      resultOf(load, lifetime(conditions)),
    ])
    await expectAll(server, Number(sent))
    return { value, limited: saturated(Number(busy)) }
  })
}

/** The sender blocks, so every datagram must arrive; the last ones may still be on their way. */
async function expectAll(server: Child, sent: number): Promise<void> {
  let received = 0
  for (let tries = 0; tries < 20; tries++) {
    received = Number((await server.report()).datagrams)
    if (received === sent) return
    await sleep(50)
  }
  throw new Error(`${whole(received)} Unix datagrams arrived of ${whole(sent)}`)
}

export const unixDatagrams: Measurement = {
  name: 'unix',
  title: `Unix datagrams: of ${whole(SIZE)} bytes, received per second`,
  cases: [unixCase('one a call', 'one'), unixCase('recvmmsg', 'batch')],
  baseline: { peer: 'C' },
  details: [],
}
