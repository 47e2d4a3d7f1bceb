import type { TraceValue } from '../socket/events.ts'
import { type Address, formatAddress } from '../socket/posix/addresses.ts'
import * as constants from '../socket/posix/constants.ts'
import type { TracedCall } from './calls.ts'
import { toHex } from './ndjson.ts'

/** Bytes shown in full; of more, so many and the count of the rest. */
const SHOWN = 16

/** A call as C would write it: `recv(4, MSG_WAITALL)`. */
export function callText(call: TracedCall): string {
  return `${call.syscall}(${argumentTexts(call).join(', ')})`
}

function argumentTexts({ syscall, enter }: TracedCall): string[] {
  const { args } = enter
  switch (syscall) {
    case 'socket':
    case 'socketpair': {
      const [family, type] = args
      return [named('AF_', family), named('SOCK_', type)]
    }
    case 'getaddrinfo': {
      const [host, service, , , flags] = args
      const names = flagNames('AI_', flags)
      return [quoted(host), quoted(service), ...(names === '' ? [] : [names])]
    }
    case 'listen':
      return [args[0] === undefined || args[0] === constants.SOMAXCONN ? 'SOMAXCONN' : valueText(args[0])]
    case 'shutdown':
      return [named('SHUT_', args[0])]
    case 'recv':
    case 'recvfrom':
    case 'recvmsg': {
      const [into, flags] = args
      const length = typeof into === 'object' && into !== null && 'bytes' in into ? into.length : into
      const names = flagNames('MSG_', flags)
      return [valueText(length ?? null), ...(names === '' ? [] : [names])]
    }
    case 'recvUntil': {
      const [delimiter] = args
      return [
        typeof delimiter === 'number' ? bytesText(Uint8Array.of(delimiter)) : valueText(delimiter ?? null),
      ]
    }
    case 'send': {
      const [bytes, flags] = args
      const names = flagNames('MSG_', flags)
      return [valueText(bytes ?? null), ...(names === '' ? [] : [names])]
    }
    default:
      return args.map((arg) => valueText(arg))
  }
}

function valueText(value: TraceValue): string {
  if (value === null || typeof value !== 'object') return String(value)
  return 'bytes' in value ? bytesText(value.bytes, value.length) : formatAddress(value.address)
}

/** Bytes in hexadecimal: `01 00 00 00`, and of long ones the beginning: `… 65,520 more`. */
export function bytesText(bytes: Uint8Array, length: number = bytes.length): string {
  const shown = bytes.subarray(0, SHOWN)
  const hex = (toHex(shown).match(/../g) ?? []).join(' ')
  const more = length - shown.length
  return more > 0 ? `${hex} … ${more.toLocaleString('en-US')} more` : hex
}

function quoted(value: TraceValue | undefined): string {
  return value === null || value === undefined ? 'null' : JSON.stringify(value)
}

const NAMES = new Map<string, string>()
for (const [name, value] of Object.entries(constants)) {
  const prefix = name.slice(0, name.indexOf('_') + 1)
  const key = `${prefix}${value}`
  if (typeof value === 'number' && name !== 'AF_LOCAL' && !NAMES.has(key)) NAMES.set(key, name)
}

function named(prefix: string, value: TraceValue | undefined): string {
  return NAMES.get(`${prefix}${value}`) ?? String(value)
}

/** The names of the flags that are set; those that are always on are left out. */
function flagNames(prefix: string, flags: TraceValue | undefined): string {
  if (typeof flags !== 'number') return ''
  const names: string[] = []
  for (let bit = 0; bit < 31; bit++) {
    if ((flags & (1 << bit)) !== 0 && 1 << bit !== constants.MSG_NOSIGNAL) names.push(named(prefix, 1 << bit))
  }
  return names.join(' | ')
}

/** What a call gave: ` = 4   01 00 00 00`, ` = 0   end of stream`, or how it failed. */
export function resultText(call: TracedCall, endOfStream: string): string {
  const { leave, syscall } = call
  if (leave === undefined) return ' …'
  if (leave.error !== undefined) return failureText(call)
  if (syscall === 'getaddrinfo') return ''
  const made = leave.descriptors ?? leave.made ?? []
  const result = made.length > 0 ? made.join(', ') : leave.result
  const parts = [` = ${result}`]
  const { result: given } = leave
  const ended = syscall === 'recv' ? given === 0 : syscall === 'recvUntil' && given === null
  if (ended) parts.push(endOfStream)
  else if (leave.received !== undefined) parts.push(valueText(leave.received))
  if (leave.from !== undefined) parts.push(fromText(leave.from))
  return parts.join('   ')
}

function fromText(from: Address): string {
  return `from ${formatAddress(from)}`
}

function failureText({ leave }: TracedCall): string {
  const error = leave!.error!
  const had = error.had === undefined ? '' : `, had ${valueText(error.had)}`
  const reason = error.message.replace(/^cannot .*?: /, '').replace(/ \([A-Z]+\)$/, '')
  return `: ${reason}${had}`
}
