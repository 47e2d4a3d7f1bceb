import assert from 'node:assert/strict'
import type { Socket, SocketOption } from '../../src/index.ts'
import type { Kind } from './kinds.ts'

/** How one option is tried: a line of the table. */
export interface Case<Value = unknown> {
  readonly option: SocketOption<Value>
  readonly kinds: readonly Kind[]
  /** Values to set, and what is read after each; none where it is only read. */
  readonly settings: readonly Setting<Value>[]
  readonly needs: Needs
  /** Of what is only read, whether it is right; of what is only set, whether something shows that it was. */
  check?(socket: Socket, value: Value, kind: Kind): void
}

export interface Setting<Value> {
  readonly set: Value
  readonly read: Value
}

export interface Needs {
  /** Setting it takes privileges. */
  readonly root?: true
  /** On these kinds it came later than on others: with this version. */
  readonly since?: readonly [major: number, minor: number]
  /** A value that no kernel takes here. */
  readonly refused?: unknown
  /** It takes a kernel that was built with this; another answers as one that is older than the option. */
  readonly config?: string
  /** Comes before: what the socket must be or have. */
  before?(socket: Socket, kind: Kind): void
}

/** The kernel makes another value of it. */
export function becomes<Value>(set: Value, read: Value): Setting<Value> {
  return { set, read }
}

function isSetting<Value>(value: Value | Setting<Value>): value is Setting<Value> {
  return typeof value === 'object' && value !== null && 'set' in value && 'read' in value
}

/** An option that is read back as it was set, on each kind, with each value. */
export function sets<Value>(
  option: SocketOption<Value>,
  kinds: readonly Kind[],
  values: readonly (Value | Setting<Value>)[],
  needs: Needs = {},
): Case {
  const settings = values.map((value) => (isSetting<Value>(value) ? value : { set: value, read: value }))
  return { option, kinds, settings, needs } satisfies Case<Value>
}

/** An option that is only read, and is this, or fulfils it. */
export function reads<Value>(
  option: SocketOption<Value>,
  kinds: readonly Kind[],
  expected: { readonly is: Value } | ((value: Value, socket: Socket, kind: Kind) => boolean),
  needs: Needs = {},
): Case {
  const line: Case<Value> = {
    option,
    kinds,
    settings: [],
    needs,
    check(socket, value, kind) {
      const what = `${option.name} on ${kind.name}`
      if (typeof expected === 'function') assert.ok(expected(value, socket, kind), `${what}: ${value}`)
      else assert.deepEqual(value, expected.is, what)
    },
  }
  return line
}

/** An option that is only set, or read as something else, and what shows that it was set. */
export function writes<Value>(
  option: SocketOption<Value>,
  kinds: readonly Kind[],
  values: readonly Value[],
  check: (socket: Socket, value: Value, kind: Kind) => void,
  needs: Needs = {},
): Case {
  const settings = values.map((value) => ({ set: value, read: value }))
  const line: Case<Value> = { option, kinds, settings, needs, check }
  return line
}

/** An option that takes no value here: each is refused for the kernel's own reason, which shows that it was understood. */
export function refuses<Value>(
  option: SocketOption<Value>,
  kinds: readonly Kind[],
  refused: readonly (readonly [value: Value, code: string])[],
  needs: Needs = {},
): Case {
  const before = (socket: Socket, kind: Kind) => {
    needs.before?.(socket, kind)
    for (const [value, code] of refused)
      assert.throws(() => socket.setsockopt(option, value), { code }, `${option.name} on ${kind.name}`)
  }
  return {
    option,
    kinds,
    settings: [],
    needs: { ...needs, before, refused: refused[0]?.[0] },
  } satisfies Case<Value>
}
