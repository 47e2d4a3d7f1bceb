import type { MessageVector } from '../socket/message-vector.ts'
import { SOCKADDR_SIZE } from '../socket/posix/sockaddr.ts'
import type { Turn } from '../socket/turn.ts'
import { type Koffi, loadKoffi } from './koffi.ts'
import { Ledger } from './ledger.ts'
import { type Libc, libc } from './libc.ts'
import { MessageHeader } from './message-header.ts'
import { MessageHeaders } from './message-headers.ts'
import { ProgramMemory } from './option-memory.ts'
import { Reactor } from './reactor.ts'
import type { Droppable } from './received-descriptor.ts'

/** What the sockets of one thread share: the epoll, the ledger, and memory that a call uses and leaves. */
export class KernelThread {
  readonly libc: Libc
  readonly ledger: Ledger
  readonly reactor: Reactor
  readonly header: MessageHeader
  readonly sockaddr: Uint8Array = new Uint8Array(SOCKADDR_SIZE)
  readonly small: Uint8Array = new Uint8Array(128)
  /** Where `small` is. */
  readonly smallAddress: number
  readonly length: IntCell = new IntCell()
  /** Edges that came by timer for want of one from the kernel. */
  retries = 0
  /** Sockets that were dropped while open are closed, and reported. */
  readonly dropped: FinalizationRegistry<Droppable> = new FinalizationRegistry((socket) => {
    if (socket.fd === -1) return
    process.emitWarning(`${socket.describe()} was collected while open; it is closed now`, {
      type: 'SocketWarning',
      detail: 'Close every socket: await socket.close(), or `await using` where the runtime has it.',
    })
    socket.drop()
  })
  readonly #koffi: Koffi
  readonly #headers = new WeakMap<MessageVector, MessageHeaders>()
  #program: ProgramMemory | null = null

  constructor(turn: Turn) {
    this.#koffi = loadKoffi()
    this.smallAddress = Number(this.#koffi.address(this.small))
    this.libc = libc()
    this.ledger = Ledger.ofThread()
    this.reactor = new Reactor(turn)
    this.header = new MessageHeader(this.#koffi)
  }

  /** Where programs of BPF stand for the call that hands them over. */
  get program(): ProgramMemory {
    this.#program ??= new ProgramMemory(this.#koffi)
    return this.#program
  }

  headersOf(vector: MessageVector): MessageHeaders {
    let headers = this.#headers.get(vector)
    if (headers === undefined) {
      headers = new MessageHeaders(vector, this.#koffi)
      this.#headers.set(vector, headers)
    }
    return headers
  }
}

/** An `int` or `socklen_t` that a call reads and writes; off V8's heap, and with room to spare. */
export class IntCell {
  readonly bytes: Uint8Array = new Uint8Array(128)
  readonly #words = new Int32Array(this.bytes.buffer)

  set(value: number): void {
    this.#words[0] = value
  }

  get(): number {
    return this.#words[0]!
  }
}
