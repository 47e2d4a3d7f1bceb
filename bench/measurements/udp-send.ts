import { withChild } from '../child.ts'
import type { Contender, PeerName } from '../contender.ts'
import { whole } from '../figures.ts'
import type { Case, Conditions, Measurement, Sample } from '../measurement.ts'
import { datagramRate, lifetime } from './conduct.ts'

const SIZE = 1200

/** A sink that counts less than this part of what is sent cannot keep up. */
const NEARLY_ALL = 0.97

const SEND_ONE_ROW = 'one a call'

function sendCase(label: string, mode: string, peers: readonly PeerName[]): Case {
  return { label, peers, measure: (contender, conditions) => measureSend(contender, conditions, mode) }
}

function measureSend(contender: Contender, conditions: Conditions, mode: string): Promise<Sample> {
  const sink = conditions.programs.sink('udp-receive', 'gro')
  return withChild(sink, lifetime(conditions), (counter, { port }) => {
    const command = contender.command('udp-send', mode, port!, SIZE)
    return withChild(command, lifetime(conditions), async (sender) => {
      const [value, sent] = await Promise.all([
        datagramRate(counter, conditions),
        datagramRate(sender, conditions),
      ])
      return { value, limited: value < sent * NEARLY_ALL ? 1 : 0 }
    })
  })
}

export const udpSend: Measurement = {
  name: 'udp-send',
  title: `UDP send: datagrams of ${whole(SIZE)} bytes per second that arrived`,
  cases: [
    sendCase(SEND_ONE_ROW, 'one', ['soquete', 'node:dgram', 'C']),
    sendCase('sendmmsg', 'batch', ['soquete', 'C']),
    sendCase('GSO', 'gso', ['soquete', 'C']),
  ],
  baseline: { peer: 'node:dgram', row: SEND_ONE_ROW },
  details: [],
}
