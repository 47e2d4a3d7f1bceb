import { show } from './addresses.ts'

const lengthGetter = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype),
  'byteLength',
)!.get as (this: Uint8Array) => number

/** The bytes that a view really has, whatever its class or its own properties say; 0 when it is detached. */
export function byteLengthOf(view: Uint8Array): number {
  return lengthGetter.call(view)
}

/** Is it memory, and not an object that says so, or a proxy in front of one? */
export function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && value instanceof Uint8Array
}

export function checkBytes(value: unknown, what: string): asserts value is Uint8Array {
  if (!isBytes(value)) {
    const hint = typeof value === 'string' ? '; encode text with new TextEncoder()' : ''
    throw new TypeError(`${what} is a Uint8Array, not ${show(value)}${hint}`)
  }
}
