import assert from 'node:assert/strict'
import type { Socket } from '../../src/index.ts'
import { Scope } from '../errors/loopback.ts'
import { test } from '../leak-check.ts'
import type { Case } from './cases.ts'
import { isOlderThan, lacksOption } from './kernel-version.ts'
import { isAvailable, type Kind } from './kinds.ts'
import { CASES } from './table.ts'

const isRoot = process.geteuid!() === 0

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
    if (lacksOption(line.option) || isOlderThan(line.needs.since ?? [0, 0])) isMissing(line, made, kind)
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

function use({ option, settings, needs }: Case, made: Socket): unknown {
  const [first] = settings
  if (first !== undefined) return made.setsockopt(option, first.set)
  return 'refused' in needs ? made.setsockopt(option, needs.refused) : made.getsockopt(option)
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
