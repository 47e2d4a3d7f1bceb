import type { Descriptor, HasDescriptor } from './descriptor.ts'
import type { ValueCodec } from './option-values.ts'

/** An option of getsockopt(2) and setsockopt(2): its kernel name, its number, and the type of its value. */
export interface SocketOption<Value> {
  readonly name: string
  readonly level: number
  readonly number: number
  readonly codec: ValueCodec<Value>
  /** Whether it is for getsockopt alone or for setsockopt alone; most are for both. */
  readonly access: Access
  /** Of options that both internet levels have: the level for this value. */
  levelOf?(value: Value): number
}

export type Access = 'read' | 'write' | 'both'

/**
 * A kind of ancillary data, which goes beside a message: cmsg(3). Several options are one too: IP_TTL as an option is
 * the time to live of all packets sent, beside a message that of its packet.
 */
export interface ControlType<Value, Received = Value> {
  readonly name: string
  readonly level: number
  readonly number: number
  readonly control: ControlCodec<Value, Received>
}

/** How ancillary data stands in memory; what is received may be of another type than what is sent. */
export interface ControlCodec<Value, Received = Value> {
  encode(value: Value, name: string): Uint8Array | readonly HasDescriptor[]
  decode(bytes: Uint8Array, descriptors: readonly Descriptor[]): Received
}

/** Declares an option, and with `control` the ancillary data of the same name. */
export function option<Value>(
  name: string,
  level: number,
  number: number,
  codec: ValueCodec<Value>,
  access?: Access,
): SocketOption<Value>
export function option<Value, Sent, Received>(
  name: string,
  level: number,
  number: number,
  codec: ValueCodec<Value>,
  access: Access,
  control: ControlCodec<Sent, Received>,
): SocketOption<Value> & ControlType<Sent, Received>
export function option<Value>(
  name: string,
  level: number,
  number: number,
  codec: ValueCodec<Value>,
  access: Access = 'both',
  control?: ControlCodec<never, unknown>,
): SocketOption<Value> {
  return Object.freeze({ name, level, number, codec, access, ...(control === undefined ? {} : { control }) })
}

/** Declares ancillary data that is no option. */
export function controlType<Value, Received = Value>(
  name: string,
  level: number,
  number: number,
  control: ControlCodec<Value, Received>,
): ControlType<Value, Received> {
  return Object.freeze({ name, level, number, control })
}
