import {
  type Address,
  AF_NETLINK,
  type Clock,
  type EdgeSink,
  Edges,
  errno,
  type IncomingMessage,
  MSG_TRUNC,
  type SocketPrimitives,
  Stack,
  type StackPrimitives,
} from '../../src/index.ts'
import { type NetlinkMessage, parseMessages } from '../../src/netlink/index.ts'

/** A datagram that the kernel, or somebody else, sends. */
export interface Datagram {
  readonly bytes: Uint8Array
  readonly from?: Address
}

/** What is answered to a request; `count` tells how many came before it. */
export type Script = (request: NetlinkMessage, count: number) => readonly (Uint8Array | Datagram)[]

const KERNEL: Address = { family: AF_NETLINK, pid: 0, groups: 0 }

/** A netlink socket whose kernel says what a test has it say. */
class ScriptedSocket {
  ready: number = Edges.readable | Edges.writable
  readonly #script: Script
  readonly #answers: Datagram[] = []
  #requests = 0
  closed = false

  constructor(script: Script) {
    this.#script = script
  }

  watch(_sink: EdgeSink): void {}
  arm(): void {}
  keepAlive(): void {}
  setsockopt(): number {
    return -errno.ENOPROTOOPT
  }
  getsockopt(): number {
    return -errno.ENOPROTOOPT
  }
  getsockname(): number {
    return -errno.EOPNOTSUPP
  }
  getpeername(): number {
    return -errno.EOPNOTSUPP
  }

  send(bytes: Uint8Array): number {
    for (const request of parseMessages(bytes.slice()))
      for (const answer of this.#script(request, this.#requests++))
        this.#answers.push(answer instanceof Uint8Array ? { bytes: answer } : answer)
    return bytes.length
  }

  recvmsg(message: IncomingMessage): number {
    const answer = this.#answers.shift()
    if (answer === undefined) {
      this.ready &= ~Edges.readable
      return -errno.EAGAIN
    }
    const buffer = message.buffers[0] as Uint8Array
    const fits = answer.bytes.subarray(0, buffer.length)
    buffer.set(fits)
    message.from = answer.from ?? KERNEL
    message.flags = fits.length < answer.bytes.length ? MSG_TRUNC : 0
    return fits.length
  }

  close(): number {
    this.closed = true
    return 0
  }
}

const clock: Clock = {
  now: () => performance.now(),
  setTimeout(callback, milliseconds) {
    const timer = setTimeout(callback, milliseconds)
    return { cancel: () => clearTimeout(timer) }
  },
  yield: (callback) => setImmediate(callback),
}

/** A stack with netlink alone, and what became of its sockets. */
export class ScriptedKernel {
  readonly #sockets: ScriptedSocket[] = []
  readonly stack: Stack

  constructor(script: Script) {
    const primitives: Partial<StackPrimitives> = {
      name: 'scripted',
      clock,
      random: { fill: () => {} },
      socket: () => {
        const socket = new ScriptedSocket(script)
        this.#sockets.push(socket)
        return socket as unknown as SocketPrimitives
      },
    }
    this.stack = new Stack(primitives as StackPrimitives)
  }

  get open(): number {
    return this.#sockets.filter((socket) => !socket.closed).length
  }
}
