import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import {
  type Address,
  AF_INET,
  AF_INET6,
  AF_UNIX,
  adopt,
  getaddrinfo,
  getnameinfo,
  htonl,
  htons,
  inet_ntop,
  inet_pton,
  kernel,
  MessageVector,
  MSG_DONTWAIT,
  SO_DETACH_FILTER,
  SO_LINGER,
  SO_RCVBUF,
  SO_RCVTIMEO,
  SO_REUSEADDR,
  SO_TYPE,
  SOCK_DGRAM,
  type Socket,
  socket,
  TCP_INFO,
  type TraceEvent,
  UDP_SEGMENT,
} from '../../src/index.ts'
import { test } from '../leak-check.ts'
import { within } from './failing.ts'
import { loopback, Scope } from './loopback.ts'

/** What no type checker would let through, too. */
// biome-ignore lint/suspicious/noExplicitAny: wrong arguments are the subject
type Wrong = any

type Case = readonly [
  call: (s: Socket) => unknown,
  kind: typeof TypeError | typeof RangeError,
  words: RegExp | string,
]

const bytes = new Uint8Array(4)
const unix = (path: Wrong): Address => ({ family: AF_UNIX, path })

const ADDRESSES: readonly (readonly [Wrong, Case[1], Case[2]])[] = [
  [loopback(65_536), RangeError, 'port 65536 is not a whole number from 0 to 65535'],
  [loopback(-1), RangeError, 'port -1 is not a whole number from 0 to 65535'],
  [loopback(80.5), RangeError, 'port 80.5 is not'],
  [loopback(Number.NaN), RangeError, 'port NaN is not'],
  [{ family: AF_INET, address: '127.0.0.1', port: '80' }, TypeError, 'port is a number, not "80"'],
  [{ family: AF_INET, address: '127.0.0.1' }, TypeError, 'port is a number, not undefined'],
  [loopback(80, 'localhost'), TypeError, /"localhost" is not an IPv4 address; .*getaddrinfo\(\)/],
  [loopback(80, '127.1'), TypeError, '"127.1" is not an IPv4 address'],
  [loopback(80, '::1'), TypeError, '"::1" is not an IPv4 address'],
  [{ family: AF_INET6, address: '127.0.0.1', port: 1 }, TypeError, 'is not an IPv6 address'],
  [{ family: AF_INET6, address: '::1', port: 1, scopeId: -1 }, RangeError, 'scopeId -1 is not'],
  [{ family: AF_INET6, address: '::1', port: 1, flowinfo: 2 ** 32 }, RangeError, 'flowinfo 4294967296'],
  [{ family: AF_INET, port: 80 }, TypeError, 'address is text, not undefined'],
  [unix('x'.repeat(108)), RangeError, /path has 108 bytes, a Unix socket's has 107 at most/],
  [unix('ñ'.repeat(54)), RangeError, 'path has 108 bytes'],
  [{ family: AF_UNIX, abstract: 'x'.repeat(108) }, RangeError, 'abstract name has 108 bytes'],
  [unix('a\0b'), TypeError, 'path has a NUL byte in it'],
  [unix(Uint8Array.of(47, 0)), TypeError, 'path has a NUL byte in it'],
  [unix(''), TypeError, 'path is empty; leave it out for an unnamed socket'],
  [unix(7), TypeError, 'path is text or bytes, not 7'],
  [{ family: AF_UNIX, path: 'x', abstract: 'y' }, TypeError, 'not both'],
  ['127.0.0.1:80', TypeError, 'an address is an object with a family, not "127.0.0.1:80"'],
  [undefined, TypeError, 'an address is an object'],
  [{ family: 99 }, TypeError, 'family 99 is none of AF_INET, AF_INET6, AF_UNIX'],
  [{ address: '127.0.0.1', port: 1 }, TypeError, 'family undefined is none of'],
]

const TEXT = /Uint8Array, not "text"; encode text with new TextEncoder\(\)/

const CALLS: readonly Case[] = [
  ...ADDRESSES.flatMap(([address, kind, words]): Case[] => [
    [(s) => s.bind(address), kind, words],
    [(s) => s.connect(address), kind, words],
    [(s) => s.sendto(bytes, address), kind, words],
    [() => getnameinfo(address), kind, words],
  ]),
  [(s) => s.sendmsg({ buffers: [bytes], to: loopback(-1) }), RangeError, 'port -1'],
  [(s) => s.listen(-1), RangeError, 'backlog is a whole number from 0 on, not -1'],
  [(s) => s.listen('5' as Wrong), RangeError, 'backlog is a whole number from 0 on, not "5"'],
  [(s) => s.send('text' as Wrong), TypeError, TEXT],
  [(s) => s.sendto('text' as Wrong, loopback(9)), TypeError, TEXT],
  [(s) => s.sendmsg({ buffers: ['text' as Wrong] }), TypeError, TEXT],
  [(s) => s.sendmsg({} as Wrong), TypeError, 'buffers are Uint8Arrays, not undefined'],
  [(s) => s.sendmsg(bytes as Wrong), TypeError, /buffers/],
  [(s) => s.send(new ArrayBuffer(4) as Wrong), TypeError, /not an? ArrayBuffer/],
  [(s) => s.send([1, 2] as Wrong), TypeError, /not an? Array/],
  [(s) => s.send(new Uint16Array(2) as Wrong), TypeError, /not an? Uint16Array/],
  [(s) => s.send(new DataView(new ArrayBuffer(4)) as Wrong), TypeError, /not an? DataView/],
  [(s) => s.send(bytes, '0' as Wrong), TypeError, 'flags are a whole number made of MSG_ constants'],
  [(s) => s.recv('text' as Wrong), TypeError, TEXT],
  [(s) => s.recv(-1), RangeError, 'length -1 is not a whole number from 0'],
  [(s) => s.recv(1.5), RangeError, 'length 1.5 is not'],
  [(s) => s.recv(Number.NaN), RangeError, 'length NaN is not'],
  [(s) => s.recv(2 ** 31), RangeError, 'length 2147483648 is not'],
  [(s) => s.recv(bytes, 0.5), TypeError, 'flags are a whole number'],
  [(s) => s.recv(4, 0.5), TypeError, 'flags are a whole number'],
  [(s) => s.recv(4, 'x' as Wrong), TypeError, 'flags are a whole number'],
  [(s) => s.recv(bytes, 2 ** 31), TypeError, 'flags are a whole number'],
  [(s) => s.recvfrom(-1), RangeError, 'length -1 is not'],
  [(s) => s.recvfrom(1.5), RangeError, 'length 1.5 is not'],
  [(s) => s.recvfrom(Number.NaN), RangeError, 'length NaN is not'],
  [(s) => s.recvmsg(4 as Wrong), TypeError, 'buffers are Uint8Arrays, not 4'],
  [(s) => s.recvmsg([4 as Wrong]), TypeError, 'a buffer is a Uint8Array, not 4'],
  [(s) => s.recvmsg(Array(1025).fill(bytes)), RangeError, /1,?02\d buffers; Linux takes/],
  [(s) => s.recvmmsg([bytes] as Wrong), TypeError, /messages are a MessageVector, not an? Array/],
  [(s) => s.sendmmsg(new MessageVector(2, 2), 3), RangeError, 'count 3 is not a whole number from 0 to 2'],
  [(s) => s.shutdown(3), RangeError, 'how is SHUT_RD, SHUT_WR or SHUT_RDWR, not 3'],
  [(s) => s.setsockopt(SO_REUSEADDR, 1 as Wrong), TypeError, 'SO_REUSEADDR takes true or false, not 1'],
  [(s) => s.setsockopt(SO_RCVBUF, 2 ** 31), RangeError, 'SO_RCVBUF takes a whole number'],
  [(s) => s.setsockopt(SO_RCVTIMEO, -1), RangeError, 'SO_RCVTIMEO takes a whole number from 0'],
  [(s) => s.setsockopt(SO_LINGER, 3 as Wrong), TypeError, /SO_LINGER takes \{ onoff: boolean/],
  [(s) => s.setsockopt(SO_LINGER, { onoff: true, linger: -1 }), RangeError, 'SO_LINGER.linger takes'],
  [(s) => s.setsockopt(TCP_INFO, {} as Wrong), TypeError, 'TCP_INFO can only be read'],
  [(s) => s.setsockopt(SO_TYPE, 2), TypeError, 'SO_TYPE can only be read'],
  [(s) => s.getsockopt(SO_DETACH_FILTER), TypeError, 'SO_DETACH_FILTER can only be set'],
  [(s) => s.setsockopt(UDP_SEGMENT, -1), RangeError, 'UDP_SEGMENT takes a whole number from 0 to 65535'],
  [(s) => s.setsockopt('SO_REUSEADDR' as Wrong, true), TypeError, 'a descriptor such as SO_REUSEADDR'],
  [(s) => s.setsockopt(1, 2, 'text' as Wrong), TypeError, TEXT],
  [(s) => s.getsockopt(1, 2, -1), RangeError, 'length -1 is not from 0'],
  [(s) => s.getsockopt(1, 2, 1e9), RangeError, 'length 1000000000 is not from 0'],
  [(s) => s.getsockopt(1.5, 2, 4), TypeError, 'level is a whole number, not 1.5'],
  [(s) => s.serve(3 as Wrong), TypeError, 'a handler is a function, not 3'],
  [(s) => s.serve(() => {}, { maxConnections: 0 }), RangeError, 'maxConnections is a number from 1 on'],
  ...[-1, Number.NaN, 2 ** 31].flatMap((timeout): Case[] => [
    [(s) => s.accept({ timeout }), RangeError, `timeout ${timeout} is not from 0 to 2,147,483,647 ms`],
    [(s) => s.connect(loopback(9), { timeout }), RangeError, `timeout ${timeout}`],
    [(s) => s.send(bytes, 0, { timeout }), RangeError, `timeout ${timeout}`],
    [(s) => s.recv(bytes, 0, { timeout }), RangeError, `timeout ${timeout}`],
    [(s) => s.recvmsg(bytes, MSG_DONTWAIT, { timeout }), RangeError, `timeout ${timeout}`],
    [() => getaddrinfo('localhost', '1', {}, { timeout }), RangeError, `timeout ${timeout}`],
  ]),
  [(s) => s.accept({ signal: {} as Wrong }), TypeError, /signal is an AbortSignal, not an? Object/],
  [(s) => s.accept(100 as Wrong), TypeError, 'options are an object with signal and timeout, not 100'],
  [() => adopt(undefined as Wrong), TypeError, /adopt\(\) takes .* detach\(\) gave/],
  [() => adopt({ fd: -1, cookie: 1n }), TypeError, /adopt\(\) takes .* detach\(\) gave/],
  [() => socket('AF_INET' as Wrong, 1), TypeError, 'family is a whole number, not "AF_INET"'],
  [() => socket(AF_INET, 1.5), TypeError, 'type is a whole number, not 1.5'],
  [() => getaddrinfo('localhost', 80 as Wrong), TypeError, "service is text or null, not 80; write '80'"],
  [() => getaddrinfo(undefined as Wrong, '80'), TypeError, 'host is text or null, not undefined'],
  [() => getaddrinfo('a\0b', '80'), TypeError, 'host has a NUL character in it'],
  [() => getaddrinfo('x'.repeat(1025), '80'), RangeError, 'host has 1025 characters'],
  [() => getaddrinfo('::1', '1', { family: 'x' as Wrong }), TypeError, 'hints.family is a whole number'],
  [() => new MessageVector(0, 10), RangeError, 'count 0 is not a whole number from 1 to 1024'],
  [() => new MessageVector(1025, 10), RangeError, 'count 1025 is not'],
  [() => new MessageVector(1, 2 ** 31), RangeError, 'size 2147483648 is not'],
  [() => new MessageVector(2, 4).set(2, bytes), RangeError, 'slot 2 is not a whole number from 0 to 1'],
  [() => new MessageVector(2, 3).set(0, bytes), RangeError, 'message of 4 bytes, but a slot holds 3'],
  [() => new MessageVector(2, 3).message(-1), RangeError, 'slot -1 is not'],
  [() => htons(65_536), RangeError, 'htons() takes a whole number from 0 to 65535, not 65536'],
  [() => htonl(-1), RangeError, 'htonl() takes a whole number from 0 to 4294967295, not -1'],
  [() => inet_pton(99, '::'), TypeError, 'inet_pton() knows AF_INET and AF_INET6'],
  [() => inet_ntop(AF_INET, new Uint8Array(5)), RangeError, 'an IPv4 address has 4 bytes, not 5'],
]

/** Counts the calls of the stack below, of sockets made while it watches. */
class Counter {
  calls = 0
  readonly primitives = true
  event({ type }: TraceEvent): void {
    if (type === 'primitive') this.calls++
  }
}

test(`wrong arguments: TypeError or RangeError with helpful words, before any system call`, async () => {
  const counter = new Counter()
  kernel.tracer = counter
  const scope = new Scope()
  try {
    const target = scope.socket(AF_INET, SOCK_DGRAM)
    target.bind(loopback())
    const before = counter.calls
    assert.ok(before > 0, 'the counter counts')
    const failures: string[] = []
    for (const [call, kind, words] of CALLS) {
      const complaint = await complain(call, kind, words, target)
      if (complaint !== null) failures.push(`${String(call).slice(0, 90)}: ${complaint}`)
      if (counter.calls > before) failures.push(`${call} made a system call`)
      counter.calls = before
    }
    assert.deepEqual(failures, [])
  } finally {
    kernel.tracer = null
    await scope.close()
  }
})

/** What is wrong with the way in which a call fails; null when nothing is. */
async function complain(
  call: Case[0],
  kind: Case[1],
  words: Case[2],
  target: Socket,
): Promise<string | null> {
  let answer: unknown
  try {
    answer = await within(300, call(target), 'waiting')
  } catch (error) {
    const { message } = error as Error
    const said = typeof words === 'string' ? message.includes(words) : words.test(message)
    return error instanceof kind && said ? null : inspect(error).split('\n')[0]!
  }
  return `no error, but ${inspect(answer)}`
}
