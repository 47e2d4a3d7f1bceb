/**
 * Soquete: sockets for TypeScript. The contract, with the Linux kernel's stack for socket(), socketpair(),
 * getaddrinfo(), getnameinfo() and the names of interfaces. Importing it works everywhere; the first call needs Linux
 * on x64 or arm64.
 */
import { adopt } from './kernel/adopt.ts'
import { if_indextoname, if_nameindex, if_nametoindex, type NameIndex } from './kernel/interface-names.ts'
import { kernel } from './kernel/kernel-stack.ts'
import type { ConnectOptions } from './socket/connecting.ts'
import type { Endpoint } from './socket/endpoint.ts'
import type { ListenOptions } from './socket/listening.ts'
import type { AddrInfoHints, AddrInfoList, NameInfo } from './socket/lookup.ts'
import type { Address } from './socket/posix/addresses.ts'
import type { Socket } from './socket/socket.ts'
import type { WaitOptions } from './socket/waiting.ts'

export * from './socket/index.ts'
export { adopt, if_indextoname, if_nameindex, if_nametoindex, kernel, type NameIndex }

/** Creates a socket of the kernel: socket(2). */
export function socket(family: number, type: number, protocol = 0): Socket {
  return kernel.socket(family, type, protocol)
}

/** Creates two sockets of the kernel that are connected with each other: socketpair(2). */
export function socketpair(family: number, type: number, protocol = 0): [Socket, Socket] {
  return kernel.socketpair(family, type, protocol)
}

/** Listens at an endpoint, as `tcp://*:4444`. See Stack.listen. */
export function listen(endpoint: string | Endpoint, options?: ListenOptions): Promise<Socket> {
  return kernel.listen(endpoint, options)
}

/** Connects to an endpoint, as `tcp://example.com:443`. See Stack.connect. */
export function connect(endpoint: string | Endpoint, options?: ConnectOptions): Promise<Socket> {
  return kernel.connect(endpoint, options)
}

/** Turns a host and a service into addresses: getaddrinfo(3). See Stack.getaddrinfo. */
export function getaddrinfo(
  host: string | null,
  service: string | null,
  hints: AddrInfoHints = {},
  wait?: WaitOptions,
): Promise<AddrInfoList> {
  return kernel.getaddrinfo(host, service, hints, wait)
}

/** Turns an address into a host's and a service's name: getnameinfo(3). See Stack.getnameinfo. */
export function getnameinfo(address: Address, flags = 0, wait?: WaitOptions): Promise<NameInfo> {
  return kernel.getnameinfo(address, flags, wait)
}
