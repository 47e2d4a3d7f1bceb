import type { TraceEvent } from '../socket/events.ts'

/** The first line of a trace: what the following lines are. */
export interface TraceHeader {
  readonly soquete: 'trace'
  readonly version: 1
  /** Who is traced, as `client` or `server`. */
  readonly party: string
  readonly process: number
}

/** A trace as text: a header and then an event a line. Bytes stand as `{"hex":"01ff","length":2}`. */
export function headerLine(party: string, process: number): string {
  return `${JSON.stringify({ soquete: 'trace', version: 1, party, process } satisfies TraceHeader)}\n`
}

export function eventLine(event: TraceEvent): string {
  return `${JSON.stringify(event, (_key, value) =>
    value instanceof Uint8Array ? { hex: toHex(value) } : value,
  )}\n`
}

/** Reads a line of a trace; throws a SyntaxError that says what is wrong with it. */
export function parseLine(line: string): TraceHeader | TraceEvent {
  const value: unknown = JSON.parse(line, (_key, part) => (isHex(part) ? fromHex(part.hex) : part))
  if (typeof value !== 'object' || value === null) throw new SyntaxError('a line of a trace is an object')
  if ('soquete' in value) {
    const header = value as TraceHeader
    if (header.soquete !== 'trace' || header.version !== 1)
      throw new SyntaxError(`this is version ${header.version} of a trace; version 1 is understood`)
    return header
  }
  if (!('type' in value) || !('call' in value)) throw new SyntaxError('a line of a trace lacks type or call')
  return value as TraceEvent
}

function isHex(value: unknown): value is { hex: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === 1 &&
    'hex' in value &&
    typeof value.hex === 'string'
  )
}

export function toHex(bytes: Uint8Array): string {
  let hex = ''
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0')
  return hex
}

export function fromHex(hex: string): Uint8Array {
  if (hex.length % 2 !== 0 || /[^0-9a-fA-F]/.test(hex)) throw new SyntaxError('bytes are pairs of hex digits')
  const bytes = new Uint8Array(hex.length / 2)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16)
  return bytes
}
