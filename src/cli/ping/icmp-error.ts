import { AF_INET } from '../../socket/posix/constants.ts'

/** Why a request did not arrive, as routers and hosts say it by ICMP. `--json` tells these names. */
export type Reason =
  | 'network-unreachable'
  | 'host-unreachable'
  | 'protocol-unreachable'
  | 'port-unreachable'
  | 'packet-too-big'
  | 'source-route-failed'
  | 'prohibited'
  | 'beyond-scope'
  | 'rejected'
  | 'hop-limit-exceeded'
  | 'reassembly-timeout'
  | 'bad-header'
  | 'unknown'

/** By type, and by code within it; where one reason stands alone it is that of every code. */
type Reasons = Readonly<Record<number, Reason | Readonly<Record<number, Reason>>>>

/** RFC 792 and RFC 1812 section 5.2.7. */
const FOUR: Reasons = {
  3: {
    0: 'network-unreachable',
    1: 'host-unreachable',
    2: 'protocol-unreachable',
    3: 'port-unreachable',
    4: 'packet-too-big',
    5: 'source-route-failed',
    6: 'network-unreachable',
    7: 'host-unreachable',
    9: 'prohibited',
    10: 'prohibited',
    11: 'network-unreachable',
    12: 'host-unreachable',
    13: 'prohibited',
  },
  11: { 0: 'hop-limit-exceeded' },
  12: 'bad-header',
}

/** RFC 4443 section 3. */
const SIX: Reasons = {
  1: {
    0: 'network-unreachable',
    1: 'prohibited',
    2: 'beyond-scope',
    3: 'host-unreachable',
    4: 'port-unreachable',
    5: 'prohibited',
    6: 'rejected',
  },
  2: 'packet-too-big',
  3: { 0: 'hop-limit-exceeded', 1: 'reassembly-timeout' },
  4: 'bad-header',
}

export function reasonOf(family: number, type: number, code: number): Reason {
  const reasons = (family === AF_INET ? FOUR : SIX)[type]
  return (typeof reasons === 'object' ? reasons[code] : reasons) ?? 'unknown'
}
