import { isSocketError } from '../../socket/errors.ts'
import type { Address } from '../../socket/posix/addresses.ts'
import type { Socket } from '../../socket/socket.ts'
import { answer } from '../frame/answer.ts'
import type { Place } from '../frame/place.ts'
import type { Report } from '../frame/report.ts'
import { addressName, localName } from '../frame/socket-names.ts'
import type { Direction, Watcher } from './converse.ts'
import type { PeerEnd } from './end.ts'

export interface DatagramRelayOptions {
  /** Where clients send to. */
  readonly socket: Socket
  readonly place: Place
  /** A socket of its own for each client, connected to the target: by it answers find their way back. */
  open(): Promise<PeerEnd>
  readonly report: Report
  watchers(client: string, local: string): Watcher[]
  /** Milliseconds without a datagram after which a client is forgotten. */
  readonly idle: number
  /** Clients that are remembered; then the one that has been silent longest is forgotten. */
  readonly most: number
}

/** Milliseconds that a Unix socket of a client is waited for that is full: meanwhile the target's answers pile up. */
const PATIENCE = 50

/** A client, and its socket to the target. */
interface Flow {
  readonly name: string
  readonly target: PeerEnd
  readonly watchers: readonly Watcher[]
  readonly over: AbortController
  readonly forget: NodeJS.Timeout
  readonly started: number
  received: number
  sent: number
}

/** Relays datagrams: each client's go out by a socket of its own, and what comes back by it is that client's. */
export class DatagramRelay {
  readonly #options: DatagramRelayOptions
  /** By the client's name; the one that has been silent longest comes first. */
  readonly #flows = new Map<string, Flow>()

  constructor(options: DatagramRelayOptions) {
    this.#options = options
  }

  async run(signal: AbortSignal): Promise<void> {
    const { socket, place, report } = this.#options
    // A target that takes nothing has us wait until its socket is closed.
    const forgetAll = () => {
      for (const name of this.#flows.keys()) this.#end(name)
    }
    signal.addEventListener('abort', forgetAll)
    try {
      for await (const { data, from } of socket.messages({ signal })) {
        // A Unix datagram's sender may have no name to answer to; its messages go out all the same.
        const name = (from && addressName(from, place)) ?? localName(socket, place)
        try {
          const flow = this.#flows.get(name) ?? (await this.#begin(name, from))
          await this.#pass(flow, 'sent', data, () => flow.target.send(data))
        } catch (error) {
          if (!signal.aborted) await report.failed(name, error)
          this.#end(name)
        }
      }
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      signal.removeEventListener('abort', forgetAll)
      forgetAll()
    }
  }

  async #begin(name: string, from: Address | null): Promise<Flow> {
    const { report, idle, most, watchers } = this.#options
    if (this.#flows.size >= most) this.#endOldest()
    const target = await this.#open()
    const flow: Flow = {
      name,
      target,
      watchers: watchers(name, localName(this.#options.socket, this.#options.place)),
      over: new AbortController(),
      forget: setTimeout(() => this.#end(name), idle),
      started: performance.now(),
      received: 0,
      sent: 0,
    }
    this.#flows.set(name, flow)
    await report.connected(name, target.name)
    if (from !== null) void this.#answer(flow, from)
    return flow
  }

  /** When descriptors run out, one who has been silent makes room. */
  async #open(): Promise<PeerEnd> {
    const { open } = this.#options
    try {
      return await open()
    } catch (error) {
      if (!isSocketError(error, 'EMFILE') && !isSocketError(error, 'ENFILE')) throw error
      if (this.#flows.size === 0) throw error
      this.#endOldest()
      return open()
    }
  }

  #endOldest(): void {
    const [oldest] = this.#flows.keys()
    if (oldest !== undefined) this.#end(oldest)
  }

  async #answer(flow: Flow, client: Address): Promise<void> {
    const { socket, report } = this.#options
    const back = (data: Uint8Array) =>
      this.#pass(flow, 'received', data, () => answer(socket, data, client, PATIENCE))
    try {
      await flow.target.receive(back, flow.over.signal)
    } catch (error) {
      if (flow.over.signal.aborted) return
      await report.failed(flow.name, error)
    }
    // Its next datagram begins anew: perhaps the target is there by then.
    this.#end(flow.name)
  }

  async #pass(
    flow: Flow,
    direction: Direction,
    data: Uint8Array,
    send: () => Promise<unknown>,
  ): Promise<void> {
    flow.forget.refresh()
    this.#flows.delete(flow.name)
    this.#flows.set(flow.name, flow)
    flow[direction] += data.length
    for (const watcher of flow.watchers) await watcher.moved(direction, data)
    await send()
  }

  #end(name: string): void {
    const flow = this.#flows.get(name)
    if (flow === undefined) return
    this.#flows.delete(name)
    clearTimeout(flow.forget)
    flow.over.abort(new Error('forgotten'))
    void flow.target.close()
    const { received, sent, started } = flow
    void this.#options.report.closed(name, { received, sent, duration: performance.now() - started })
  }
}
