import { closeSync, openSync } from 'node:fs'
import { AF_INET6, AF_UNIX, IPPROTO_IP, SO_SNDBUF, SOCK_DGRAM } from '../../../src/index.ts'
import { at, errorOf, type Situations } from './situation.ts'

const IP_MTU_DISCOVER = 10
const IP_ADD_MEMBERSHIP = 35
const PMTUDISC_DO = Uint8Array.of(2, 0, 0, 0)
const LOOPBACK = [127, 0, 0, 1]

/** Takes every descriptor that is left, and keeps them. */
function exhaust(): number[] {
  const taken: number[] = []
  try {
    for (;;) taken.push(openSync('/dev/null', 'r'))
  } catch {
    return taken
  }
}

export const limits: Situations = {
  'no descriptor left': async (scope) => {
    for (let i = 0; i < 15; i++) scope.socket()
    // A program that has lived for a second has loaded what looks for causes; this one is younger.
    await (await errorOf(() => scope.socket().getpeername())).explain()
    const taken = exhaust()
    const error = await errorOf(() => scope.socket())
    const explain = error.explain.bind(error)
    // Explained while there are none; closed for whatever comes next.
    const [en, es] = [await explain(), await explain({ language: 'es' })]
    error.explain = async (options = {}) => (options.language === 'es' ? es : en)
    for (const fd of taken) closeSync(fd)
    return error
  },
  'no descriptor left, because nobody closes': async (scope) => {
    const listener = scope.listener(undefined, at(4444))
    for (let i = 0; i < 8; i++) {
      const client = scope.socket()
      await client.connect(at(4444))
      scope.own(await listener.accept())
      await client.close()
    }
    const taken = exhaust()
    const error = await errorOf(() => scope.socket())
    for (const fd of taken) closeSync(fd)
    return error
  },
  'a long Unix datagram': (scope) => {
    const [one] = scope.pair(SOCK_DGRAM)
    one.setsockopt(SO_SNDBUF, 5000)
    return errorOf(() => one.send(new Uint8Array(20_000)))
  },
  'a long UDP datagram': (scope) =>
    errorOf(() => scope.socket(undefined, SOCK_DGRAM).sendto(new Uint8Array(65_508), at(9))),
  'a long UDP datagram over IPv6': (scope) =>
    errorOf(() => scope.socket(AF_INET6, SOCK_DGRAM).sendto(new Uint8Array(65_530), at(9, '::1'))),
  'a datagram that may not be cut, to a peer': async (scope) => {
    const sender = scope.socket(undefined, SOCK_DGRAM)
    sender.setsockopt(IPPROTO_IP, IP_MTU_DISCOVER, PMTUDISC_DO)
    await sender.connect(at(9, '10.1.1.9'))
    return errorOf(() => sender.send(new Uint8Array(2000)))
  },
  'a datagram that may not be cut, to an address': (scope) => {
    const sender = scope.socket(undefined, SOCK_DGRAM)
    sender.setsockopt(IPPROTO_IP, IP_MTU_DISCOVER, PMTUDISC_DO)
    return errorOf(() => sender.sendto(new Uint8Array(2000), at(9, '10.1.1.9')))
  },
  'too many groups': (scope) => {
    const member = scope.socket(undefined, SOCK_DGRAM)
    return errorOf(() => {
      for (let i = 1; i < 255; i++)
        member.setsockopt(IPPROTO_IP, IP_ADD_MEMBERSHIP, Uint8Array.of(239, 0, 0, i, ...LOOPBACK))
    })
  },
  'a Unix name of which the queue is full': async (scope) => {
    const address = { family: AF_UNIX, abstract: 'busy' } as const
    scope.listener(0, address)
    await scope.socket(AF_UNIX).connect(address)
    return errorOf(() => scope.socket(AF_UNIX).connect(address, { timeout: 100 }))
  },
}
