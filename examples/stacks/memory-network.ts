import {
  type Address,
  type AddrInfo,
  AddrInfoError,
  type AddrInfoHints,
  AF_INET,
  AF_INET6,
  AF_UNIX,
  AI_PASSIVE,
  type Clock,
  EAI,
  errno,
  formatAddress,
  IN6ADDR_ANY,
  INADDR_ANY,
  inet_pton,
  isInternetAddress,
  type NameInfo,
  type Random,
  SOCK_STREAM,
  Stack,
  type StackPrimitives,
} from '../../src/socket/index.ts'
import { MemorySocket } from './memory-socket.ts'

const clock: Clock = {
  now: () => performance.now(),
  setTimeout: (callback, milliseconds) => {
    const timer = setTimeout(callback, milliseconds)
    return { cancel: () => clearTimeout(timer) }
  },
  yield: (callback) => {
    setImmediate(callback)
  },
}

const random: Random = {
  fill: (bytes) => {
    crypto.getRandomValues(bytes)
  },
}

/**
 * The smallest stack that passes the contract's suite: a network that exists only in this process's memory. It is the
 * example for whoever adds a stack, see docs/adding-a-stack.md.
 */
export class MemoryNetwork implements StackPrimitives {
  readonly name = 'memory'
  readonly clock = clock
  readonly random = random
  readonly #bound = new Map<string, MemorySocket>()
  #nextPort = 32768
  #nextName = 0
  #edges = new Map<MemorySocket, number>()

  socket(family: number, type: number, _protocol: number): MemorySocket | number {
    if (family !== AF_INET && family !== AF_INET6 && family !== AF_UNIX) return -errno.EAFNOSUPPORT
    return new MemorySocket(this, family, type)
  }

  socketpair(family: number, type: number, _protocol: number): [MemorySocket, MemorySocket] | number {
    if (family !== AF_UNIX) return -errno.EOPNOTSUPP
    const pair: [MemorySocket, MemorySocket] = [
      new MemorySocket(this, family, type),
      new MemorySocket(this, family, type),
    ]
    pair[0].join(pair[1])
    return pair
  }

  /** Gathers edges, and tells them all from the loop. */
  later(socket: MemorySocket, edges: number): void {
    if (this.#edges.size === 0) clock.yield(() => this.#deliver())
    this.#edges.set(socket, (this.#edges.get(socket) ?? 0) | edges)
  }

  #deliver(): void {
    const edges = this.#edges
    this.#edges = new Map()
    for (const [socket, each] of edges) socket.deliver(each)
  }

  bind(socket: MemorySocket, address: Address): number {
    if (address.family !== socket.family)
      return socket.family === AF_INET ? -errno.EAFNOSUPPORT : -errno.EINVAL
    const name = this.#complete(address)
    if (this.#bound.has(key(socket.type, name))) return -errno.EADDRINUSE
    this.#bound.set(key(socket.type, name), socket)
    socket.name = name
    return 0
  }

  /** Chooses what the address leaves open: a port, or as Linux does an abstract name of five digits. */
  #complete(address: Address): Address {
    if (isInternetAddress(address))
      return address.port === 0 ? { ...address, port: this.#freePort() } : address
    if (address.family !== AF_UNIX || address.path !== undefined || address.abstract !== undefined)
      return address
    return { family: AF_UNIX, abstract: (this.#nextName++).toString(16).padStart(5, '0') }
  }

  /** Gives a socket of the internet a port of its own, as sending and connecting do. */
  autobind(socket: MemorySocket): void {
    this.bind(
      socket,
      socket.family === AF_INET
        ? { family: AF_INET, address: '127.0.0.1', port: 0 }
        : { family: AF_INET6, address: '::1', port: 0 },
    )
  }

  #freePort(): number {
    this.#nextPort = this.#nextPort === 65535 ? 32768 : this.#nextPort + 1
    return this.#nextPort
  }

  find(type: number, address: Address): MemorySocket | null {
    const exact = this.#bound.get(key(type, address))
    if (exact !== undefined || !isInternetAddress(address)) return exact ?? null
    const any = (family: typeof AF_INET | typeof AF_INET6, text: string) =>
      this.#bound.get(key(type, { family, address: text, port: address.port }))
    const own = address.family === AF_INET ? any(AF_INET, INADDR_ANY) : any(AF_INET6, IN6ADDR_ANY)
    if (own !== undefined || address.family === AF_INET6) return own ?? null
    const dual = any(AF_INET6, IN6ADDR_ANY)
    return dual === undefined || dual.ipv6Only ? null : dual
  }

  release(socket: MemorySocket): void {
    if (socket.name !== null && this.find(socket.type, socket.name) === socket)
      this.#bound.delete(key(socket.type, socket.name))
  }

  async getaddrinfo(host: string | null, service: string | null, hints: AddrInfoHints): Promise<AddrInfo[]> {
    const passive = ((hints.flags ?? 0) & AI_PASSIVE) !== 0
    const family = host?.includes(':') || hints.family === AF_INET6 ? AF_INET6 : AF_INET
    const loopback = family === AF_INET ? '127.0.0.1' : '::1'
    const address = host === null || host === 'localhost' ? loopback : host
    if (inet_pton(family, address) === null) throw new AddrInfoError(EAI.EAI_NONAME, 'getaddrinfo', host)
    const port = Number(service ?? 0)
    if (!Number.isInteger(port)) throw new AddrInfoError(EAI.EAI_SERVICE, 'getaddrinfo', host)
    const flags = passive ? AI_PASSIVE : 0
    return [
      { flags, family, type: hints.type ?? SOCK_STREAM, protocol: 0, address: { family, address, port } },
    ]
  }

  async getnameinfo(address: Address): Promise<NameInfo> {
    if (!isInternetAddress(address)) return { host: 'localhost', service: formatAddress(address) }
    return { host: address.address, service: String(address.port) }
  }
}

function key(type: number, address: Address): string {
  return `${type} ${formatAddress(address)}`
}

/** A new network of its own, with nobody in it. */
export function memoryStack(): Stack {
  return new Stack(new MemoryNetwork())
}
