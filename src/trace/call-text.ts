import type { TraceValue } from '../socket/events.ts'
import { formatAddress } from '../socket/posix/addresses.ts'
import * as constants from '../socket/posix/constants.ts'
import type { TracedCall } from './calls.ts'
import { toHex } from './ndjson.ts'
import { ENGLISH, type TraceWords } from './words.ts'

/** Bytes shown in full; of more, so many and the count of the rest. */
const SHOWN = 16

/** A call as C would write it: `recv(4, MSG_WAITALL)`. */
export function callText(call: TracedCall, words: TraceWords = ENGLISH): string {
  return `${call.syscall}(${argumentTexts(call, words).join(', ')})`
}

function argumentTexts({ syscall, enter }: TracedCall, words: TraceWords): string[] {
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
    case 'listen': {
      const [backlog = constants.SOMAXCONN] = args
      return [backlog === constants.SOMAXCONN ? 'SOMAXCONN' : valueText(backlog, words)]
    }
    case 'shutdown':
      return [named('SHUT_', args[0])]
    case 'recv':
    case 'recvfrom':
    case 'recvmsg': {
      const [into = null, flags] = args
      const length = typeof into === 'object' && into !== null && 'bytes' in into ? into.length : into
      return [valueText(length, words), ...flagList(flags)]
    }
    case 'recvUntil': {
      const [delimiter] = args
      return [
        typeof delimiter === 'number'
          ? bytesText(Uint8Array.of(delimiter))
          : valueText(delimiter ?? null, words),
      ]
    }
    case 'send': {
      const [bytes = null, flags] = args
      return [valueText(bytes, words), ...flagList(flags)]
    }
    case 'sendto': {
      const [bytes = null, to = null, flags] = args
      return [valueText(bytes, words), valueText(to, words), ...flagList(flags)]
    }
    default:
      return args.map((arg) => valueText(arg, words))
  }
}

function valueText(value: TraceValue, words: TraceWords): string {
  if (value === null || typeof value !== 'object') return String(value)
  return 'bytes' in value ? bytesText(value.bytes, value.length, words) : formatAddress(value.address)
}

/** Bytes in hexadecimal: `01 00 00 00`, and of long ones the beginning: `… 65,520 more`. */
export function bytesText(
  bytes: Uint8Array,
  length: number = bytes.length,
  words: TraceWords = ENGLISH,
): string {
  const shown = bytes.subarray(0, SHOWN)
  const hex = (toHex(shown).match(/../g) ?? []).join(' ')
  const more = length - shown.length
  return more > 0 ? `${hex} … ${words.more(more)}` : hex
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

function flagList(flags: TraceValue | undefined): string[] {
  const names = flagNames('MSG_', flags)
  return names === '' ? [] : [names]
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
export function resultText(call: TracedCall, words: TraceWords = ENGLISH): string {
  const { leave, syscall } = call
  if (leave === undefined) return ' …'
  if (leave.error !== undefined) {
    const { had } = leave.error
    return `: ${words.reason(leave.error)}${had === undefined ? '' : `, ${words.had} ${valueText(had, words)}`}`
  }
  if (syscall === 'getaddrinfo') return ''
  const made = leave.descriptors ?? leave.made ?? []
  const result = made.length > 0 ? made.join(', ') : leave.result
  const parts = [` = ${result}`]
  const nothing = syscall === 'recv' && leave.result === 0 && call.enter.args[0] !== 0
  const ended = nothing || (syscall === 'recvUntil' && leave.result === null)
  if (ended) parts.push(words.endOfStream)
  else if (leave.received !== undefined) parts.push(valueText(leave.received, words))
  if (leave.from !== undefined) parts.push(`${words.from} ${formatAddress(leave.from)}`)
  return parts.join('   ')
}
