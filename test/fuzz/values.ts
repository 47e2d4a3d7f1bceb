import {
  type Address,
  AF_INET,
  AF_UNIX,
  cmsg,
  MessageVector,
  MSG_DONTWAIT,
  MSG_ERRQUEUE,
  MSG_OOB,
  MSG_PEEK,
  MSG_TRUNC,
  MSG_WAITALL,
  SCM_CREDENTIALS,
  SCM_PIDFD,
  SCM_RIGHTS,
  SO_ERROR,
  SO_KEEPALIVE,
  SO_LINGER,
  SO_RCVBUF,
  SO_RCVLOWAT,
  SO_RCVTIMEO,
  SO_SNDBUF,
  SO_SNDTIMEO,
  TCP_INFO,
  TCP_NODELAY,
} from '../../src/index.ts'
import { Mischief } from './judgement.ts'
import { BACKINGS, detach, guarded, resizable } from './memory.ts'

/** A value, as text that can be printed and made again: its kind, and a number that the kind makes use of. */
export type Recipe = readonly [kind: string, n: number]

type Make = (n: number) => unknown

function pick<Value>(values: readonly Value[], n: number): Value {
  return values[n % values.length]!
}

function mischief(): never {
  throw new Mischief('looked at')
}

const NUMBERS = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  -0,
  -1,
  0.5,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  1e300,
  -(2 ** 31),
]

/** Right for no parameter, or for one by accident. */
const WRONG: Record<string, Make> = {
  undefined: () => undefined,
  null: () => null,
  boolean: (n) => n % 2 === 0,
  number: (n) => pick(NUMBERS, n),
  small: (n) => n % 300,
  bigint: (n) => pick([0n, -1n, 2n ** 64n, 2n ** 31n], n),
  text: (n) => pick(['', '0', '127.0.0.1', 'x\0y', '\ud800', 'x'.repeat(5000)], n),
  symbol: () => Symbol('s'),
  function: () => () => {},
  list: (n) => pick<unknown>([[], [undefined], [new Uint8Array(3)], Array(2000).fill(new Uint8Array(1))], n),
  object: () => ({}),
  date: () => new Date(0),
  bare: () => Object.create(null),
  words: (n) => new Uint16Array(n % 100),
  floats: () => new Float64Array(4),
  dataView: () => new DataView(new ArrayBuffer(8)),
  arrayBuffer: () => new ArrayBuffer(8),
  getters: () => {
    const trap = { get: mischief, enumerable: true }
    const names = [
      'family',
      'address',
      'path',
      'signal',
      'timeout',
      'buffers',
      'codec',
      'to',
      'onError',
      'fd',
      'control',
      'descriptors',
      'level',
      'release',
      'start',
    ]
    return Object.defineProperties({}, Object.fromEntries(names.map((name) => [name, trap])))
  },
  proxy: () => new Proxy({}, { get: mischief, has: mischief, getPrototypeOf: mischief, ownKeys: mischief }),
  proxiedView: () => new Proxy(new Uint8Array(8), {}),
  proxiedList: () => new Proxy([new Uint8Array(8)], {}),
  imitation: () => Object.create(Uint8Array.prototype),
  conversion: () => ({ valueOf: mischief, toString: mischief, [Symbol.toPrimitive]: mischief }),
}

const LENGTHS = [1, 2, 3, 63, 64, 65, 127, 128, 129, 1000, 4095, 4096, 65_535, 65_537, 300_000]

const BYTES: Record<string, Make> = {
  view: (n) => guarded(pick(BACKINGS, n), n % 9, pick(LENGTHS, n >> 2), n % 7).view,
  emptyView: (n) => guarded(pick(BACKINGS, n), n % 3, 0, n % 2).view,
  trackingView: (n) => new Uint8Array(resizable(n % 500, 1000)),
  detachedView: (n) => {
    const view = new Uint8Array(1 + (n % 200))
    detach(view)
    return view
  },
  shrunkView: (n) => {
    const buffer = resizable(200, 200)
    const view = new Uint8Array(buffer, 50, 100)
    buffer.resize(n % 150)
    return view
  },
}

const FLAGS = [0, 0, MSG_DONTWAIT, MSG_PEEK, MSG_WAITALL, MSG_TRUNC, MSG_OOB, MSG_ERRQUEUE, 0x4000_0000]

