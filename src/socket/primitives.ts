import type { Failure, Findings } from './explaining.ts'
import type { AddrInfo, AddrInfoHints, NameInfo } from './lookup.ts'
import type { IncomingMessage, OutgoingMessage } from './message.ts'
import type { MessageVector } from './message-vector.ts'
import type { Address } from './posix/addresses.ts'
import { MSG_ERRQUEUE, MSG_OOB } from './posix/constants.ts'

/**
 * What a stack implements. Every call answers at once, as a non-blocking kernel socket does: zero or a count, or a
 * negative error number such as `-errno.EAGAIN`. Nothing here throws and nothing here waits: waiting, deadlines,
 * cancelling, exact reads are written once, above (`socket.ts`). Arguments have been checked before they come here.
 */
export interface SocketPrimitives {
  /** The edges that have come and were not used up: a hint, written by the stack alone. See {@link Edges}. */
  readonly ready: number

  /** The descriptor's number, where there is one. */
  readonly fd?: number

  /** Names the receiver of edges; called once, before any other call. */
  watch(sink: EdgeSink): void
  /**
   * Somebody waits: from now on edges are told, and at once those of what is possible already. Called each time that
   * the first call begins to wait, so a stack may put off until then what watching costs.
   */
  arm(): void
  /** A wait keeps the thread alive from `true` until `false`. */
  keepAlive(waiting: boolean): void

  bind(address: Address): number
  listen(backlog: number): number
  /** The next connection, or a negative error number. */
  accept(): SocketPrimitives | number
  /** `null` dissolves a datagram socket's association (AF_UNSPEC). -EINPROGRESS: ended by a writable edge. */
  connect(address: Address | null): number
  /** `to` is null on a connected socket. */
  send(bytes: Uint8Array, offset: number, length: number, flags: number, to: Address | null): number
  recv(bytes: Uint8Array, offset: number, length: number, flags: number): number
  sendmsg(message: OutgoingMessage, flags: number): number
  /** Fills `message`; the count is that of bytes, or with MSG_TRUNC the datagram's real length. */
  recvmsg(message: IncomingMessage, flags: number): number
  /** Sends `count` messages from slot `start` on; the count is that of messages. */
  sendmmsg(vector: MessageVector, start: number, count: number, flags: number): number
  recvmmsg(vector: MessageVector, flags: number): number
  shutdown(how: number): number
  /** Frees everything at once, whatever waits above. A lingering close has ended before. */
  close(): number
  /** Writes the value into `value`; the count is that of bytes. */
  getsockopt(level: number, name: number, value: Uint8Array): number
  setsockopt(level: number, name: number, value: Uint8Array): number
  getsockname(): Address | number
  getpeername(): Address | number
  /** SIOCINQ, SIOCOUTQ, SIOCATMARK: the count asked for. */
  ioctl(request: number): number
  /** The object that the program holds: when it is collected, nobody can close the socket any more. */
  heldBy?(holder: object): void
  /** Lets go of the socket so that another thread or process can take it; `blocking`: in the mode that C expects. */
  detach?(blocking: boolean): DetachedSocket | number
}

/** A socket on its way to another thread of this process: see Socket.detach. */
export interface DetachedSocket {
  readonly fd: number
  /** What tells the socket from every other of this machine (SO_COOKIE), so that nobody takes a stranger's. */
  readonly cookie: bigint
}

/**
 * What can become possible. Edges are told from the loop, never from inside a call. An edge comes when something new does: data, room, a connection. It may come without need,
 * and it must come after every -EAGAIN, also where the system below gives no sign (then by trying again after a while).
 * A stack clears a bit of `ready` when a call answers -EAGAIN, or when it knows that the next one would.
 * On a TCP stream with SO_RCVLOWAT set, a readable edge says that so many bytes are there, or that no more fit.
 */
export const Edges = {
  readable: 1,
  writable: 2,
  /** Urgent data waits: recv with MSG_OOB. */
  urgent: 4,
  /** A message waits in the error queue: recvmsg with MSG_ERRQUEUE. */
  errorQueue: 8,
  /** Not an edge of its own: the stream's end, or an error, stands behind what can be read. Never cleared. */
  ended: 16,
} as const

/** The edge for which a receiving call with these flags waits. */
export function receivingEdge(flags: number): number {
  if ((flags & MSG_ERRQUEUE) !== 0) return Edges.errorQueue
  return (flags & MSG_OOB) !== 0 ? Edges.urgent : Edges.readable
}

export interface EdgeSink {
  /** `edges` are those that came now; the stack has added them to `ready`. */
  edge(edges: number): void
}

/** Where sockets live, below the contract. */
export interface StackPrimitives {
  /** As `linux` or `memory`; in traces and in errors. */
  readonly name: string
  readonly clock: Clock
  readonly random: Random
  socket(family: number, type: number, protocol: number): SocketPrimitives | number
  socketpair(family: number, type: number, protocol: number): [SocketPrimitives, SocketPrimitives] | number
  /** Rejects with AddrInfoError. `signal` says that nobody waits any more. */
  getaddrinfo(
    host: string | null,
    service: string | null,
    hints: AddrInfoHints,
    signal: AbortSignal | undefined,
  ): Promise<AddrInfo[]>
  getnameinfo(address: Address, flags: number, signal: AbortSignal | undefined): Promise<NameInfo>
  /**
   * Where paths of Unix sockets are files, which outlive their sockets: removes one that no socket is bound to any
   * more. Zero, or a negative error number: -EADDRINUSE while one is, -ENOTSOCK for a file of another kind.
   */
  unlinkAbandoned?(path: string | Uint8Array): number
  /** The async context of the caller, to run in later what the loop calls: where the runtime has such a thing. */
  keepContext?(): AsyncContext
  /** Finds out why a call or a lookup failed, in the language asked for. A second is as long as it may take. */
  investigate?(failure: Failure): Promise<Findings>
}

/** As Node's AsyncResource. */
export interface AsyncContext {
  runInAsyncScope<Argument, Result>(
    call: (argument: Argument) => Result,
    self: undefined,
    argument: Argument,
  ): Result
}

/** The only source of time above the stack. */
export interface Clock {
  /** Milliseconds since some fixed moment, with fractions; never goes back. */
  now(): number
  /** Calls back once; keeps the thread alive until then. */
  setTimeout(callback: () => void, milliseconds: number): Timer
  /** Calls back after what is due now (timers, neighbours' edges) has had its turn. */
  yield(callback: () => void): void
}

export interface Timer {
  cancel(): void
}

/** The only source of chance above the stack. */
export interface Random {
  fill(bytes: Uint8Array): void
}
