import { AF_INET, AF_INET6, IPPROTO_TCP } from '../../socket/posix/constants.ts'
import { errno } from '../../socket/posix/errno.ts'
import { inet_ntop } from '../../socket/posix/inet.ts'
import type { Chance } from '../chance.ts'
import type { Arena } from '../packet/arena.ts'
import { add, geq, gt, lt } from '../packet/sequence.ts'
import {
  ACK,
  checkTcp,
  FIN,
  RST,
  SYN,
  tcpDestinationPort,
  tcpSegmentLength,
  tcpSeq,
  tcpSourcePort,
} from '../packet/tcp.ts'
import { BAD_CHECKSUM, GOOD } from '../packet/verdict.ts'
import type { Path, Protocol } from '../path.ts'
import { SECOND, type Time } from '../time.ts'
import { sendBare } from './bare-segment.ts'
import { BufferPool } from './buffer-pool.ts'
import { Connection } from './connection.ts'
import { ConnectionTable } from './connection-table.ts'
import { TcpCounters } from './counters.ts'
import { tell } from './edges.ts'
import { KeyedHash } from './keyed-hash.ts'
import { Listener } from './listener.ts'
import { PathErrors } from './path-errors.ts'
import { Segment } from './segment.ts'
import { segmentArrives } from './segment-arrives.ts'
import { type TcpSettings, USUAL_SETTINGS } from './settings.ts'
import { SYN_RECEIVED } from './state.ts'
import { takeSyn } from './syn-sent.ts'
import { KEY_WORDS, keyOfPath, keyOfQuote, keyOfSegment, type TableNode } from './table-node.ts'
import { type Host, Tcb } from './tcb.ts'
import { TimeWait, TimeWaits } from './time-wait.ts'
import { sendSyn } from './timers.ts'
import { arm } from './transmit.ts'

/** Where paths come from: IP. A negative error number when there is none. */
export interface Paths {
  path(source: string | null, destination: string): Path | number
}

export interface TcpOptions {
  readonly arena: Arena
  readonly time: Time
  readonly chance: Chance
  readonly paths: Paths
  readonly settings?: Partial<TcpSettings>
}

const EPHEMERAL_FIRST = 32_768
const EPHEMERAL_PORTS = 28_232

/** TCP on a host: RFC 9293. */
export class Tcp implements Protocol, Host {
  readonly arena: Arena
  readonly time: Time
  readonly chance: Chance
  readonly counters = new TcpCounters()
  readonly buffers = new BufferPool()
  readonly settings: TcpSettings
  readonly #paths: Paths
  readonly #hash: KeyedHash
  readonly #table: ConnectionTable
  readonly #timeWaits: TimeWaits
  readonly #listeners = new Map<number, Listener[]>()
  /** How many connections, TIME-WAIT included, a local port has. */
  readonly #ports = new Map<number, number>()
  /** Whose a connection in SYN-RECEIVED is. */
  readonly #parents = new Map<Tcb, Listener>()
  /** Whom a segment made a connection for, until he is told. */
  #toTell: Listener | null = null
  readonly #segment = new Segment()
  readonly #key = new Int32Array(KEY_WORDS)
  #challengesLeft = 0
  #challengeSecond = -1
  readonly #errors = new PathErrors()

  constructor(options: TcpOptions) {
    this.arena = options.arena
    this.time = options.time
    this.chance = options.chance
    this.settings = { ...USUAL_SETTINGS, ...options.settings }
    this.#paths = options.paths
    this.#hash = new KeyedHash(options.chance)
    this.#table = new ConnectionTable(new KeyedHash(options.chance))
    const { msl, timeWaits } = this.settings
    this.#timeWaits = new TimeWaits(options.time, 2 * msl, timeWaits, (one) => this.#forget(one))
  }

  /** Connections that are known, TIME-WAIT included. */
  get size(): number {
    return this.#table.size
  }

