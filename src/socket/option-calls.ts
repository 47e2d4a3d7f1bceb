import type { Channel } from './channel.ts'
import type { ErrorDetails } from './errors.ts'
import { SO_LINGER, SO_RCVLOWAT, SO_RCVTIMEO, SO_SNDTIMEO, type SocketOption } from './options/options.ts'
import { show } from './posix/addresses.ts'
import { byteLengthOf, checkBytes } from './posix/bytes.ts'
import { errno } from './posix/errno.ts'

/** An option's value may have so many bytes. */
const MAX_LENGTH = 65536

export function getOption<Value>(channel: Channel, option: SocketOption<Value>): Value {
  checkOption(option)
  // Each part is asked for once: what has been checked is what is used.
  const { name, level, number, codec, access } = option
  if (access === 'write') throw new TypeError(`${name} can only be set`)
  checkInt('level', level)
  checkInt('number', number)
  const value = new Uint8Array(codec.size)
  const result = channel.primitives.getsockopt(level, number, value)
  if (result < 0) throw channel.error(result, 'getsockopt', missingOption(name, result))
  return codec.decode(value.subarray(0, result))
}

export function getRawOption(channel: Channel, level: number, name: unknown, length: unknown): Uint8Array {
  checkInt('level', level)
  checkInt('name', name)
  checkInt('length', length)
  if (length < 0 || length > MAX_LENGTH)
    throw new RangeError(`length ${length} is not from 0 to ${MAX_LENGTH}`)
  const value = new Uint8Array(length)
  const result = channel.primitives.getsockopt(level, name, value)
  if (result < 0) throw channel.error(result, 'getsockopt')
  return value.subarray(0, result)
}

export function setOption<Value>(channel: Channel, option: SocketOption<Value>, value: Value): void {
  checkOption(option)
  const { name, number, codec, access } = option
  if (access === 'read') throw new TypeError(`${name} can only be read`)
  const encoded = codec.encode(value, name)
  checkBytes(encoded, `what ${name} is encoded as`)
  const level = option.levelOf?.(value) ?? option.level
  checkInt('level', level)
  checkInt('number', number)
  const result = channel.primitives.setsockopt(level, number, encoded)
  if (result < 0) throw channel.error(result, 'setsockopt', missingOption(name, result))
  notice(channel, level, number, encoded)
}

export function setRawOption(channel: Channel, level: number, name: unknown, value: unknown): void {
  checkInt('level', level)
  checkInt('name', name)
  checkBytes(value, "an option's value")
  const length = byteLengthOf(value)
  if (length > MAX_LENGTH) throw new RangeError(`an option of ${length} bytes is too long`)
  const own = new Uint8Array(value)
  const result = channel.primitives.setsockopt(level, name, own)
  if (result < 0) throw channel.error(result, 'setsockopt', heldAddress(result))
  notice(channel, level, name, own)
}

/** Asks for the options that are carried out above the stack, when the socket was somebody else's before. */
export function noticeAll(channel: Channel): void {
  for (const option of [SO_RCVTIMEO, SO_SNDTIMEO, SO_LINGER]) {
    const value = new Uint8Array(option.codec.size)
    const result = channel.primitives.getsockopt(option.level, option.number, value)
    if (result === value.length) notice(channel, option.level, option.number, value)
  }
}

/** Takes note of the options that are carried out above the stack. */
function notice(channel: Channel, level: number, name: number, value: Uint8Array): void {
  const is = (option: SocketOption<unknown>) =>
    option.level === level && option.number === name && value.length >= option.codec.size
  const { limits } = channel
  if (is(SO_RCVTIMEO)) channel.limits = { ...limits, receive: SO_RCVTIMEO.codec.decode(value) }
  else if (is(SO_SNDTIMEO)) channel.limits = { ...limits, send: SO_SNDTIMEO.codec.decode(value) }
  else if (is(SO_RCVLOWAT)) channel.receiveWatermark = null
  else if (is(SO_LINGER)) {
    const { onoff, linger } = SO_LINGER.codec.decode(value)
    // The kernel reads a negative number as an unsigned one: a wait of lifetimes.
    channel.limits = { ...limits, linger: onoff ? linger >>> 0 : 0 }
  }
}

function checkOption(option: SocketOption<unknown>): void {
  if (typeof option !== 'object' || option === null || typeof option.codec?.encode !== 'function')
    throw new TypeError(`an option is a descriptor such as SO_REUSEADDR, not ${show(option)}`)
}

function checkInt(what: string, value: unknown): asserts value is number {
  if (typeof value !== 'number' || (value | 0) !== value)
    throw new TypeError(`${what} is a whole number, not ${show(value)}`)
}

function missingOption(name: string, result: number): ErrorDetails {
  const missing = result === -errno.ENOPROTOOPT || result === -errno.EOPNOTSUPP
  return missing ? { reason: `this socket has no option ${name}` } : {}
}

/** The bytes themselves are always good memory: it is an address among them that is not handed on. */
function heldAddress(result: number): ErrorDetails {
  return result === -errno.EFAULT ? { reason: 'its value has an address of memory in it' } : {}
}
