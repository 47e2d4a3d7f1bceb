import { type Address, formatAddress, isInternetAddress } from '../socket/posix/addresses.ts'
import { MSG_PEEK, SHUT_RD, SOCK_DGRAM, SOCK_TYPE_MASK } from '../socket/posix/constants.ts'
import { moment, type TracedCall } from './calls.ts'

/**
 * Finds which call got what another one sent. The trace of a party knows its own sockets only, so their connections
 * are put together from what both sides tell: addresses, and the order of things.
 *
 * Gives the sending call of each receiving one: connect for accept, the send whose bytes a recv begins with, the
 * close or shutdown behind an end of stream.
 */
export function pairUp(calls: readonly TracedCall[]): Map<TracedCall, TracedCall> {
  const ordered = calls.filter(succeeded).sort((a, b) => moment(a) - moment(b))
  const pairs = new Map<TracedCall, TracedCall>()
  const endpoints = new Endpoints(ordered)
  for (const [accept, connect] of endpoints.accepted) pairs.set(accept, connect)
  for (const [receiver, sender] of endpoints.peers)
    matchStream(endpoints.of(sender), endpoints.of(receiver), pairs)
  matchDatagrams(ordered, endpoints, pairs)
  // What a party says to itself crosses nothing.
  for (const [receiver, sender] of pairs) if (receiver.party === sender.party) pairs.delete(receiver)
  return pairs
}

/** A socket of a party: `1/3`. */
type Key = string

const keyOf = ({ party, socket }: TracedCall): Key => `${party}/${socket}`

function succeeded(call: TracedCall): boolean {
  return call.leave !== undefined && call.leave.error === undefined
}

/** The sockets of a conversation, their names, and which of them are two ends of one connection. */
class Endpoints {
  /** Each end's other end. */
  readonly peers = new Map<Key, Key>()
  /** The connect of each accept. */
  readonly accepted = new Map<TracedCall, TracedCall>()
  readonly datagram = new Set<Key>()
  readonly names = new Map<Key, string>()
  readonly #calls = new Map<Key, TracedCall[]>()

  constructor(ordered: readonly TracedCall[]) {
    for (const call of ordered) {
      const own = this.#calls.get(keyOf(call)) ?? []
      this.#calls.set(keyOf(call), [...own, call])
      this.#note(call)
    }
    this.#connect(ordered)
    this.#handOver(ordered)
  }

  of(key: Key): readonly TracedCall[] {
    return this.#calls.get(key) ?? []
  }

  #note(call: TracedCall): void {
    const [first, second] = call.enter.args
    if (call.syscall === 'socket' && typeof second === 'number' && (second & SOCK_TYPE_MASK) === SOCK_DGRAM)
      for (const made of madeBy(call)) this.datagram.add(made)
    if (call.syscall === 'bind' && isAddress(first)) this.names.set(keyOf(call), nameOf(first.address))
    const received = call.leave?.received
    if (call.syscall === 'getsockname' && isAddress(received))
      this.names.set(keyOf(call), nameOf(received.address))
    const [one, two] = madeBy(call)
    if (call.syscall === 'socketpair' && one !== undefined && two !== undefined) this.#join(one, two)
  }

  #join(one: Key, two: Key): void {
    this.peers.set(one, two)
    this.peers.set(two, one)
  }

  /** Connections wait for accept in the order in which they came. */
  #connect(ordered: readonly TracedCall[]): void {
    const connects = ordered.filter((call) => call.syscall === 'connect' && !this.datagram.has(keyOf(call)))
    for (const accept of ordered.filter(({ syscall }) => syscall === 'accept')) {
      const waiting = connects.filter((each) => this.#reaches(each, accept))
      const from = accept.leave?.from === undefined ? '' : nameOf(accept.leave.from)
      const connect = waiting.find((each) => this.names.get(keyOf(each)) === from) ?? waiting[0]
      const [made] = madeBy(accept)
      if (connect === undefined || made === undefined) continue
      connects.splice(connects.indexOf(connect), 1)
      this.accepted.set(accept, connect)
      this.#join(keyOf(connect), made)
    }
  }

  #reaches(connect: TracedCall, accept: TracedCall): boolean {
    const [target] = connect.enter.args
    const listener = this.names.get(keyOf(accept))
    const known = listener !== undefined && isAddress(target)
    return connect.enter.time <= moment(accept) && (!known || nameOf(target.address) === listener)
  }

  /** A socket that nobody made was handed over: it takes the place of the first one that its maker does not use. */
  #handOver(ordered: readonly TracedCall[]): void {
    const made = ordered.flatMap(madeBy)
    const unused = made.filter((key) => this.peers.has(key) && this.of(key).length === 0)
    const adopted = [...this.#calls.keys()].filter((key) => !made.includes(key) && !key.endsWith('/0'))
    for (const key of adopted.sort()) {
      const given = unused.shift()
      if (given !== undefined) this.#join(key, this.peers.get(given)!)
    }
  }
}