  /**
   * An active OPEN, from an address and port of this host or, with null and 0, from those that fit. -EADDRINUSE,
   * -EADDRNOTAVAIL without a free port, -EINVAL for a port that is none, or what IP says of the way.
   */
  connect(source: string | null, port: number, destination: string, remotePort: number): Connection | number {
    if (!isPort(port) || !isPort(remotePort) || remotePort === 0) return -errno.EINVAL
    const path = this.#paths.path(source, destination)
    if (typeof path === 'number') return path
    const local = port === 0 ? this.#ephemeral(path, remotePort) : port
    if (local === 0) return -errno.EADDRNOTAVAIL
    if (this.#table.find(keyOfPath(path, local, remotePort)) !== null) return -errno.EADDRINUSE
    const connection = new Connection(this, this.settings, path, local, remotePort)
    this.#add(connection.tcb)
    connection.open(this.#initialSequence(connection.tcb.key))
    return connection
  }

  /** A passive OPEN; port 0 for any that is free. -EADDRINUSE when that address of the port listens already. */
  listen(address: string | null, port: number, backlog: number): Listener | number {
    if (!isPort(port)) return -errno.EINVAL
    const local = port === 0 ? this.#freePort() : port
    if (local === 0) return -errno.EADDRINUSE
    const others = this.#listeners.get(local) ?? []
    if (others.some((other) => other.address === address)) return -errno.EADDRINUSE
    const listener = new Listener(address, local, Math.max(0, backlog), (closed) => this.#unlisten(closed))
    this.#listeners.set(local, [...others, listener])
    return listener
  }

  receive(slot: number, ip: number, at: number, end: number): void {
    const view = this.arena.view(slot)
    this.counters.InSegs++
    keyOfSegment(this.#key, view, ip, at)
    const node = this.#table.find(this.#key)
    const sum = node instanceof Tcb ? node.pseudoHeader : pseudoHeaderOf(this.#key)
    const verdict = checkTcp(view, at, end, sum)
    if (verdict !== GOOD) {
      this.counters.InErrs++
      if (verdict === BAD_CHECKSUM) this.counters.InCsumErrors++
      return
    }
    const segment = this.#segment
    segment.read(view, at, end)
    if (node instanceof Tcb) {
      segmentArrives(node, segment)
      this.#tellParent()
      tell(node)
    } else this.#unconnected(node, view, at, end)
  }

  failed(slot: number, ip: number, at: number, end: number, error: number, mtu: number): void {
    const view = this.arena.view(slot)
    if (end - at < 8) return
    keyOfQuote(this.#key, view, ip, at)
    const node = this.#table.find(this.#key)
    if (!(node instanceof Tcb)) return
    this.#errors.failed(node, tcpSeq(view, at), error, mtu)
    tell(node)
  }

  #unconnected(node: TableNode | null, view: DataView, at: number, end: number): void {
    const segment = this.#segment
    let iss = -1
    if (node instanceof TimeWait) {
      if (!this.#mayReopen(node)) {
        this.#inTimeWait(node)
        return
      }
      iss = add(node.sndNxt, 0x1_0001)
      this.#timeWaits.end(node)
    }
    const localPort = tcpDestinationPort(view, at)
    const remotePort = tcpSourcePort(view, at)
    const path = this.#pathBack()
    if (path === null) return
    const listener = this.#listenerFor(path.source, localPort)
    if (listener === null || (segment.flags & (RST | ACK | SYN)) !== SYN) {
      // In LISTEN an RST is ignored, an ACK reset, anything else dropped: section 3.10.7.2.
      if (listener === null || (segment.flags & (RST | ACK)) === ACK)
        this.#refuseStranger(path, localPort, remotePort, tcpSegmentLength(view, at, end))
      return
    }
    if (remotePort === 0) return
    if (!listener.hasRoom()) {
      this.counters.ListenOverflows++
      return
    }
    this.#openPassively(listener, path, localPort, remotePort, iss)
  }

  /** Section 3.10.7.2, third: a SYN for who listens. */
  #openPassively(listener: Listener, path: Path, localPort: number, remotePort: number, iss: number): void {
    const connection = new Connection(this, this.settings, path, localPort, remotePort)
    const { tcb } = connection
    this.counters.PassiveOpens++
    tcb.passive = true
    this.#add(tcb)
    this.#parents.set(tcb, listener)
    listener.opening(connection)
    connection.begin(iss >= 0 ? iss : this.#initialSequence(tcb.key), SYN_RECEIVED)
    takeSyn(tcb, this.#segment)
    sendSyn(tcb)
    arm(tcb)
  }

  /** RFC 6191, and RFC 9293 section 3.6.1 (MAY-2): a SYN that no old duplicate can be. */
  #mayReopen(node: TimeWait): boolean {
    const { flags, options, seq } = this.#segment
    if ((flags & (SYN | RST | ACK)) !== SYN) return false
    if (node.timestamps && options.timestamps && options.tsVal !== node.tsRecent)
      return gt(options.tsVal, node.tsRecent)
    return gt(seq, node.rcvNxt)
  }

  /** Section 3.10.7.4 in TIME-WAIT. RSTs are ignored: RFC 1337 section 3. */
  #inTimeWait(node: TimeWait): void {
    const { flags, length, options, seq } = this.#segment
    if ((flags & RST) !== 0) return
    if (node.timestamps && options.timestamps && lt(options.tsVal, node.tsRecent)) this.counters.PAWSEstab++
    else if ((flags & FIN) !== 0 && geq(node.rcvNxt, seq)) this.#timeWaits.start(node)
    if ((flags & (SYN | FIN)) === 0 && length === 0 && seq === node.rcvNxt) return
    const clock = node.clockNow(this.time.now)
    this.counters.OutSegs++
    sendBare(this.arena, {
      path: node.path,
      localPort: node.localPort,
      remotePort: node.remotePort,
      seq: node.sndNxt,
      ack: node.rcvNxt,
      flags: ACK,
      window: node.window,
      timestamps: node.timestamps ? [clock, node.tsRecent] : null,
    })
  }

  /** Section 3.10.7.1: what comes for nobody is answered with a reset, unless it is one. */
  #refuseStranger(path: Path, localPort: number, remotePort: number, length: number): void {
    const { ack, flags, seq } = this.#segment
    if ((flags & RST) !== 0) return
    const hasAck = (flags & ACK) !== 0
    this.counters.OutRsts++
    sendBare(this.arena, {
      path,
      localPort,
      remotePort,
      seq: hasAck ? ack : 0,
      ack: hasAck ? 0 : add(seq, length),
      flags: hasAck ? RST : RST | ACK,
      window: 0,
      timestamps: null,
    })
  }

  /** The way back to whom the segment is from; null when he cannot be answered, as from or to a group (MUST-57). */
  #pathBack(): Path | null {
    const key = this.#key
    const family = key[0] === 4 ? AF_INET : AF_INET6
    const path = this.#paths.path(addressText(key, 6, family), addressText(key, 2, family))
    return typeof path === 'number' ? null : path
  }

  /** The one for that very address, or the one for all (MUST-42). */
  #listenerFor(address: string, port: number): Listener | null {
    const all = this.#listeners.get(port)
    if (all === undefined) return null
    return all.find((one) => one.address === address) ?? all.find((one) => one.address === null) ?? null
  }

  #unlisten(listener: Listener): void {
    const rest = (this.#listeners.get(listener.port) ?? []).filter((other) => other !== listener)
    if (rest.length > 0) this.#listeners.set(listener.port, rest)
    else this.#listeners.delete(listener.port)
  }

  /** RFC 6528: a clock of 4 µs (MUST-8) and a hash of the four, which nobody outside can compute. */
  #initialSequence(key: Int32Array): number {
    this.#hash.begin()
    for (const word of key) this.#hash.add(word)
    return add(this.#hash.end(), Math.floor(this.time.now / 4000) % 0x1_0000_0000)
  }

  /** RFC 6056 section 3.3.1: from a random port on, the first that is free. */
  #freePort(): number {
    const begin = this.chance.uint32() % EPHEMERAL_PORTS
    for (let i = 0; i < EPHEMERAL_PORTS; i++) {
      const port = EPHEMERAL_FIRST + ((begin + i) % EPHEMERAL_PORTS)
      if (!this.#ports.has(port) && !this.#listeners.has(port)) return port
    }
    return 0
  }

  /** When each port is in use, one that is not for this peer. */
  #ephemeral(path: Path, remotePort: number): number {
    const free = this.#freePort()
    if (free !== 0) return free
    const key = keyOfPath(path, 0, remotePort)
    for (let port = EPHEMERAL_FIRST; port < EPHEMERAL_FIRST + EPHEMERAL_PORTS; port++) {
      key[1] = (remotePort << 16) | port
      if (!this.#listeners.has(port) && this.#table.find(key) === null) return port
    }
    return 0
  }

  #add(tcb: Tcb): void {
    this.#table.add(tcb)
    this.#ports.set(tcb.localPort, (this.#ports.get(tcb.localPort) ?? 0) + 1)
  }

