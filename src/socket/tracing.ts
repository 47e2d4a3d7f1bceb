import { SocketError } from './errors.ts'
import type { TraceEvent, Tracer, TraceValue } from './events.ts'
import type { AddrInfoHints, AddrInfoList } from './lookup.ts'
import { joinBuffers, type OutgoingMessage } from './message.ts'
import { MessageVector } from './message-vector.ts'
import type { Address } from './posix/addresses.ts'
import { isBytes } from './posix/bytes.ts'
import type { Clock, SocketPrimitives } from './primitives.ts'
import { Socket } from './socket.ts'
import type { WaitOptions } from './waiting.ts'

const SNAPLEN = 64

const CALLS = [
  'bind',
  'listen',
  'accept',
  'connect',
  'send',
  'sendto',
  'sendmsg',
  'sendmmsg',
  'recv',
  'recvUntil',
  'recvfrom',
  'recvmsg',
  'recvmmsg',
  'shutdown',
  'close',
  'getsockopt',
  'setsockopt',
  'getsockname',
  'getpeername',
] as const

type AnyCall = (...args: unknown[]) => unknown

/**
 * Tells a tracer what the sockets of a stack are asked and what they answer. A watched socket gets calls of its own
 * in front of those of its class; one that is not watched has nothing in front of them and pays nothing.
 */
export class Tracing {
  readonly #tracer: Tracer
  readonly #clock: Clock
  readonly #snaplen: number
  #sockets = 0
  #calls = 0
  /** The call that is being entered: primitives called meanwhile are its own. */
  #entered = 0

  constructor(tracer: Tracer, clock: Clock) {
    this.#tracer = tracer
    this.#clock = clock
    this.#snaplen = tracer.snaplen ?? SNAPLEN
  }

