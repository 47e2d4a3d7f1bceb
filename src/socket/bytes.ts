import { show } from './addresses.ts'

export function checkBytes(value: unknown, what: string): asserts value is Uint8Array {
  if (!(value instanceof Uint8Array)) {
    const hint = typeof value === 'string' ? '; encode text with new TextEncoder()' : ''
    throw new TypeError(`${what} is a Uint8Array, not ${show(value)}${hint}`)
  }
}
