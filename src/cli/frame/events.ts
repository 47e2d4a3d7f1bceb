import type { Output } from '../../socket/program.ts'

/** The version of what `--json` writes: it changes when a field changes its meaning or goes. */
export const SCHEMA_VERSION = 1

/** One line of JSON for each thing that happens; bytes in base64, 64-bit numbers as text. */
export class Events {
  readonly #output: Output

  constructor(output: Output) {
    this.#output = output
  }

  /** `time` is of this machine's clock, in UTC. */
  emit(event: string, fields: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const line = { v: SCHEMA_VERSION, event, time: new Date().toISOString(), ...fields }
    return this.#output.write(`${JSON.stringify(line, inJson)}\n`)
  }
}

function inJson(this: unknown, key: string, value: unknown): unknown {
  // toJSON() of a Buffer has run by now; the holder still has the bytes.
  const original = (this as Record<string, unknown>)[key]
  if (original instanceof Uint8Array) return Buffer.from(original).toString('base64')
  return typeof value === 'bigint' ? `${value}` : value
}