function madeBy(call: TracedCall): Key[] {
  return (call.leave?.made ?? []).map((made) => `${call.party}/${made}`)
}

function isAddress(value: unknown): value is { address: Address } {
  return typeof value === 'object' && value !== null && 'address' in value
}

/** Of the internet only the port: an address may be bound as a wildcard. */
function nameOf(address: Address): string {
  return isInternetAddress(address) ? `:${address.port}` : formatAddress(address)
}

const SENDING = new Set(['send', 'sendto', 'sendmsg'])
const RECEIVING = new Set(['recv', 'recvfrom', 'recvmsg'])

const count = (call: TracedCall): number => (typeof call.leave?.result === 'number' ? call.leave.result : 0)

function receives({ syscall, enter }: TracedCall): boolean {
  const flags = typeof enter.args[1] === 'number' ? enter.args[1] : 0
  return RECEIVING.has(syscall) && (flags & MSG_PEEK) === 0 && enter.args[0] !== 0
}

function ends({ syscall, enter }: TracedCall): boolean {
  return syscall === 'close' || (syscall === 'shutdown' && enter.args[0] !== SHUT_RD)
}

/** One direction of a connection: a recv belongs to the send in which its first byte stands. */
function matchStream(
  sender: readonly TracedCall[],
  receiver: readonly TracedCall[],
  pairs: Map<TracedCall, TracedCall>,
): void {
  const sends = sender.filter(({ syscall }) => SENDING.has(syscall))
  const end = sender.find(ends)
  const got = new Set<TracedCall>()
  let [before, read] = [0, 0]
  for (const call of receiver.filter(receives)) {
    if (count(call) === 0) {
      if (end !== undefined) pairs.set(call, end)
      return
    }
    while (sends[0] !== undefined && before + count(sends[0]) <= read) before += count(sends.shift()!)
    const [send] = sends
    // Of several recvs that share one send, the first has got it.
    if (send !== undefined && !got.has(send)) pairs.set(call, send)
    if (send !== undefined) got.add(send)
    read += count(call)
  }
}

/** A datagram arrives whole or not at all. Which one it was is told by its bytes, and by where it was sent. */
function matchDatagrams(
  ordered: readonly TracedCall[],
  { datagram, names }: Endpoints,
  pairs: Map<TracedCall, TracedCall>,
): void {
  const under = ordered.filter((call) => SENDING.has(call.syscall) && datagram.has(keyOf(call)))
  for (const call of ordered.filter((each) => receives(each) && datagram.has(keyOf(each)))) {
    const name = names.get(keyOf(call))
    const sent = under.find((each) => {
      const to = each.enter.args[1]
      const here = name === undefined || !isAddress(to) || nameOf(to.address) === name
      return here && each.enter.time <= moment(call) && sameBytes(each, call)
    })
    if (sent === undefined) continue
    under.splice(under.indexOf(sent), 1)
    pairs.set(call, sent)
    // The sender's name, which the system chose, is known from here on.
    if (call.leave?.from !== undefined) names.set(keyOf(sent), nameOf(call.leave.from))
  }
}

function sameBytes(send: TracedCall, receive: TracedCall): boolean {
  const [sent, received] = [send.enter.args[0], receive.leave?.received]
  if (count(send) !== count(receive) || !isBytes(sent)) return false
  return !isBytes(received) || received.bytes.every((byte, index) => byte === sent.bytes[index])
}

function isBytes(value: unknown): value is { bytes: Uint8Array } {
  return typeof value === 'object' && value !== null && 'bytes' in value
}
