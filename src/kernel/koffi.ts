import { createRequire } from 'node:module'
import { SocketError } from '../socket/errors.ts'
import type { Language } from '../socket/language.ts'
import { errno } from '../socket/posix/errno.ts'

/** What is used of koffi, the foreign function interface: prebuilt, so nobody needs a compiler. */
export interface Koffi {
  load(path: null): { func(name: string, result: string, args: readonly unknown[]): ForeignFunction }
  errno(): number
  /** The address of a view's first byte. */
  address(view: Uint8Array): bigint
  /** The memory at an address, as long as it stays there. */
  view(address: bigint, length: number): ArrayBuffer
  /** `string` reads text that ends with a NUL. */
  decode: { string(address: bigint): string }
  /** A type of function, and the type of a pointer to it. */
  proto(result: string, args: readonly string[]): unknown
  pointer(type: unknown): unknown
  node: {
    /** Stands for this thread's `napi_env`. */
    readonly env: unknown
    poll(fd: number, options: { readable: boolean }, callback: () => void): PollHandle
  }
}

/** A view is passed as a pointer to its first byte; the callee must be told its length. */
// biome-ignore lint/suspicious/noExplicitAny: each function's declaration in libc.ts gives it its type
export type ForeignFunction = ((...args: any[]) => any) & { async(...args: any[]): void }

export interface PollHandle {
  ref(): void
  unref(): void
  close(): void
}

let loaded: Koffi | null = null

/** Loads koffi on first use, so that importing this package works everywhere. */
export function loadKoffi(): Koffi {
  loaded ??= load()
  return loaded
}

const PACKAGES: Readonly<Record<string, string>> = {
  x64: '@koromix/koffi-linux-x64',
  arm64: '@koromix/koffi-linux-arm64',
}

function load(): Koffi {
  const name = PACKAGES[process.arch]
  if (process.platform !== 'linux' || name === undefined) {
    throw unavailable(
      `the kernel's sockets are Linux's, on x64 and arm64; this is ${process.platform} on ${process.arch}`,
      {
        en: 'Run it in a Linux machine, virtual machine or container; elsewhere another stack is needed.',
        es: 'Ejecutalo en Linux, en una máquina, una virtual o un contenedor; en otro lado hace falta otra pila.',
      },
    )
  }
  try {
    const require = createRequire(import.meta.url)
    const koffi = require(name) as Koffi
    pin(koffi, Object.keys(require.cache))
    return koffi
  } catch (cause) {
    throw unavailable(
      `the package ${name} is missing or does not load`,
      {
        en: `It is an optional dependency of soquete: install it with 'npm install ${name}', and check that npm does not run with --omit=optional.`,
        es: `Es una dependencia opcional de soquete: instalala con 'npm install ${name}', y fijate que npm no use --omit=optional.`,
      },
      cause,
    )
  }
}

const RTLD_NOW = 0x2
const RTLD_NODELETE = 0x1000

/**
 * Keeps koffi's library in memory for good. When a worker thread alone has loaded it and ends, Node unloads it while
 * libuv still has to call its code to close the poll handle, and the process dies of SIGSEGV.
 */
function pin(koffi: Koffi, modules: readonly string[]): void {
  const path = modules.find((module) => module.endsWith('koffi.node'))
  if (path === undefined) return
  const dlopen = koffi.load(null).func('dlopen', 'void *', ['const char *', 'int'])
  dlopen(path, RTLD_NOW | RTLD_NODELETE)
}

function unavailable(
  reason: string,
  advice: Readonly<Record<Language, string>>,
  cause?: unknown,
): SocketError {
  return new SocketError(errno.ENOSYS, 'socket', {
    reason,
    cause,
    investigate: async ({ language }) => ({ sentences: [advice[language]], conclusive: true }),
  })
}
