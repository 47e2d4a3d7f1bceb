import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The sources, seen from dist/test/options. */
const SOURCES = join(import.meta.dirname, '../../../src/socket/options')

/** What a source says of something that it declares. */
export interface Declaration {
  readonly name: string
  /** As `socket-options.ts`. */
  readonly file: string
  readonly type: string
  /** Its docstring, in one line, without what stands in the fields below. */
  readonly doc: string
  /** "Source: …" of the docstring. */
  readonly source: string | null
  /** "Since Linux 6.5." of the docstring: 6 and 5. */
  readonly since: readonly [major: number, minor: number] | null
}

const DOCSTRING = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n/.source
const CONSTANT = new RegExp(`${DOCSTRING}export const (\\w+)(?:: ([^=]+?))? =`, 'g')
const FIELD = new RegExp(`${DOCSTRING} +readonly (\\w+)\\??: (.+)`, 'g')
const SINCE = / ?Since Linux (\d+)\.(\d+)\./
const SOURCE = / ?Source: (.+)\.$/

/** The exported constants of a file that have a docstring. */
export function constantsOf(file: string): Declaration[] {
  return declarations(file, CONSTANT)
}

/** The fields of a file's interfaces that have a docstring. */
export function fieldsOf(file: string): Declaration[] {
  return declarations(file, FIELD)
}

function declarations(file: string, pattern: RegExp): Declaration[] {
  return [...sourceOf(file).matchAll(pattern)].map(([, text = '', name = '', type = '']) => {
    const whole = text
      .replace(/^ *\* ?/gm, '')
      .replace(/\s+/g, ' ')
      .trim()
    const since = SINCE.exec(whole)
    return {
      name,
      file,
      type: type.trim(),
      doc: whole.replace(SOURCE, '').replace(SINCE, ''),
      source: SOURCE.exec(whole)?.[1] ?? null,
      since: since === null ? null : [Number(since[1]), Number(since[2])],
    }
  })
}

export function sourceOf(file: string): string {
  return readFileSync(join(SOURCES, file), 'utf8')
}

/** The files that declare options and ancillary data. */
export const OPTION_FILES: readonly string[] = readdirSync(SOURCES)
  .filter((file) => file.endsWith('-options.ts') || file === 'control-types.ts')
  .sort()

/** Since which Linux something is there, by its name; what is older than that is not in it. */
export function sinceOf(
  declarations: readonly Declaration[],
): ReadonlyMap<string, readonly [number, number]> {
  return new Map(declarations.flatMap(({ name, since }) => (since === null ? [] : [[name, since]])))
}
