// Guide 002, «Protocolo de comunicación», and guide 000, «send() y recv()»: header, payload, and fields in it.
import { htonl, htons, MSG_WAITALL, type Socket } from 'soquete'

/** Header: uint8 code, uint32 length of the payload. What a program does not expect to hold, it refuses to read. */
const HEADER = 5
const LONGEST = 1024

/** Codes. A question and OK need no payload. */
export const OK = 0
export const READING = 1
export const HOTTEST = 2
export const ERROR = 255

export interface Packet {
  readonly code: number
  readonly payload: Uint8Array
}

export async function sendPacket(
  to: Socket,
  code: number,
  payload: Uint8Array = new Uint8Array(),
): Promise<void> {
  // One call for all of it: no half packet is left behind when the program ends in between.
  await to.sendmsg({ buffers: [Uint8Array.of(code), uint32(payload.length), payload] })
}

/** The next packet, or null where the stream ends between two. */
export async function receivePacket(from: Socket): Promise<Packet | null> {
  const header = await from.recv(HEADER, MSG_WAITALL)
  if (header.length === 0) return null
  if (header.length < HEADER) throw new Error('the stream ended inside a header')
  const [code, length] = [header[0]!, view(header).getUint32(1, BIG_ENDIAN)]
  if (length > LONGEST) throw new Error(`a payload of ${length} bytes is more than ${LONGEST}`)
  // Of no bytes at all a recv() in C would wait for the next ones.
  const payload = length === 0 ? new Uint8Array() : await from.recv(length, MSG_WAITALL)
  if (payload.length < length) throw new Error('the stream ended inside a payload')
  return { code, payload }
}

/** What a weather station has read: uint32 station, int16 tenths of a degree, uint16 length, place in UTF-8. */
export interface Reading {
  readonly station: number
  readonly celsius: number
  readonly place: string
}

export function encodeReading({ station, celsius, place }: Reading): Uint8Array {
  const tenths = Math.round(celsius * 10)
  if (!(Math.abs(tenths) <= 0x7fff)) throw new RangeError(`${celsius} °C do not fit into an int16 of tenths`)
  const text = new TextEncoder().encode(place)
  return Uint8Array.of(...uint32(station), ...uint16(tenths & 0xffff), ...uint16(text.length), ...text)
}

export function decodeReading(bytes: Uint8Array): Reading {
  const whole = bytes.length >= 8 && bytes.length === 8 + view(bytes).getUint16(6, BIG_ENDIAN)
  if (!whole) throw new Error('that is no reading')
  return {
    station: view(bytes).getUint32(0, BIG_ENDIAN),
    celsius: view(bytes).getInt16(4, BIG_ENDIAN) / 10,
    place: new TextDecoder().decode(bytes.subarray(8)),
  }
}

// The network's order is big endian. As in C: the number turned by htons() or htonl(), then its memory as it lies.
const uint16 = (value: number) => new Uint8Array(Uint16Array.of(htons(value)).buffer)
const uint32 = (value: number) => new Uint8Array(Uint32Array.of(htonl(value)).buffer)

// To read, a DataView needs no turning: it is told the order.
const BIG_ENDIAN = false
const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
