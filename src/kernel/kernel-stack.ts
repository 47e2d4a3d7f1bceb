import { AsyncResource } from 'node:async_hooks'
import { randomFillSync } from 'node:crypto'
import type { Failure, Findings } from '../socket/explaining.ts'
import type { AddrInfo, AddrInfoHints, NameInfo } from '../socket/lookup.ts'
import type { Address } from '../socket/posix/addresses.ts'
import { SOCK_CLOEXEC, SOCK_NONBLOCK } from '../socket/posix/constants.ts'
import type { Clock, Random, StackPrimitives } from '../socket/primitives.ts'
import { Stack } from '../socket/stack.ts'
import { Turn } from '../socket/turn.ts'
import { KernelSocket, nameOf } from './kernel-socket.ts'
import { KernelThread } from './kernel-thread.ts'
import { libc } from './libc.ts'
import { lookUpAddress, lookUpName } from './resolver.ts'
import { unlinkAbandoned } from './socket-file.ts'

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
    randomFillSync(bytes)
  },
}

const turn = new Turn(clock)
let thread: KernelThread | null = null

/** What the sockets of this thread share; made by the first of them. */
export function kernelThread(): KernelThread {
  if (thread !== null) return thread
  thread = new KernelThread(turn)
  // A program that lives is prepared to run out of descriptors: then nothing could be loaded.
  setTimeout(() => void investigation().catch(() => {}), PREPARATION).unref()
  return thread
}

/** Milliseconds after the first socket. */
const PREPARATION = 1000

/** What looks for causes is a third of all code, and most programs never ask: it is loaded later. */
function investigation(): Promise<typeof import('./investigate/investigate.ts')> {
  return import('./investigate/investigate.ts')
}

export class KernelStack implements StackPrimitives {
  readonly name = 'linux'
  readonly clock = clock
  readonly random = random

  socket(family: number, type: number, protocol: number): KernelSocket | number {
    const { libc } = kernelThread()
    const fd = libc.socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol)
    return fd < 0 ? -libc.errno() : new KernelSocket(kernelThread(), fd, family, type)
  }

  socketpair(family: number, type: number, protocol: number): [KernelSocket, KernelSocket] | number {
    const { libc } = kernelThread()
    const fds = new Uint8Array(128)
    if (libc.socketpair(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol, fds) < 0) return -libc.errno()
    const view = new DataView(fds.buffer)
    const end = (at: number) => new KernelSocket(kernelThread(), view.getInt32(at, true), family, type)
    return [end(0), end(4)]
  }

  getaddrinfo(
    host: string | null,
    service: string | null,
    hints: AddrInfoHints,
    signal: AbortSignal | undefined,
  ): Promise<AddrInfo[]> {
    libc()
    return lookUpAddress(host, service, hints, signal)
  }

  getnameinfo(address: Address, flags: number, signal: AbortSignal | undefined): Promise<NameInfo> {
    return lookUpName(address, flags, signal)
  }

  unlinkAbandoned(path: string | Uint8Array): number {
    return unlinkAbandoned(path)
  }

  keepContext(): AsyncResource {
    return new AsyncResource('SOCKET', { requireManualDestroy: true })
  }

  async investigate(failure: Failure): Promise<Findings> {
    const { investigate } = await investigation()
    return investigate(failure, { nameOf: (fd) => nameOf(kernelThread(), fd) })
  }
}

/** The Linux kernel's network. Nothing is loaded before its first use. */
export const kernel: Stack = new Stack(new KernelStack(), turn)
