import { show } from '../posix/addresses.ts'
import { byteLengthOf, checkBytes } from '../posix/bytes.ts'
import { SOL_SOCKET } from '../posix/constants.ts'
import type { Descriptor, HasDescriptor } from './descriptor.ts'
import type { ControlType } from './option.ts'

/** Ancillary data on its way beside a message: `struct cmsghdr` with what follows it. */
export interface ControlMessage {
  readonly level: number
  readonly number: number
  readonly data: Uint8Array
  /** Of SCM_RIGHTS, instead of bytes: their numbers are asked for when the message goes. */
  readonly descriptors: readonly HasDescriptor[]
}

/** Ancillary data to send, by its type, or by level, number and bytes: cmsg(3). Refuses values that make no sense. */
export function cmsg<Value>(type: ControlType<Value, unknown>, value: Value): ControlMessage
export function cmsg(level: number, number: number, data: Uint8Array): ControlMessage
export function cmsg<Value>(
  type: ControlType<Value, unknown> | number,
  value: Value | number,
  data?: Uint8Array,
): ControlMessage {
  if (typeof type === 'number') return rawControl(type, value, data)
  if (typeof type !== 'object' || type === null || typeof type.control?.encode !== 'function')
    throw new TypeError(`cmsg() takes a type such as SCM_RIGHTS, not ${show(type)}`)
  const { level, number } = type
  const encoded = type.control.encode(value as Value, type.name)
  return encoded instanceof Uint8Array
    ? { level, number, data: encoded, descriptors: [] }
    : { level, number, data: NOTHING, descriptors: encoded }
}

const NOTHING = new Uint8Array(0)

/** Linux takes no more for one message: net.core.optmem_max is larger, and nobody needs it. */
const MAX_DATA = 16384

function rawControl(level: number, number: unknown, data: unknown): ControlMessage {
  for (const value of [level, number]) {
    if (typeof value !== 'number' || (value | 0) !== value)
      throw new TypeError(`level and number are whole numbers, not ${show(value)}`)
  }
  checkBytes(data, 'ancillary data')
  if (byteLengthOf(data) > MAX_DATA) throw new RangeError(`ancillary data of ${byteLengthOf(data)} bytes`)
  checkRights(level, number as number, [])
  return { level, number: number as number, data: new Uint8Array(data), descriptors: [] }
}

/** What stood beside a message that was received. */
export interface ReceivedControl extends ControlMessage {
  readonly descriptors: readonly Descriptor[]
}

/** All that stood beside one message, in its order. */
export class Control implements Iterable<ReceivedControl> {
  readonly #messages: readonly ReceivedControl[]

  constructor(messages: readonly ReceivedControl[]) {
    this.#messages = messages
  }

  get length(): number {
    return this.#messages.length
  }

  /** The first of a type; undefined when there is none. */
  get<Received>(type: ControlType<never, Received>): Received | undefined {
    const found = this.#messages.find(({ level, number }) => level === type.level && number === type.number)
    return found === undefined ? undefined : type.control.decode(found.data, found.descriptors)
  }

  [Symbol.iterator](): Iterator<ReceivedControl> {
    return this.#messages[Symbol.iterator]()
  }
}

/** Descriptors go by their holders: as bytes, their numbers might be somebody else's by the time the message goes. */
function checkRights(level: number, number: number, descriptors: readonly HasDescriptor[]): void {
  const areRights = level === SOL_SOCKET && number === SCM_RIGHTS
  if (areRights === descriptors.length > 0) return
  throw new TypeError('descriptors are sent by cmsg(SCM_RIGHTS, [...]), and nothing else is')
}

const SCM_RIGHTS = 1

/** Checks a list of ancillary data, and makes it our own: the caller's may change while the call waits. */
export function checkControl(control: unknown): readonly ControlMessage[] {
  if (control === undefined) return []
  if (!Array.isArray(control)) throw new TypeError(`control is an array of cmsg(), not ${show(control)}`)
  const list: ControlMessage[] = []
  for (const each of control) {
    const { level, number, data, descriptors } = Object(each) as ControlMessage
    if ((level | 0) !== level || (number | 0) !== number || !Array.isArray(descriptors))
      throw new TypeError(`control is an array of cmsg(), and has ${show(each)} in it`)
    checkBytes(data, 'ancillary data')
    const holders: HasDescriptor[] = [...descriptors]
    checkRights(level, number, holders)
    list.push({ level, number, data: new Uint8Array(data), descriptors: holders })
  }
  return list
}
