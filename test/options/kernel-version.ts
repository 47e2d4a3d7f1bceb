import { release } from 'node:os'
import type { SocketOption } from '../../src/index.ts'
import { constantsOf, OPTION_FILES, sinceOf } from './declarations.ts'

const [major = 0, minor = 0] = release().split('.').map(Number)
const since = sinceOf(OPTION_FILES.flatMap(constantsOf))

type Version = readonly [major: number, minor: number]

/** Is the kernel that runs older than this? */
export function isOlderThan([newMajor, newMinor]: Version): boolean {
  return major < newMajor || (major === newMajor && minor < newMinor)
}

/** Is it older than the option, as its docstring tells? */
export function lacksOption({ name }: Pick<SocketOption<unknown>, 'name'>): boolean {
  return isOlderThan(since.get(name) ?? [0, 0])
}
