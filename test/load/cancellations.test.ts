import assert from 'node:assert/strict'
import {
  type Address,
  AF_INET,
  AF_UNIX,
  isInternetAddress,
  MSG_WAITALL,
  SHUT_WR,
  SOCK_DGRAM,
  SOCK_STREAM,
  type Socket,
  SocketError,
  socket,
  socketpair,
} from '../../src/index.ts'
import { loopback, Scope } from '../errors/loopback.ts'
import { test } from '../leak-check.ts'
import { scaled } from './scale.ts'

const PAIRS = 100
const SENDS = scaled(40, 400)

/** Numbers of no regularity that a seed repeats. */
class Chance {
  #state: number

  constructor(seed: number) {
    this.#state = (seed % 2_147_483_646) + 1
  }

  below(limit: number): number {
    this.#state = (this.#state * 16_807) % 2_147_483_647
    return this.#state % limit
  }
}

/** Aborts soon, later, or not at all. */
function sometimesAborted(chance: Chance): { signal: AbortSignal; done(): void } {
  const controller = new AbortController()
  const abort = () => controller.abort()
  let timer: NodeJS.Timeout | undefined
  const when = chance.below(6)
  if (when === 0) queueMicrotask(abort)
  else if (when === 1) setImmediate(abort)
  else if (when <= 3) timer = setTimeout(abort, chance.below(4))
  return { signal: controller.signal, done: () => clearTimeout(timer) }
}

/** What a call that was cut says it had moved; what is no cut is thrown. */
function moved(error: unknown, signal: AbortSignal): { bytesTransferred: number; data: Uint8Array } {
  if (error === signal.reason && signal.aborted) return { bytesTransferred: 0, data: new Uint8Array(0) }
  if (!(error instanceof SocketError) || error.code !== 'ECANCELED') throw error
  const { bytesTransferred = 0, data = new Uint8Array(0) } = error
  return { bytesTransferred, data }
}

/** Sends several at once, and notes what of each is on its way by what the call told. */
async function sendAll(socket: Socket, chance: Chance, sent: Uint8Array[]): Promise<void> {
  const datagrams = socket.type === SOCK_DGRAM
  for (let i = 0; i < SENDS; ) {
    const batch = Array.from({ length: 1 + chance.below(4) }, async () => {
      const number = i++
      const length = 4 + chance.below(datagrams ? 400 : chance.below(3) === 0 ? 300_000 : 3000)
      const bytes = new Uint8Array(length).fill(number * 31 + 7)
      new DataView(bytes.buffer).setUint32(0, number)
      const { signal, done } = sometimesAborted(chance)
      let count = length
      try {
        assert.equal(await socket.send(bytes, 0, { signal }), length)
      } catch (error) {
        count = moved(error, signal).bytesTransferred
      }
      done()
      if (datagrams) assert.ok(count === 0 || count === length, 'a datagram goes whole or not at all')
      sent[number] = bytes.subarray(0, count)
    })
    await Promise.all(batch)
  }
}

/** A datagram must fit; a stream may be cut anywhere. */
function room(socket: Socket, exact: boolean, chance: Chance): number {
  if (socket.type === SOCK_DGRAM) return 500
  return 1 + chance.below(exact ? 100_000 : 5000)
}

/** One call that receives, or is cut. */
async function receiveSome(socket: Socket, chance: Chance): Promise<[bytes: Uint8Array, ended: boolean]> {
  const exact = socket.type === SOCK_STREAM && chance.below(2) === 0
  const { signal, done } = sometimesAborted(chance)
  const into = new Uint8Array(room(socket, exact, chance))
  try {
    const count = await socket.recv(into, exact ? MSG_WAITALL : 0, { signal })
    return [into.subarray(0, count), exact ? count < into.length : count === 0]
  } catch (error) {
    return [moved(error, signal).data, false]
  } finally {
    done()
  }
}

async function receiveAll(socket: Socket, chance: Chance, received: Uint8Array[]): Promise<void> {
  for (let ended = false; !ended; ) {
    // Two calls at a time, which are answered in order.
    const calls = await Promise.all([receiveSome(socket, chance), receiveSome(socket, chance)])
    for (const [bytes, end] of calls) {
      if (bytes.length > 0) received.push(bytes)
      ended ||= end
    }
  }
}

async function pairs(scope: Scope): Promise<[Socket, Socket][]> {
  const listener = scope.listener(undefined, loopback(0, '127.77.0.4'))
  const address: Address = listener.getsockname()
  const made = Array.from({ length: PAIRS }, async (_, i): Promise<[Socket, Socket]> => {
    if (i % 3 === 0) return socketpair(AF_UNIX, SOCK_STREAM)
    if (i % 3 === 1) return socketpair(AF_UNIX, SOCK_DGRAM)
    const client = socket(AF_INET, SOCK_STREAM)
    await client.connect(address)
    return [client, await listener.accept()]
  })
  const all = await Promise.all(made)
  // Connections are accepted in the order in which they were made, not in that of the clients.
  const ports = new Map(all.filter(isInternet).map(([client]) => [portOf(client.getsockname()), client]))
  return all.map(([client, server]) => [
    isInternet([client, server]) ? ports.get(portOf(server.getpeername()))! : client,
    server,
  ])
}

function isInternet([one]: readonly [Socket, Socket]): boolean {
  return one.family === AF_INET
}

function portOf(address: Address): number {
  return isInternetAddress(address) ? address.port : 0
}

async function exchange([sender, receiver]: readonly [Socket, Socket], chance: Chance): Promise<void> {
  const sent: Uint8Array[] = []
  const received: Uint8Array[] = []
  const receiving = receiveAll(receiver, chance, received)
  await sendAll(sender, chance, sent)
  // Empty datagrams end the others as the end of the stream does, one for each call that receives.
  if (sender.type === SOCK_DGRAM) for (let i = 0; i < 2; i++) await sender.send(new Uint8Array(0))
  else sender.shutdown(SHUT_WR)
  await receiving
  if (sender.type === SOCK_DGRAM) {
    const whole = sent.filter((bytes) => bytes.length > 0)
    assert.deepEqual(received.length, whole.length, 'as many datagrams as were sent')
  }
  const [all, expected] = [Buffer.concat(received), Buffer.concat(sent)]
  assert.equal(all.length, expected.length, 'as many bytes as the calls told')
  assert.equal(Buffer.compare(all, expected), 0, 'the bytes that the calls told')
}

test(
  `${2 * PAIRS} sockets send and receive at once, calls are cut at random: what the calls tell is what arrives`,
  async (t) => {
    const seed = Number(process.env.SOQUETE_SEED ?? Math.floor(Math.random() * 2 ** 31))
    t.diagnostic(`seed ${seed}`)
    const scope = new Scope()
    try {
      const all = await pairs(scope)
      for (const each of all.flat()) scope.own(each)
      await Promise.all(all.map((pair, i) => exchange(pair, new Chance(seed + i * 7919))))
    } finally {
      await scope.close()
    }
  },
  { timeout: 120_000 },
)