/** Addresses of this machine alone, where nobody but these sockets is. */
const ADDRESSES: ((n: number) => Address)[] = [
  (n) => ({ family: AF_INET, address: `127.88.${n % 256}.1`, port: 0 }),
  () => ({ family: AF_INET, address: '127.88.0.1', port: 1 }),
  () => ({ family: 10, address: '::1', port: 1 }),
  (n) => ({ family: 10, address: '::', port: 0, scopeId: n, flowinfo: n }),
  (n) => ({ family: AF_UNIX, abstract: `soquete-fuzz-${process.pid}-${n % 5}` }),
  (n) => ({ family: AF_UNIX, path: `fuzz-${n % 5}` }),
  (n) => ({ family: AF_UNIX, abstract: new Uint8Array(n % 108) }),
  (n) => ({ family: AF_UNIX, path: new Uint8Array(n % 120).fill(1 + (n % 45)) }),
  () => ({ family: AF_UNIX }),
]

/** Ancillary data that the kernel knows, and some that it does not; no descriptors. */
const CONTROLS = [
  [1, 2],
  [0, 8],
  [0, 2],
  [0, 1],
  [41, 50],
  [41, 52],
  [17, 103],
  [1, 37],
  [7, 7],
] as const
/** Of this machine alone, as text and as objects. */
const ENDPOINTS: readonly unknown[] = [
  'tcp://127.88.0.1:0',
  'tcp://127.88.0.1:1',
  'udp://127.88.0.1:1',
  'tcp://*:0',
  'unix:fuzz-endpoint',
  'unix-dgram:fuzz-endpoint',
  'unix-seqpacket:@fuzz%00%FF',
  { type: 1, family: AF_INET, host: '127.88.0.1', port: 1 },
  { type: 2, host: null, port: 0 },
  { type: 1, family: AF_UNIX, path: new Uint8Array(3).fill(65) },
  { type: 5, family: AF_UNIX, abstract: 'fuzz' },
  { type: 9, host: '127.88.0.1', port: {} },
]

const SETTINGS = [
  [SO_KEEPALIVE, true],
  [SO_RCVBUF, 4096],
  [SO_SNDBUF, 4096],
  [SO_RCVTIMEO, 5],
  [SO_SNDTIMEO, 5],
  [SO_RCVLOWAT, 100],
  [SO_LINGER, { onoff: true, linger: 0 }],
  [TCP_NODELAY, true],
  [SO_ERROR, 0],
  [TCP_INFO, null],
] as const

