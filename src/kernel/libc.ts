import { type Koffi, loadKoffi } from './koffi.ts'

/**
 * The functions of libc that are called, and nothing else calls FFI. A number below zero is a failure, and errno()
 * tells which, when asked before the next call. Lengths are those of the views that go with them.
 */
export interface Libc {
  accept4(fd: number, address: null, length: null, flags: number): number
  bind(fd: number, address: Uint8Array, length: number): number
  close(fd: number): number
  connect(fd: number, address: Uint8Array, length: number): number
  epoll_create1(flags: number): number
  epoll_ctl(epoll: number, operation: number, fd: number, event: Uint8Array | null): number
  epoll_wait(epoll: number, events: Uint8Array, count: number, milliseconds: number): number
  fcntl(fd: number, command: number, argument: number): number
  getpeername(fd: number, address: Uint8Array, length: Uint8Array): number
  getsockname(fd: number, address: Uint8Array, length: Uint8Array): number
  getsockopt(fd: number, level: number, name: number, value: Uint8Array, length: Uint8Array): number
  if_freenameindex(list: bigint): void
  /** `name` has room for IF_NAMESIZE bytes. An address; 0 is a failure. */
  if_indextoname(index: number, name: Uint8Array): number | bigint
  /** The list's address; 0 is a failure. */
  if_nameindex(): number | bigint
  /** `name` ends with a NUL; 0 is a failure. */
  if_nametoindex(name: Uint8Array): number
  ioctl(fd: number, request: number, value: Uint8Array): number
  listen(fd: number, backlog: number): number
  recv(fd: number, buffer: Uint8Array, length: number, flags: number): number
  recvfrom(
    fd: number,
    buffer: Uint8Array,
    length: number,
    flags: number,
    address: Uint8Array,
    addressLength: Uint8Array,
  ): number
  recvmmsg(fd: number, messages: Uint8Array, count: number, flags: number, timeout: null): number
  recvmsg(fd: number, message: Uint8Array, flags: number): number
  send(fd: number, bytes: Uint8Array, length: number, flags: number): number
  /** send() from memory of our own, by its address. */
  sendFrom(fd: number, address: number, length: number, flags: number): number
  sendmmsg(fd: number, messages: Uint8Array, count: number, flags: number): number
  sendmsg(fd: number, message: Uint8Array, flags: number): number
  sendto(
    fd: number,
    bytes: Uint8Array,
    length: number,
    flags: number,
    address: Uint8Array,
    addressLength: number,
  ): number
  setsockopt(fd: number, level: number, name: number, value: Uint8Array, length: number): number
  shutdown(fd: number, how: number): number
  socket(family: number, type: number, protocol: number): number
  socketpair(family: number, type: number, protocol: number, fds: Uint8Array): number
  freeaddrinfo(list: bigint): void
  /** `list` receives the list's address. */
  getaddrinfo: Lookup<[host: string | null, service: string | null, hints: Uint8Array, list: Uint8Array]>
  getnameinfo: Lookup<
    [
      address: Uint8Array,
      length: number,
      host: Uint8Array,
      hostLength: number,
      service: Uint8Array,
      serviceLength: number,
      flags: number,
    ]
  >
  /** Of the last call that failed. */
  errno(): number
}

/** A call that answers at once, or, by `async`, on a thread of libuv's pool. */
export interface Lookup<Args extends unknown[]> {
  (...args: Args): number
  async(...args: [...Args, callback: (error: unknown, result: number) => void]): void
}

const INT = 'int'
const PTR = 'void *'
const SIZE = 'size_t'
// ssize_t: Linux moves fewer than 2³¹ bytes a call, and a 32-bit result costs no heap number.
const SSIZE = 'int'

const DECLARATIONS = {
  accept4: [INT, [INT, PTR, PTR, INT]],
  bind: [INT, [INT, PTR, 'uint32_t']],
  close: [INT, [INT]],
  connect: [INT, [INT, PTR, 'uint32_t']],
  epoll_create1: [INT, [INT]],
  epoll_ctl: [INT, [INT, INT, INT, PTR]],
  epoll_wait: [INT, [INT, PTR, INT, INT]],
  fcntl: [INT, [INT, INT, INT]],
  freeaddrinfo: ['void', ['uintptr_t']],
  getaddrinfo: [INT, ['const char *', 'const char *', PTR, PTR]],
  getnameinfo: [INT, [PTR, 'uint32_t', PTR, 'uint32_t', PTR, 'uint32_t', INT]],
  getpeername: [INT, [INT, PTR, PTR]],
  getsockname: [INT, [INT, PTR, PTR]],
  getsockopt: [INT, [INT, INT, INT, PTR, PTR]],
  if_freenameindex: ['void', ['uintptr_t']],
  if_indextoname: ['uintptr_t', ['unsigned int', PTR]],
  if_nameindex: ['uintptr_t', []],
  if_nametoindex: ['unsigned int', [PTR]],
  ioctl: [INT, [INT, 'unsigned long', PTR]],
  listen: [INT, [INT, INT]],
  recv: [SSIZE, [INT, PTR, SIZE, INT]],
  recvfrom: [SSIZE, [INT, PTR, SIZE, INT, PTR, PTR]],
  recvmmsg: [INT, [INT, PTR, 'unsigned int', INT, PTR]],
  recvmsg: [SSIZE, [INT, PTR, INT]],
  send: [SSIZE, [INT, PTR, SIZE, INT]],
  sendmmsg: [INT, [INT, PTR, 'unsigned int', INT]],
  sendmsg: [SSIZE, [INT, PTR, INT]],
  sendto: [SSIZE, [INT, PTR, SIZE, INT, PTR, 'uint32_t']],
  setsockopt: [INT, [INT, INT, INT, PTR, 'uint32_t']],
  shutdown: [INT, [INT, INT]],
  socket: [INT, [INT, INT, INT]],
  socketpair: [INT, [INT, INT, INT, PTR]],
} as const

let bound: Libc | null = null

export function libc(): Libc {
  bound ??= bindLibc(loadKoffi())
  return bound
}

function bindLibc(koffi: Koffi): Libc {
  const process = koffi.load(null)
  const functions: Record<string, unknown> = { errno: koffi.errno }
  for (const [name, [result, args]] of Object.entries(DECLARATIONS))
    functions[name] = process.func(name, result, args)
  functions.sendFrom = process.func('send', SSIZE, [INT, 'uintptr_t', SIZE, INT])
  return functions as unknown as Libc
}
