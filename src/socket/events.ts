import type { Address } from './posix/addresses.ts'

/** An argument or a result in a trace: small, and safe to keep. */
export type TraceValue =
  | number
  | string
  | boolean
  | null
  | { readonly bytes: Uint8Array; readonly length: number }
  | { readonly address: Address }

interface TraceBase {
  /** Milliseconds of the stack's clock. */
  readonly time: number
  /** The socket's number in this trace: 1, 2, … as they were made; 0 for calls of the stack itself. */
  readonly socket: number
  /** The call's number in this trace; primitives bear the number of the call that made them, or 0. */
  readonly call: number
  readonly syscall: string
}

/** A program's call begins. */
export interface EnterEvent extends TraceBase {
  readonly type: 'enter'
  readonly args: readonly TraceValue[]
}

/** The call could not complete at once. */
export interface WaitEvent extends TraceBase {
  readonly type: 'wait'
}

/** The call has ended. */
export interface LeaveEvent extends TraceBase {
  readonly type: 'leave'
  readonly result: TraceValue
  /** What was received, or the address asked for. */
  readonly received?: TraceValue
  /** The sockets that the call made: of accept, socket and socketpair. */
  readonly made?: readonly number[]
  /** Their descriptors, where the stack has such. */
  readonly descriptors?: readonly number[]
  /** `from` of a datagram, or the peer of an accepted connection. */
  readonly from?: Address
  /** `had`: what an exact read that was cut had taken, or had seen and left. */
  readonly error?: { readonly code: string; readonly message: string; readonly had?: TraceValue }
}

/** One call of the stack below, with its answer: a count, or a negative error number. */
export interface PrimitiveEvent extends TraceBase {
  readonly type: 'primitive'
  readonly args: readonly TraceValue[]
  readonly result: number
  /** Milliseconds that it took. */
  readonly took: number
}

export type TraceEvent = EnterEvent | WaitEvent | LeaveEvent | PrimitiveEvent

/** Who watches. Must not throw, and must not call the sockets it watches. */
export interface Tracer {
  event(event: TraceEvent): void
  /** Bytes kept of each buffer; 64 when it does not say. */
  readonly snaplen?: number
  /** Also the calls of the stack below, tries included. */
  readonly primitives?: boolean
}