  #forget(node: TableNode & { readonly localPort: number }): void {
    this.#table.remove(node)
    const count = (this.#ports.get(node.localPort) ?? 1) - 1
    if (count > 0) this.#ports.set(node.localPort, count)
    else this.#ports.delete(node.localPort)
  }

  #tellParent(): void {
    const listener = this.#toTell
    if (listener === null) return
    this.#toTell = null
    listener.sink?.accepted()
  }

  /** @internal */
  established(tcb: Tcb): void {
    const listener = this.#parents.get(tcb)
    if (listener === undefined) return
    this.#parents.delete(tcb)
    listener.established(tcb)
    this.#toTell = listener
  }

  /** @internal */
  gone(tcb: Tcb): void {
    this.#parents.get(tcb)?.gone(tcb)
    this.#parents.delete(tcb)
    this.#forget(tcb)
  }

  /** @internal */
  timeWait(tcb: Tcb): void {
    const one = new TimeWait(tcb)
    this.#table.remove(tcb)
    this.#table.add(one)
    if (this.#timeWaits.start(one)) this.counters.TCPTimeWaitOverflow++
  }

  /** @internal */
  refuse(tcb: Tcb, segment: Segment): void {
    const { path, localPort, remotePort } = tcb
    const { ack: seq } = segment
    this.counters.OutRsts++
    sendBare(this.arena, {
      path,
      localPort,
      remotePort,
      seq,
      ack: 0,
      flags: RST,
      window: 0,
      timestamps: null,
    })
  }

  /** @internal */
  mayChallenge(): boolean {
    const second = Math.floor(this.time.now / SECOND)
    if (second !== this.#challengeSecond) {
      this.#challengeSecond = second
      this.#challengesLeft = this.settings.challengeAcks
    }
    return this.#challengesLeft > 0 && this.#challengesLeft-- > 0
  }
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 0 && port <= 0xffff
}

const words = new DataView(new ArrayBuffer(16))

function addressText(key: Int32Array, at: number, family: number): string {
  for (let i = 0; i < 4; i++) words.setInt32(4 * i, key[at + i]!)
  return inet_ntop(family, new Uint8Array(words.buffer, 0, family === AF_INET ? 4 : 16))
}

/** Of a segment for which there is no path yet: the sum does not depend on the order of addresses. */
function pseudoHeaderOf(key: Int32Array): number {
  let total = IPPROTO_TCP
  for (let i = 2; i < KEY_WORDS; i++) total += (key[i]! >>> 16) + (key[i]! & 0xffff)
  return (total & 0xffff) + (total >>> 16)
}
