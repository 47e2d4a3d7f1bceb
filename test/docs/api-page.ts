import { readdirSync, readFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { ALL_OPTIONS } from '../options/all-options.ts'
import { constantsOf, type Declaration, sourceOf } from '../options/declarations.ts'
import { EVERY } from '../options/kinds.ts'
import { LEFT_OUT } from '../options/left-out.ts'
import { CASES } from '../options/table.ts'
import { FILTERS, INTRODUCTION, SECTIONS, type Section } from './sections.ts'
import { references, sourceLink } from './sources.ts'
import { interfacesIn, type ValueInterface } from './value-interfaces.ts'

/** The repository, seen from dist/test/docs. */
const ROOT = join(import.meta.dirname, '../../..')

/** The text of docs/api.md. */
export function apiPage(): string {
  const sections = SECTIONS.map(sectionText)
  const values = valuesText(sections.join('\n'))
  const parts = [INTRODUCTION, contents(), ...sections, FILTERS, values, leftOutText()]
  const page = parts.map((part) => part.trimEnd()).join('\n\n')
  return `${page}\n\n${references(page)}\n`
}

function contents(): string {
  const titles = [...SECTIONS.map(({ title }) => title), 'Programs of classic BPF', VALUES, LEFT_OUT_TITLE]
  return titles.map((title) => `- [${title}](#${anchor(title)})`).join('\n')
}

function anchor(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9 ]/g, '')
    .replaceAll(' ', '-')
}

const VALUES = 'Values that are objects'
const LEFT_OUT_TITLE = 'What is left out, and why'

function sectionText(section: Section): string {
  const where = `Level \`${section.level}\`. Declared in ${link(`src/socket/options/${section.file}`)}`
  const tests = section.cases === null ? '' : `, tried by ${link(`test/options/${section.cases}`)}`
  const words = [`${where}${tests}.`, section.words].join(' ').trimEnd()
  const rows = constantsOf(section.file).map(section.cases === null ? controlRow : optionRow)
  return [`## ${section.title}`, words, table(withoutEmptyColumns(rows))].join('\n\n')
}

/** A line of a table: its cells by their columns, which all lines have in the same order. */
type Row = Readonly<Record<string, string>>

function withoutEmptyColumns(rows: readonly Row[]): Row[] {
  const filled = Object.keys(rows[0]!).filter((column) => rows.some((row) => row[column] !== ''))
  return rows.map((row) => Object.fromEntries(filled.map((column) => [column, row[column] ?? ''])))
}

function table(rows: readonly Row[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  const columns = Object.keys(rows[0]!)
  return [line(columns), line(columns.map(() => '---')), ...rows.map((row) => line(Object.values(row)))].join(
    '\n',
  )
}

function link(path: string): string {
  return `[${basename(path)}](../${path})`
}

const ACCESS = { read: ', read only', write: ', set only', both: '' } as const

function optionRow(declaration: Declaration): Row {
  const { name, type } = declaration
  const { access } = ALL_OPTIONS.find((option) => option.name === name)!
  const [value = '', control] = type.split(' & ')
  return {
    option: `\`${name}\``,
    value: typeText(argument(value)) + ACCESS[access],
    'beside a message': control === undefined ? '' : controlText(control),
    'what it does': what(declaration),
    source: sources(declaration),
    'tried on': kindsOf(name),
    'seen in': effectTests(name),
  }
}

function controlRow(declaration: Declaration): Row {
  return {
    type: `\`${declaration.name}\``,
    value: controlText(declaration.type),
    'what it is': what(declaration),
    source: sources(declaration),
    'seen in': effectTests(declaration.name),
  }
}

function controlText(control: string): string {
  const [sent = '', received = sent] = splitTypes(argument(control))
  if (sent === received) return typeText(sent)
  if (sent === 'never') return `${typeText(received)}, received`
  return `${typeText(sent)}, sent; ${typeText(received)}, received`
}

/** What stands between the outermost angle brackets. */
function argument(type: string): string {
  return type.slice(type.indexOf('<') + 1, type.lastIndexOf('>'))
}

/** At commas that are not within brackets. */
function splitTypes(types: string): string[] {
  return types.split(/,\s*(?![^<(]*[>)])/)
}

/** A type, whose interfaces are links to what they have in them. */
function typeText(declared: string): string {
  const type = declared.replaceAll('readonly ', '')
  const found = INTERFACES.get(/[A-Z]\w+/.exec(type)?.[0] ?? '')
  if (found === undefined) return `\`${type}\``
  return type.replace(found.name, `[${found.name}](#${anchor(found.name)})`)
}

function what({ doc, since }: Declaration): string {
  return since === null ? doc : `${doc} Since Linux ${since.join('.')}.`
}

function sources({ file, source }: Declaration): string {
  const general = /sorted by name: (.+?)\. ?/.exec(sourceOf(file))?.[1] ?? ''
  return (source ?? general).split(', ').map(sourceLink).join(', ')
}

const EVERY_KIND = new Set(EVERY.map(({ group }) => group))

function kindsOf(option: string): string {
  const kinds = CASES.filter((line) => line.option.name === option).flatMap((line) => line.kinds)
  const groups = new Set(kinds.map(({ group }) => group))
  if (![...EVERY_KIND].every((group) => groups.has(group))) return [...groups].join(', ')
  return ['every kind', ...[...groups].filter((group) => !EVERY_KIND.has(group))].join(', ')
}

interface TestFile {
  readonly path: string
  readonly titles: string
}

/** Titles of tests, by file: an option that one names is what it is about. */
const TESTS: readonly TestFile[] = readdirSync(join(ROOT, 'test'), { withFileTypes: true, recursive: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
  .sort()
  .map((path) => ({
    path: relative(ROOT, path),
    titles: [...readFileSync(path, 'utf8').matchAll(/^ *(?:\w+\()?['`](.*?)['`],/gm)].join('\n'),
  }))

function effectTests(option: string): string {
  const named = new RegExp(`\\b${option}\\b`)
  return TESTS.filter(({ titles }) => named.test(titles))
    .map(({ path }) => link(path))
    .join(', ')
}

const INTERFACES: ReadonlyMap<string, ValueInterface> = new Map(
  interfacesIn().map((found) => [found.name, found]),
)

/** The interfaces to which what stands above has links, and those that they have links to. */
function valuesText(above: string): string {
  const linked = [...INTERFACES.values()].filter(({ name }) => above.includes(`(#${anchor(name)})`))
  const parts = linked.map(({ name, doc, fields }) => {
    const rows = fields.map((field) => ({
      field: `\`${field.name}${field.optional ? '?' : ''}\``,
      type: `\`${field.type}\``,
      'what it is': field.doc,
    }))
    return `### ${name}\n\n${doc}\n\n${table(withoutEmptyColumns(rows))}`
  })
  const words =
    'Fields bear the names of C’s structures, without their prefix. Those with a `?` need not be given.'
  return [`## ${VALUES}`, words, ...parts].join('\n\n')
}

function leftOutText(): string {
  const rows = LEFT_OUT.map(({ reason, names }) => ({
    option: names.map((name) => `\`${name}\``).join(', '),
    why: reason,
  }))
  const words = `Of the constants in the kernel’s headers that are options: ${link('test/options/headers.test.ts')} sees to it that each is above or here.`
  return [`## ${LEFT_OUT_TITLE}`, words, table(rows)].join('\n\n')
}
