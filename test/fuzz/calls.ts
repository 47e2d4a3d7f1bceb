import fc from 'fast-check'
import { BYTES_KINDS, type Recipe, WRONG_KINDS } from './values.ts'

const WAIT = ['wait', 'wait', 'abortedWait', 'abortingWait', 'noWait', 'noWait']
const FLAGS = ['flags', 'flags', 'anyFlags', 'undefined']
const VECTOR = ['vector', 'vector', 'spoiltVector', 'detachedVector', 'controlledVector']
const BUFFERS = ['buffers', ...BYTES_KINDS]
const RECEIVED = [...BYTES_KINDS, 'length', 'length']

/** The calls of a socket: for each parameter, the kinds of value that it is made for. */
const METHODS: Record<string, readonly (readonly string[])[]> = {
  accept: [WAIT],
  bind: [['address']],
  close: [],
  closed: [],
  connections: [WAIT],
  connect: [['address', 'nobody'], WAIT],
  detach: [],
  getpeername: [],
  getsockname: [],
  getsockopt: [['option', 'ownOption']],
  'getsockopt ': [['level'], ['name'], ['length']],
  listen: [['count']],
  messages: [WAIT],
  recv: [RECEIVED, FLAGS, WAIT],
  recvExactly: [RECEIVED, WAIT],
  recvfrom: [RECEIVED, FLAGS, WAIT],
  recvmmsg: [VECTOR, FLAGS, WAIT],
  recvmsg: [BUFFERS, FLAGS, ['receiveOptions', ...WAIT]],
  recvUntil: [
    ['count', ...BYTES_KINDS],
    ['untilOptions', 'noWait'],
  ],
  ref: [],
  send: [BYTES_KINDS, FLAGS, WAIT],
  sendBatch: [VECTOR, ['count'], FLAGS, WAIT],
  sendmmsg: [VECTOR, ['count'], FLAGS, ['batchOptions', ...WAIT]],
  sendmsg: [['message'], FLAGS, WAIT],
  sendto: [BYTES_KINDS, ['address'], FLAGS, WAIT],
  serve: [['handler'], ['serveOptions']],
  setsockopt: [['option', 'ownOption'], ['setting']],
  'setsockopt ': [['level'], ['name'], BYTES_KINDS],
  shutdown: [['how']],
  sockatmark: [],
  unread: [],
  unref: [],
  unsent: [],
}

/** One call: on which socket, which, with what. */
export interface Step {
  readonly socket: number
  readonly method: string
  readonly args: readonly Recipe[]
}

function argument(kinds: readonly string[]): fc.Arbitrary<Recipe> {
  const kind = fc.oneof(
    { weight: 10, arbitrary: fc.constantFrom(...kinds) },
    { weight: 1, arbitrary: fc.constantFrom(...WRONG_KINDS) },
  )
  return fc.tuple(kind, fc.nat(100_000))
}

function step(method: string): fc.Arbitrary<Step> {
  const args = fc.tuple(...(METHODS[method] ?? []).map(argument))
  return fc.record({ socket: fc.nat(30), method: fc.constant(method), args })
}

const common = [
  'recv',
  'recvExactly',
  'recvUntil',
  'recvfrom',
  'recvmsg',
  'recvmmsg',
  'send',
  'sendto',
  'sendmsg',
  'sendmmsg',
  'sendBatch',
  'accept',
]
const ending = ['close', 'detach', 'shutdown']
const others = Object.keys(METHODS).filter((method) => !common.includes(method) && !ending.includes(method))

export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.oneof(...common.map(step)) },
    { weight: 3, arbitrary: fc.oneof(...others.map(step)) },
    { weight: 1, arbitrary: fc.oneof(...ending.map(step)) },
  ),
  { minLength: 1, maxLength: 60 },
)

/** Parameters of calls without a socket. */
export const FUNCTIONS: Record<string, readonly (readonly string[])[]> = {
  adopt: [['object']],
  cmsg: [['controlType'], ['control', 'list', 'count']],
  'cmsg ': [['level'], ['name'], BYTES_KINDS],
  connect: [['endpoint'], ['connectOptions', 'noWait']],
  formatAddress: [['address']],
  formatEndpoint: [['address', 'endpoint'], ['how']],
  getaddrinfo: [['host'], ['service'], ['hints'], WAIT],
  getnameinfo: [['address'], ['flags'], WAIT],
  htonl: [['count']],
  htons: [['count']],
  if_indextoname: [['count']],
  if_nameindex: [],
  if_nametoindex: [['interface', 'text']],
  inet_ntop: [['how'], BYTES_KINDS],
  inet_pton: [['how'], ['text']],
  listen: [['endpoint'], ['listenOptions', 'noWait']],
  MessageVector: [['count'], ['length']],
  ntohl: [['count']],
  ntohs: [['count']],
  parseEndpoint: [['endpoint', 'text']],
  socket: [['level'], ['how'], ['count']],
  socketpair: [['level'], ['how'], ['count']],
  strerror: [['count']],
  toWebStreams: [['object']],
}

export const functionCall: fc.Arbitrary<{ name: string; args: Recipe[] }> = fc.oneof(
  ...Object.entries(FUNCTIONS).map(([name, parameters]) =>
    fc.record({ name: fc.constant(name), args: fc.tuple(...parameters.map(argument)) }),
  ),
)
