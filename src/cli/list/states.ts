import type { ListedSocket } from '../../netlink/index.ts'
import { TCP_STATES, type TcpState } from '../../socket/options/tcp-info.ts'

/** States as they are shown; the others are written as the kernel's own names. */
const SHOWN: Readonly<Partial<Record<TcpState, string>>> = {
  ESTABLISHED: 'ESTAB',
  FIN_WAIT1: 'FIN_WAIT_1',
  FIN_WAIT2: 'FIN_WAIT_2',
  NEW_SYN_RECV: 'SYN_RECV',
}

/** How a socket's state is shown: ss(8)'s words, spelled as in C. */
export function stateText({ kind, state }: Pick<ListedSocket, 'kind' | 'state'>): string {
  // Of TCP the kernel lists such a socket only when bind() has given it an address.
  if (state === 'CLOSE') return kind === 'tcp' ? 'BOUND' : 'UNCONN'
  return SHOWN[state] ?? state
}

const NAMED: Readonly<Record<string, readonly TcpState[]>> = {
  listening: ['LISTEN'],
  established: ['ESTABLISHED'],
  'syn-sent': ['SYN_SENT'],
  'syn-recv': ['SYN_RECV', 'NEW_SYN_RECV'],
  'fin-wait-1': ['FIN_WAIT1'],
  'fin-wait-2': ['FIN_WAIT2'],
  'time-wait': ['TIME_WAIT'],
  'close-wait': ['CLOSE_WAIT'],
  'last-ack': ['LAST_ACK'],
  closing: ['CLOSING'],
  closed: ['CLOSE'],
}

function allBut(...names: readonly (keyof typeof NAMED)[]): TcpState[] {
  const without = names.flatMap((name) => NAMED[name] as readonly TcpState[])
  return TCP_STATES.filter((state) => state !== 'NONE' && !without.includes(state))
}

/** Several states by one name, as ss(8) has them. */
const GROUPS: Readonly<Record<string, readonly TcpState[]>> = {
  all: allBut(),
  connected: allBut('listening', 'closed'),
  synchronized: allBut('listening', 'closed', 'syn-sent'),
  bucket: ['SYN_RECV', 'NEW_SYN_RECV', 'TIME_WAIT'],
  big: allBut('syn-recv', 'time-wait'),
}

/** Other ways to write them: those that are shown, and the kernel's. */
const ALIASES: Readonly<Record<string, string>> = {
  listen: 'listening',
  estab: 'established',
  close: 'closed',
  unconn: 'closed',
  unconnected: 'closed',
  bound: 'closed',
}

/** The names that help and completions offer. */
export const STATE_NAMES: readonly string[] = [...Object.keys(NAMED), ...Object.keys(GROUPS)]

/** Every name that somebody may have meant. */
export const ALL_STATE_NAMES: readonly string[] = [...STATE_NAMES, ...Object.keys(ALIASES)]

/** All that is understood. */
const KNOWN = new Map<string, readonly TcpState[]>(
  [...Object.entries(NAMED), ...Object.entries(GROUPS)].map(([name, states]) => [plain(name), states]),
)
for (const [alias, name] of Object.entries(ALIASES)) KNOWN.set(alias, KNOWN.get(name)!)

/** The states of a name, however it is written: `TIME_WAIT`, `time-wait`, `TimeWait`. Undefined when there is none. */
export function statesNamed(said: string): readonly TcpState[] | undefined {
  return KNOWN.get(plain(said))
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_ ]/g, '')
}
