import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import * as soquete from '../../src/index.ts'
import {
  AF_INET,
  kernel,
  SOCK_DGRAM,
  type Socket,
  type SocketOption,
  type TraceEvent,
} from '../../src/index.ts'
import { Scope } from '../errors/loopback.ts'
import { test } from '../leak-check.ts'
import { ALL_OPTIONS } from './all-options.ts'
import { CASES } from './table.ts'

/** Right for no option but those beside. */
const WRONG: readonly (readonly [value: unknown, ...rightFor: string[]])[] = [
  [undefined],
  [Symbol('s')],
  [() => {}],
  [Number.NaN],
  [1e300],
  [-(2 ** 40)],
  [10n],
  ['\0'],
  ['x'.repeat(5000)],
  [new Uint8Array(70_000)],
  [new Date(Number.NaN), 'IP_MULTICAST_IF'],
  [[Symbol('s')]],
]

/** Counts the calls of the stack below. */
class Counter {
  calls = 0
  readonly primitives = true
  event({ type }: TraceEvent): void {
    if (type === 'primitive') this.calls++
  }
}

/** What is wrong with the way in which a value is refused; nothing when it is right. */
function complaints(s: Socket, option: SocketOption<unknown>, value: unknown, named: string): string[] {
  const what = `${option.name} = ${inspect(value, { maxStringLength: 20, maxArrayLength: 3 })}`
  try {
    s.setsockopt(option, value)
  } catch (error) {
    const { message } = error as Error
    if (!(error instanceof TypeError || error instanceof RangeError)) return [`${what}: ${message}`]
    return message.includes(named) ? [] : [`${what}: "${message}" does not say ${named}`]
  }
  return [`${what} was taken`]
}

async function withoutCalls(body: (s: Socket) => string[]): Promise<void> {
  const counter = new Counter()
  kernel.tracer = counter
  const scope = new Scope()
  try {
    const s = scope.socket(AF_INET, SOCK_DGRAM)
    s.setsockopt(soquete.SO_REUSEADDR, true)
    const before = counter.calls
    assert.ok(before > 0, 'the counter counts')
    assert.deepEqual(body(s), [])
    assert.equal(counter.calls, before, 'a system call was made')
  } finally {
    kernel.tracer = null
    await scope.close()
  }
}

test('wrong values of every option are refused before a system call, by its name', () =>
  withoutCalls((s) =>
    ALL_OPTIONS.flatMap((option) =>
      WRONG.filter(([, ...rightFor]) => !rightFor.includes(option.name)).flatMap(([value]) =>
        complaints(s, option, value, option.name),
      ),
    ),
  ))

test('a wrong field of an object is refused before a system call, by its name', () =>
  withoutCalls((s) =>
    CASES.flatMap(({ option, settings }) => {
      const value = settings[0]?.set
      if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return []
      if (Array.isArray(value)) {
        const named = `${option.name}[0]`
        return complaints(s, option, [{ ...value[0], ...wrong(Object.keys(value[0])[0]!) }], named)
      }
      return Object.keys(value).flatMap((field) =>
        complaints(s, option, { ...value, ...wrong(field) }, fieldName(option, field)),
      )
    }),
  ))

function wrong(field: string): object {
  return { [field]: Symbol('s') }
}

/** Told by the option's name alone, with the shape of its value. */
const UNNAMED = ['block', 'pass', 'onoff']

function fieldName({ name }: SocketOption<unknown>, field: string): string {
  return UNNAMED.includes(field) ? name : `${name}.${field}`
}

test('what can only be read is not set, and what can only be set is not read', () =>
  withoutCalls((s) =>
    ALL_OPTIONS.flatMap((option) => {
      const { name, access } = option
      if (access === 'both') return []
      const words = access === 'read' ? `${name} can only be read` : `${name} can only be set`
      const call = () => (access === 'read' ? s.setsockopt(option, 1) : s.getsockopt(option))
      assert.throws(call, { name: 'TypeError', message: words })
      return []
    }),
  ))

test('an option of one’s own has numbers for its level and number, and bytes for its value', () =>
  withoutCalls((s) => {
    const own = (change: object) => ({ ...soquete.SO_KEEPALIVE, ...change })
    // Cut to 32 bits this would be SOL_SOCKET, and its number SO_ATTACH_FILTER's.
    const wrap = 2 ** 32
    const codec = { size: 16, encode: () => new Uint8Array(16), decode: () => true }
    assert.throws(() => s.setsockopt(own({ level: 1 + wrap }), true), TypeError)
    assert.throws(() => s.setsockopt(own({ number: 26 + wrap, codec }), true), TypeError)
    assert.throws(() => s.getsockopt(own({ number: 26 + wrap, codec })), TypeError)
    for (const bytes of [7, null, 'text', { byteLength: 9 }, [1]])
      assert.throws(() => s.setsockopt(own({ codec: { ...codec, encode: () => bytes } }), true), TypeError)
    return []
  }))
