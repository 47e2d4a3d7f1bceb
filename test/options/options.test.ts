import assert from 'node:assert/strict'
import { release } from 'node:os'
import type { Socket, SocketOption } from '../../src/index.ts'
import { Scope } from '../errors/loopback.ts'
import { test } from '../leak-check.ts'
import type { Case } from './cases.ts'
import { constantsOf, OPTION_FILES, sinceOf } from './declarations.ts'
import { isAvailable, type Kind } from './kinds.ts'
import { CASES } from './table.ts'

const [major = 0, minor = 0] = release().split('.').map(Number)
const since = sinceOf(OPTION_FILES.flatMap(constantsOf))
const isRoot = process.geteuid!() === 0

/** Is this kernel older than the option? */
function tooOld({ name }: SocketOption<unknown>): boolean {
  const [newMajor = 0, newMinor = 0] = since.get(name) ?? []
  return major < newMajor || (major === newMajor && minor < newMinor)
}

/** What was not tried for want of privileges. */
const untried = new Set<string>()

for (const line of CASES) {
  const { option, needs } = line
  // CI has all kinds, and shows when it has not.
  const kinds = line.kinds.filter((kind) => process.env.CI || isAvailable(kind))
  const permitted = kinds.filter((kind) => isRoot || process.env.CI || !(kind.privileged || needs.root))
  if (permitted.length > 0) register(line, permitted, false)
  if (permitted.length < kinds.length)
    untried.add(permitted.length > 0 ? 'raw and packet sockets' : option.name)
  if (kinds.length === 0) register(line, line.kinds, 'this kernel has no such sockets')
}

if (untried.size > 0) test([...untried].sort().join(', '), () => {}, { skip: 'these need root' })

function register(line: Case, kinds: readonly Kind[], skip: string | false): void {
  const names = kinds.map(({ name }) => name).join(', ')
  const body = async () => {
    for (const kind of kinds) await attempt(line, kind)
  }
  test(`${line.option.name} · ${names}`, body, { skip })
}

async function attempt(line: Case, kind: Kind): Promise<void> {
  const scope = new Scope()
  try {
    const made = await kind.make(scope)
    if (tooOld(line.option)) isMissing(line, made, kind)
    else tryOut(line, made, kind)
  } finally {
    await scope.close()
  }
}

function tryOut(line: Case, made: Socket, kind: Kind): void {
  const { option, settings, needs } = line
  needs.before?.(made, kind)
  if (needs.config !== undefined && lacks(line, made)) {
    isMissing(line, made, kind)
    return
  }
  for (const { set, read } of settings) {
    made.setsockopt(option, set)
    if (line.check !== undefined) line.check(made, set, kind)
    else assert.deepEqual(made.getsockopt(option), read, `${option.name} on ${kind.name}`)
  }
  if (settings.length === 0) line.check?.(made, made.getsockopt(option), kind)
}

function use({ option, settings }: Case, made: Socket): unknown {
  return settings.length === 0 ? made.getsockopt(option) : made.setsockopt(option, settings[0]!.set)
}

function lacks(line: Case, made: Socket): boolean {
  try {
    use(line, made)
    return false
  } catch (error) {
    return MISSING.includes((error as { code: string }).code)
  }
}

const MISSING = ['ENOPROTOOPT', 'EOPNOTSUPP']

/** A kernel that lacks the option says so in words that name it. */
function isMissing(line: Case, made: Socket, kind: Kind): void {
  const { name } = line.option
  const expected = new RegExp(`this socket has no option ${name} \\((${MISSING.join('|')})\\)`)
  assert.throws(() => use(line, made), expected, `${name} on ${kind.name}`)
}
