import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises'
import {
  type Address,
  AF_INET,
  AF_UNIX,
  adopt,
  kernel,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  Socket,
  socket,
  socketpair,
} from '../../src/index.ts'
import { within } from '../errors/failing.ts'
import type { Step } from './calls.ts'
import { objection } from './judgement.ts'
import { make } from './values.ts'

/** Milliseconds in which a call must settle when its socket has been closed. */
const PATIENCE = 3000

const here: Address = { family: AF_INET, address: '127.88.0.1', port: 0 }

/** Sockets of each kind, in several states, with something to read. */
async function bench(): Promise<Socket[]> {
  const listener = socket(AF_INET, SOCK_STREAM)
  listener.bind(here)
  listener.listen()
  const client = socket(AF_INET, SOCK_STREAM)
  const [server] = await Promise.all([listener.accept(), client.connect(listener.getsockname())])
  const udp = socket(AF_INET, SOCK_DGRAM)
  udp.bind(here)
  await udp.connect(udp.getsockname())
  const pairs = [SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET].flatMap((type) => socketpair(AF_UNIX, type))
  for (const each of [client, server, udp, ...pairs]) await each.send(new Uint8Array(100))
  const plain = [
    socket(AF_INET, SOCK_STREAM),
    socket(AF_INET, SOCK_DGRAM),
    socket(AF_UNIX, SOCK_STREAM),
    socket(AF_UNIX, SOCK_DGRAM),
  ]
  const closed = socket(AF_INET, SOCK_STREAM)
  await closed.close()
  return [client, server, ...pairs, udp, listener, ...plain, closed]
}

/** Carries out steps on a bench, without waiting for them, then closes everything. */
export class Mayhem {
  readonly #objections: string[] = []
  readonly #pending = new Set<string>()
  readonly #settling: Promise<void>[] = []
  readonly #made: Socket[] = []
  #closing = false

  /** Throws when anything but what may happen has happened. */
  async run(steps: readonly Step[], traced: boolean): Promise<void> {
    kernel.tracer = traced ? { event: () => {}, primitives: true } : null
    const sockets = await bench()
    kernel.tracer = null
    for (const [index, step] of steps.entries()) {
      this.#call(sockets[step.socket % sockets.length]!, step, index)
      if (step.socket % 4 === 0) await turn()
      if (step.socket === 30) await pause(5)
    }
    await turn()
    this.#closing = true
    for (const each of [...sockets, ...this.#made]) this.#settle('close', each.close())
    const settled = Promise.all(this.#settling)
    if ((await within(PATIENCE, settled, 'late')) === 'late')
      this.#objections.push(`these hang although their sockets were closed: ${[...this.#pending].join(', ')}`)
    if (this.#objections.length > 0) throw new Error(this.#objections.join('\n'))
  }

  #call(target: Socket, step: Step, index: number): void {
    const method = step.method.trim()
    const name = `${index}: ${method}(${step.args.map(([kind]) => kind).join(', ')})`
    try {
      const member = Reflect.get(target, method) as unknown
      const answer = typeof member === 'function' ? member.apply(target, step.args.map(make)) : member
      if (answer instanceof Promise) this.#settle(name, answer)
      else this.#keep(answer)
    } catch (error) {
      this.#judge(error, name)
    }
  }

  #settle(name: string, promise: Promise<unknown>): void {
    this.#pending.add(name)
    this.#settling.push(
      promise
        .then((answer) => this.#keep(answer))
        .catch((error: unknown) => this.#judge(error, name))
        .then(() => void this.#pending.delete(name)),
    )
  }

  /** Sockets that a call made are closed with the others. */
  #keep(answer: unknown): void {
    let made = answer
    if (typeof answer === 'object' && answer !== null && 'cookie' in answer)
      made = adopt(answer as Parameters<typeof adopt>[0])
    if (!(made instanceof Socket)) return
    this.#made.push(made)
    if (this.#closing) void made.close()
  }

  #judge(error: unknown, name: string): void {
    const complaint = objection(error, name)
    if (complaint !== null) this.#objections.push(complaint)
  }
}
