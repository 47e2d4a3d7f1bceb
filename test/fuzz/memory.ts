/** Views of many kinds into memory whose other bytes can be checked afterwards. */

/** What stands in every byte that no call has any business with. */
export const CANARY = 0xc5

/** A view with memory around it. */
export interface Guarded {
  readonly view: Uint8Array
  /** All of the memory, the view's included. */
  readonly whole: Uint8Array
  readonly start: number
  readonly end: number
}

export const BACKINGS = ['plain', 'shared', 'resizable', 'buffer'] as const
export type Backing = (typeof BACKINGS)[number]

type Resizable = ArrayBuffer & { resize(length: number): void }
const ResizableBuffer = ArrayBuffer as unknown as new (
  length: number,
  options: { maxByteLength: number },
) => Resizable

export function resizable(length: number, maxByteLength: number): Resizable {
  return new ResizableBuffer(length, { maxByteLength })
}

/** Takes the memory away from every view of it, and gives a view of where it went. */
export function detach(view: Uint8Array): Uint8Array {
  const buffer = view.buffer as ArrayBuffer
  return new Uint8Array(structuredClone(buffer, { transfer: [buffer] }))
}

function memory(backing: Backing, size: number): Uint8Array {
  if (backing === 'shared') return new Uint8Array(new SharedArrayBuffer(size))
  if (backing === 'resizable') return new Uint8Array(resizable(size, 2 * size + 1))
  if (backing === 'buffer') return Buffer.alloc(size)
  return new Uint8Array(size)
}

/** A view of `length` bytes with `before` and `after` bytes around it. */
export function guarded(backing: Backing, before: number, length: number, after: number): Guarded {
  const whole = memory(backing, before + length + after).fill(CANARY)
  const view = whole.subarray(before, before + length)
  return { view, whole, start: before, end: before + length }
}

/** Where a byte outside the view was written to, or -1. */
export function trespass({ whole, start, end }: Guarded): number {
  for (let i = 0; i < whole.length; i++) {
    if (i === start) i = end
    if (i < whole.length && whole[i] !== CANARY) return i
  }
  return -1
}
