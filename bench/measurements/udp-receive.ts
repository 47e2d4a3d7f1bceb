import { resultOf, withChild } from '../child.ts'
import type { Contender, PeerName } from '../contender.ts'
import { whole } from '../figures.ts'
import type { Case, Conditions, Measurement, Sample } from '../measurement.ts'
import { blastTime, datagramRate, lifetime } from './conduct.ts'

const SIZE = 1200

/** Who receives this part of what is sent or more would have received more. */
const NEARLY_ALL = 0.98

export const RECEIVE_ONE_ROW = 'one a call'
export const GRO_ROW = 'recvmmsg and GRO'

function receiveCase(label: string, mode: string, peers: readonly PeerName[]): Case {
  return { label, peers, measure: (contender, conditions) => measureReceive(contender, conditions, mode) }
}

function measureReceive(contender: Contender, conditions: Conditions, mode: string): Promise<Sample> {
  const { programs } = conditions
  const command = contender.command('udp-receive', mode)
  return withChild(command, lifetime(conditions), async (server, { port }) => {
    const load = programs.load('udp-blast', port!, SIZE, blastTime(conditions))
    const [value, { sent, seconds }] = await Promise.all([
      datagramRate(server, conditions),
      resultOf(load, lifetime(conditions)),
    ])
    const offered = Number(sent) / Number(seconds)
    return { value, offered, limited: value >= offered * NEARLY_ALL ? 1 : 0 }
  })
}

export const udpReceive: Measurement = {
  name: 'udp-receive',
  title: `UDP receive: datagrams of ${whole(SIZE)} bytes per second`,
  cases: [
    receiveCase(RECEIVE_ONE_ROW, 'one', ['soquete', 'node:dgram', 'C']),
    receiveCase('recvmmsg', 'batch', ['soquete', 'C']),
    receiveCase(GRO_ROW, 'gro', ['soquete', 'C']),
  ],
  baseline: { peer: 'node:dgram', row: RECEIVE_ONE_ROW },
  details: [{ title: 'datagrams per second that were sent', show: ({ offered = 0 }) => whole(offered) }],
}
