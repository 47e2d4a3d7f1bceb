import { inspect } from 'node:util'
import { AddrInfoError, SocketError } from '../../src/index.ts'

/** Thrown by values that make trouble when they are looked at: not the library's fault. */
export class Mischief extends Error {}

/** Says what is wrong with an error that a call gave, or null when it may give such a one. */
export function objection(error: unknown, call: string): string | null {
  if (error instanceof SocketError) {
    const badMemory = error.code === 'EFAULT' && !call.includes('sockopt') && !/mmsg|sendBatch/.test(call)
    return badMemory ? `${call}: the kernel was given memory that is not there` : null
  }
  const allowed =
    error instanceof TypeError ||
    error instanceof RangeError ||
    error instanceof AddrInfoError ||
    error instanceof Mischief ||
    (error instanceof DOMException && /^(Abort|Timeout)Error$/.test(error.name))
  return allowed ? null : `${call}: ${inspect(error)}`
}

/** Exceptions that reached nobody: a call that waits must never throw into the loop. */
export class Stray {
  readonly #found: string[] = []

  watch(): void {
    const note = (kind: string) => (error: unknown) => this.#found.push(`${kind}: ${inspect(error)}`)
    process.on('uncaughtException', note('thrown into the event loop'))
    process.on('unhandledRejection', note('a rejection that nobody could handle'))
  }

  /** Throws when there were any since the last time. */
  check(): void {
    const found = this.#found.splice(0)
    if (found.length > 0) throw new Error(found.join('\n'))
  }
}
