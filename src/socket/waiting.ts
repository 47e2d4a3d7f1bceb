import { show } from './posix/addresses.ts'

/** How long a call may wait. */
export interface WaitOptions {
  /** Rejects the call with the signal's reason; what had not moved yet stays where it was. */
  readonly signal?: AbortSignal | undefined
  /** Milliseconds; then the call rejects with ETIMEDOUT. */
  readonly timeout?: number | undefined
}

/** Timers know no longer wait than these milliseconds: almost 25 days. */
export const LONGEST_WAIT = 0x7fffffff

/** Throws when wait options are no wait options, or when the signal has already aborted. */
export function checkWait(wait: WaitOptions | undefined): void {
  if (wait === undefined) return
  if (typeof wait !== 'object' || wait === null)
    throw new TypeError(`options are an object with signal and timeout, not ${show(wait)}`)
  const { signal, timeout } = wait
  if (timeout !== undefined) {
    if (typeof timeout !== 'number')
      throw new TypeError(`timeout is a number of milliseconds, not ${show(timeout)}`)
    if (!(timeout >= 0 && timeout <= LONGEST_WAIT))
      throw new RangeError(`timeout ${timeout} is not from 0 to 2,147,483,647 ms`)
  }
  if (signal === undefined) return
  if (!(signal instanceof AbortSignal)) throw new TypeError(`signal is an AbortSignal, not ${show(signal)}`)
  signal.throwIfAborted()
}

export function checkFlags(flags: unknown): void {
  if (typeof flags !== 'number' || (flags | 0) !== flags)
    throw new TypeError(`flags are a whole number made of MSG_ constants, not ${show(flags)}`)
}
