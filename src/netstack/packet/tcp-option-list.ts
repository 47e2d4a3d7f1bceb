import { readBytes, writeBytes } from './field.ts'
import {
  TCPOPT_EOL,
  TCPOPT_MSS,
  TCPOPT_NOP,
  TCPOPT_SACK,
  TCPOPT_SACK_PERMITTED,
  TCPOPT_TIMESTAMPS,
  TCPOPT_WINDOW_SCALE,
} from './tcp-options.ts'

/** TCP options as they stand in a segment, one by one, for traces and tests. */
export type TcpOption =
  | { option: 'NOP' }
  | { option: 'MSS'; mss: number }
  | { option: 'window scale'; shift: number }
  | { option: 'SACK permitted' }
  | { option: 'SACK'; blocks: [left: number, right: number][] }
  | { option: 'timestamps'; tsVal: number; tsEcr: number }
  /** Of another kind, or of a length that is not its kind's. */
  | { option: 'other'; kind: number; data: Uint8Array }
  /** The end of options and what stands behind it, or bytes that make no sense; zeros that only fill up are left out. */
  | { option: 'rest'; data: Uint8Array }

/** Reads the options that stand from `at` up to `end`. */
export function readTcpOptions(view: DataView, at: number, end: number): TcpOption[] {
  const options: TcpOption[] = []
  let here = at
  while (here < end) {
    const kind = view.getUint8(here)
    if (kind === TCPOPT_NOP) {
      options.push({ option: 'NOP' })
      here++
      continue
    }
    const length = kind === TCPOPT_EOL || here + 2 > end ? 0 : view.getUint8(here + 1)
    if (length < 2 || here + length > end) return [...options, ...rest(view, here, end)]
    options.push(readOption(view, here + 2, kind, length))
    here += length
  }
  return options
}

function rest(view: DataView, at: number, end: number): TcpOption[] {
  const data = readBytes(view, at, end)
  return data.length < 4 && data.every((byte) => byte === 0) ? [] : [{ option: 'rest', data }]
}

function readOption(view: DataView, at: number, kind: number, length: number): TcpOption {
  if (kind === TCPOPT_MSS && length === 4) return { option: 'MSS', mss: view.getUint16(at) }
  if (kind === TCPOPT_WINDOW_SCALE && length === 3)
    return { option: 'window scale', shift: view.getUint8(at) }
  if (kind === TCPOPT_SACK_PERMITTED && length === 2) return { option: 'SACK permitted' }
  if (kind === TCPOPT_TIMESTAMPS && length === 10)
    return { option: 'timestamps', tsVal: view.getUint32(at), tsEcr: view.getUint32(at + 4) }
  if (kind === TCPOPT_SACK && length >= 10 && length % 8 === 2) {
    const edges = (_: unknown, i: number): [number, number] => [
      view.getUint32(at + 8 * i),
      view.getUint32(at + 8 * i + 4),
    ]
    return { option: 'SACK', blocks: Array.from({ length: length >> 3 }, edges) }
  }
  return { option: 'other', kind, data: readBytes(view, at, at + length - 2) }
}

/** Writes options and fills up with zeros to a multiple of 4 bytes; gives the position behind that. */
export function writeTcpOptions(view: DataView, at: number, options: readonly TcpOption[]): number {
  const bytes = options.flatMap(encode)
  while (bytes.length % 4 !== 0) bytes.push(TCPOPT_EOL)
  return writeBytes(view, at, Uint8Array.from(bytes))
}

function encode(option: TcpOption): number[] {
  switch (option.option) {
    case 'NOP':
      return [TCPOPT_NOP]
    case 'MSS':
      return [TCPOPT_MSS, 4, ...uint16(option.mss)]
    case 'window scale':
      return [TCPOPT_WINDOW_SCALE, 3, option.shift]
    case 'SACK permitted':
      return [TCPOPT_SACK_PERMITTED, 2]
    case 'SACK':
      return [TCPOPT_SACK, 2 + 8 * option.blocks.length, ...option.blocks.flat().flatMap(uint32)]
    case 'timestamps':
      return [TCPOPT_TIMESTAMPS, 10, ...uint32(option.tsVal), ...uint32(option.tsEcr)]
    case 'other':
      return [option.kind, 2 + option.data.length, ...option.data]
    case 'rest':
      return [...option.data]
  }
}

const uint16 = (value: number): number[] => [value >>> 8, value & 0xff]
const uint32 = (value: number): number[] => [...uint16(value >>> 16), ...uint16(value & 0xffff)]
