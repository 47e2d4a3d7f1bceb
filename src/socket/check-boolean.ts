import { show } from './posix/addresses.ts'

/** Throws when an option is there and neither true nor false. */
export function checkBoolean(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'boolean')
    throw new TypeError(`${name} is true or false, not ${show(value)}`)
}