  /** A call of the stack has made sockets. */
  made(syscall: string, args: readonly number[], sockets: readonly Socket[]): void {
    const call = ++this.#calls
    const base = { time: this.#clock.now(), socket: 0, call, syscall }
    this.#emit({ type: 'enter', ...base, args })
    this.#emit({ type: 'leave', ...base, result: 0, ...madeSockets(sockets) })
  }

  /** A lookup of the stack. */
  async lookup(
    syscall: string,
    host: string | null,
    service: string | null,
    hints: AddrInfoHints,
    run: () => Promise<AddrInfoList>,
  ): Promise<AddrInfoList> {
    const call = ++this.#calls
    const base = () => ({ time: this.#clock.now(), socket: 0, call, syscall })
    const { family = 0, type = 0, flags = 0 } = hints
    this.#emit({ type: 'enter', ...base(), args: [host, service, family, type, flags] })
    try {
      const answers = await run()
      const [first] = answers
      const received = { received: { address: first.address } }
      this.#emit({ type: 'leave', ...base(), result: answers.length, ...received })
      return answers
    } catch (error) {
      this.#emit({ type: 'leave', ...base(), result: null, error: describe(error, this.#snaplen) })
      throw error
    }
  }

  /** Watches a socket from now on. */
  watch(socket: Socket): void {
    const id = ++this.#sockets
    ids.set(socket, id)
    for (const syscall of CALLS) {
      const original = Socket.prototype[syscall] as AnyCall
      const traced = (...args: unknown[]) => this.#call(socket, id, syscall, original, args)
      Object.defineProperty(socket, syscall, { value: traced, configurable: true })
    }
    Object.defineProperty(socket, 'recvEach', { value: recvEachTraced, configurable: true })
    if (this.#tracer.primitives) socket.channel.primitives = this.#tracePrimitives(socket, id)
  }

  #call(socket: Socket, id: number, syscall: string, original: AnyCall, args: unknown[]): unknown {
    const call = ++this.#calls
    const base = () => ({ time: this.#clock.now(), socket: id, call, syscall })
    this.#emit({ type: 'enter', ...base(), args: args.flatMap((arg) => this.#value(arg)) })
    const leave = (result: unknown): unknown => {
      this.#emit({ type: 'leave', ...base(), ...this.#outcome(syscall, result, args) })
      return result
    }
    const fail = (error: unknown): never => {
      this.#emit({ type: 'leave', ...base(), result: null, error: describe(error, this.#snaplen) })
      throw error
    }
    const outer = this.#entered
    this.#entered = call
    socket.channel.onWait = () => this.#emit({ type: 'wait', ...base() })
    let result: unknown
    try {
      result = original.apply(socket, args)
    } catch (error) {
      return fail(error)
    } finally {
      socket.channel.onWait = null
      this.#entered = outer
    }
    return result instanceof Promise ? result.then(leave, fail) : leave(result)
  }

  /** What a call gave, in the terms of a trace. */
  #outcome(syscall: string, result: unknown, args: readonly unknown[]) {
    if (result instanceof Socket) {
      if (!ids.has(result)) this.watch(result)
      const name = result.channel.primitives.getpeername()
      return { result: 0, ...madeSockets([result]), ...(typeof name === 'number' ? {} : { from: name }) }
    }
    if (typeof result === 'number') {
      const [into] = args
      const isRead = syscall === 'recv' && into instanceof Uint8Array
      return { result, ...(isRead ? { received: this.#bytes(into.subarray(0, result)) } : {}) }
    }
    if (result instanceof Uint8Array) return { result: result.length, received: this.#bytes(result) }
    if (result === undefined) return { result: 0 }
    if (typeof result === 'bigint' || syscall === 'getsockopt') return { result: plain(result) }
    if (typeof result !== 'object' || result === null) return { result: result as TraceValue }
    if ('data' in result && result.data instanceof Uint8Array) {
      const { data, from } = result as { data: Uint8Array; from: Address | null }
      return { result: data.length, received: this.#bytes(data), ...(from === null ? {} : { from }) }
    }
    if ('length' in result && typeof result.length === 'number') {
      const { length, from } = result as { length: number; from: Address | null }
      return { result: length, ...(from === null ? {} : { from }) }
    }
    if ('family' in result) return { result: 0, received: { address: result as Address } }
    return { result: plain(result) }
  }

  /** An argument in the terms of a trace; options of waiting leave no trace but their time limit. */
  #value(value: unknown): TraceValue[] {
    if (value === undefined) return []
    if (typeof value === 'bigint') return [plain(value)]
    if (value === null || typeof value !== 'object') return [value as TraceValue]
    if (value instanceof Uint8Array) return [this.#bytes(value)]
    if (value instanceof MessageVector) return [`${value.count} messages of ${value.size}`]
    if ('family' in value) return [{ address: value as Address }]
    if ('codec' in value && 'name' in value) return [String(value.name)]
    if ('buffers' in value) return this.#message(value as OutgoingMessage)
    if (Array.isArray(value) && isBytes(value[0])) return ['message']
    if (WAYS.some((way) => way in value)) return []
    return [plain(value)]
  }

  #message({ buffers, to }: OutgoingMessage): TraceValue[] {
    // Nothing has been checked yet.
    if (!Array.isArray(buffers) || !buffers.every(isBytes)) return ['message']
    const bytes = this.#bytes(joinBuffers(buffers))
    return to == null ? [bytes] : [bytes, { address: to }]
  }

  #bytes(bytes: Uint8Array): TraceValue {
    return { bytes: bytes.slice(0, this.#snaplen), length: bytes.length }
  }

  /** The socket's primitives, each call told. */
  #tracePrimitives(socket: Socket, id: number): SocketPrimitives {
    const traced = new Map<string | symbol, AnyCall>()
    return new Proxy(socket.channel.primitives, {
      get: (target, name) => {
        const member = Reflect.get(target, name, target) as unknown
        if (typeof member !== 'function') return member
        let wrapper = traced.get(name)
        if (wrapper === undefined) {
          wrapper = (...args) => this.#primitive(target, id, String(name), member as AnyCall, args)
          traced.set(name, wrapper)
        }
        return wrapper
      },
    })
  }

  #primitive(target: object, socket: number, syscall: string, member: AnyCall, args: unknown[]): unknown {
    const started = this.#clock.now()
    const answer = member.apply(target, args)
    const time = this.#clock.now()
    this.#emit({
      type: 'primitive',
      time,
      socket,
      call: this.#entered,
      syscall,
      args: args.flatMap((arg) => this.#value(arg)),
      result: typeof answer === 'number' ? answer : 0,
      took: time - started,
    })
    return answer
  }

  #emit(event: TraceEvent): void {
    this.#tracer.event(event)
  }
}

/** recvEach() in terms of recv(), so that each piece is seen. */
async function recvEachTraced(
  this: Socket,
  use: (bytes: Uint8Array) => unknown,
  wait?: WaitOptions,
): Promise<void> {
  for (;;) {
    const bytes = await this.recv(65536, 0, wait)
    if (bytes.length === 0) return
    await use(bytes)
  }
}

/** Options of how to wait and receive leave no trace. */
const WAYS = ['signal', 'timeout', 'descriptors', 'control', 'start']

/** An option's value in a trace: objects as JSON, numbers of 64 bits as text. */
function plain(value: unknown): TraceValue {
  if (typeof value !== 'object' || value === null)
    return typeof value === 'bigint' ? String(value) : (value as TraceValue)
  return JSON.stringify(value, (_key, part) => (typeof part === 'bigint' ? String(part) : part))
}

const ids = new WeakMap<Socket, number>()

function idOf(socket: Socket): number {
  return ids.get(socket) ?? 0
}

function madeSockets(sockets: readonly Socket[]): { made: number[]; descriptors?: number[] } {
  const descriptors = sockets.flatMap((socket) => socket.channel.primitives.fd ?? [])
  return { made: sockets.map(idOf), ...(descriptors.length === 0 ? {} : { descriptors }) }
}

function describe(error: unknown, snaplen: number) {
  const { message, name } = error as Error
  if (!(error instanceof SocketError))
    return { code: String((error as { code?: string }).code ?? name), message }
  const had = error.data ?? error.unread
  if (had === undefined) return { code: error.code, message }
  return { code: error.code, message, had: { bytes: had.slice(0, snaplen), length: had.length } }
}
