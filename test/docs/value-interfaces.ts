import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { sourceOf } from '../options/declarations.ts'

/** An exported interface whose fields are data, as its source describes it. */
export interface ValueInterface {
  readonly name: string
  readonly doc: string
  readonly fields: readonly ValueField[]
}

export interface ValueField {
  readonly name: string
  readonly type: string
  readonly optional: boolean
  readonly doc: string
}

const DOC = /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n\s*)?/.source
const INTERFACE = new RegExp(
  `${DOC}export interface (\\w+)(?: extends (\\w+))? \\{\\n([\\s\\S]*?)\\n\\}`,
  'g',
)
const FIELD = new RegExp(`${DOC}readonly (\\w+)(\\??): (.+)`, 'g')

/** Those of src/socket/options, of files that have to do with values. */
export function interfacesIn(): ValueInterface[] {
  const files = readdirSync(join(import.meta.dirname, '../../../src/socket/options')).filter((file) =>
    /(-values|tcp-info|filter|descriptor)\.ts$/.test(file),
  )
  const found = files.flatMap((file) => parse(sourceOf(file)))
  return found
    .map(({ base, ...each }) => {
      const own = new Set(each.fields.map(({ name }) => name))
      const inherited = found.find(({ name }) => name === base)?.fields ?? []
      return { ...each, fields: [...inherited.filter(({ name }) => !own.has(name)), ...each.fields] }
    })
    .filter(({ fields }) => fields.length > 0)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

function parse(source: string): (ValueInterface & { readonly base: string | undefined })[] {
  return [...source.matchAll(INTERFACE)].map(([, doc, name = '', base, body = '']) => ({
    name,
    base,
    doc: oneLine(doc),
    fields: [...body.matchAll(FIELD)].map(([, doc, name = '', mark, type = '']) => ({
      name,
      type: type.trim(),
      optional: mark === '?',
      doc: oneLine(doc),
    })),
  }))
}

function oneLine(doc = ''): string {
  return doc
    .replace(/^ *\* ?/gm, '')
    .replace(/\s+/g, ' ')
    .trim()
}