/** Values that a parameter of this kind is made for, or close to it. */
const RIGHT: Record<string, Make> = {
  ...BYTES,
  flags: (n) => pick(FLAGS, n) | pick(FLAGS, n >> 3),
  anyFlags: (n) => (n * 0x9e3779b1) | 0,
  wait: (n) => ({ timeout: n % 5 }),
  abortedWait: () => ({ signal: AbortSignal.abort() }),
  abortingWait: (n) => ({ signal: AbortSignal.timeout(n % 5) }),
  noWait: () => undefined,
  address: (n) => pick(ADDRESSES, n)(n),
  nobody: () => null,
  length: (n) => pick([0, ...LENGTHS], n),
  buffers: (n) => Array.from({ length: n % 6 }, (_, i) => BYTES.view?.(n + i)),
  message: (n) => ({
    buffers: RIGHT.buffers?.(n),
    to: n % 3 === 0 ? RIGHT.address?.(n) : null,
    control: n % 2 === 0 ? undefined : RIGHT.control?.(n),
  }),
  control: (n) =>
    n % 5 === 0 ? RIGHT.forgedControl?.(n) : Array.from({ length: n % 4 }, (_, i) => RIGHT.cmsg?.(n + i)),
  cmsg: (n) => {
    const [level, number] = pick(CONTROLS, n)
    return cmsg(level, number, new Uint8Array(n % 50).fill(n))
  },
  forgedControl: (n) => [
    {
      level: pick<unknown>([1, 0, 0.5, '1'], n),
      number: 1,
      data: pick<unknown>([new Uint8Array(4), {}, 7, { length: 1e9 }], n >> 2),
      descriptors: pick<unknown>(
        [
          [],
          [{ fd: 1e9 }],
          [{ fd: -1 }],
          [7],
          [null],
          [
            {
              get fd() {
                return mischief()
              },
            },
          ],
        ],
        n >> 4,
      ),
    },
  ],
  controlType: (n) => pick([SCM_RIGHTS, SCM_CREDENTIALS, SCM_PIDFD], n),
  receiveOptions: (n) => ({
    timeout: n % 5,
    descriptors: pick([0, 1, 253, 254, -1, 0.5], n),
    control: n % 700,
  }),
  batchOptions: (n) => ({ timeout: n % 5, start: pick([0, 1, 5, 300, -1, 0.5], n) }),
  vector: (n) => new MessageVector(1 + (n % 20), 1 + (n % 300)),
  spoiltVector: (n) => {
    const vector = new MessageVector(1 + (n % 5), 20)
    vector.lengths.fill(0xffff_ffff)
    vector.nameLengths.fill(n)
    vector.names.fill(n)
    return vector
  },
  detachedVector: (n) => {
    const vector = new MessageVector(3, 20)
    detach(pick([vector.arena, vector.controls], n))
    return vector
  },
  controlledVector: (n) => {
    const vector = new MessageVector(1 + (n % 5), 20, { control: n % 100 })
    vector.controls.fill(n)
    vector.controlsToSend.fill(pick([16, 24, 48, 0xffff_ffff], n))
    vector.segmentSizes.fill(n % 3)
    return vector
  },
  count: (n) => n % 20,
  how: (n) => n % 3,
  option: (n) => pick(SETTINGS, n)[0],
  setting: (n) => pick(SETTINGS, n)[1],
  ownOption: (n) => ({
    name: 'X',
    level: pick<unknown>([1, 6, '1', 0.5, null], n),
    number: pick([8, 9, 2], n),
    codec: {
      size: pick([4, 0, 65, 1e5], n >> 2),
      encode: () => pick<unknown>([7, 7n, 'x', null, { byteLength: 9 }, new Uint8Array(n % 99)], n),
      decode: (value: unknown) => value,
    },
  }),
  level: (n) => pick([0, 1, 6, 17, 41], n),
  // With programs and tables, which point to memory in C; without the lingering that a close would sit out.
  name: (n) =>
    pick([1, 2, 3, 4, 7, 8, 9, 10, 15, 16, 17, 18, 20, 21, 24, 26, 28, 29, 36, 39, 44, 49, 51, 64], n),
  host: (n) => pick(['127.0.0.1', '::1', 'localhost', '0x7f.1', 'nowhere', null], n),
  interface: (n) => pick(['lo', 'nope0', 'é'.repeat(n % 10), 'x'.repeat(n % 20)], n),
  service: (n) => pick(['80', 'http', '65536', '-1', 'nothing', null], n),
  hints: (n) => ({ family: pick([0, 2, 10, 99], n), type: pick([0, 1, 2, 9], n >> 2), flags: n & 0x2f }),
  handler: () => async (peer: { recv(length: number): Promise<unknown> }) => {
    await peer.recv(10)
  },
  endpoint: (n) => pick(ENDPOINTS, n),
  untilOptions: (n) => ({
    timeout: n % 5,
    max: pick([1, 2, 10, 1000, 2 ** 31 - 1, -1], n),
    includeDelimiter: n % 2 === 0,
  }),
  listenOptions: (n) => ({
    backlog: n % 9,
    reusePort: n % 2 === 0,
    ipv6Only: n % 3 === 0,
    unlink: n % 5 === 0,
  }),
  connectOptions: (n) => ({
    timeout: n % 5,
    noDelay: n % 2 === 0,
    localAddress: n % 3 === 0 ? RIGHT.address?.(n) : undefined,
  }),
  serveOptions: (n) => ({ onError: () => {}, signal: AbortSignal.timeout(n % 5) }),
}

export function make([kind, n]: Recipe): unknown {
  const factory = RIGHT[kind] ?? WRONG[kind]
  if (factory === undefined) throw new Error(`nobody knows how to make ${kind}`)
  return factory(n)
}

export const BYTES_KINDS = Object.keys(BYTES)
export const WRONG_KINDS = [...Object.keys(WRONG), ...Object.keys(BYTES)]
