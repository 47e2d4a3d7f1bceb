import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const folder = join(import.meta.dirname, '../../../examples/guides')
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name: name.slice(0, -3), text: readFileSync(join(folder, name), 'utf8') }))
const page = readFileSync(join(folder, 'README.md'), 'utf8')

/** Programs of the table: whether each runs on other stacks, and its guides. */
const programs = new Map(
  page
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => {
      const [, names = '', guides = '', , elsewhere = ''] = line.split('|').map((cell) => cell.trim())
      return Array.from(names.matchAll(/`([\w-]+)`/g), ([, name]) => [name!, { guides, elsewhere }] as const)
    }),
)

test('the table lists every file', () => {
  const shared = Array.from(
    /^(`opening`.*) are what/m.exec(page)![1]!.matchAll(/`(\w+)`/g),
    ([, name]) => name!,
  )
  assert.deepEqual([...programs.keys(), ...shared].sort(), files.map(({ name }) => name).sort())
})

for (const { name, text } of files) {
  test(`${name}.ts begins with its guide and chapter, and fits a page`, () => {
    assert.match(text, /^\/\/ Guide 00[0-4], «.+»/)
    assert.ok(text.split('\n').length <= 80)
    const listed = programs.get(name)
    if (listed !== undefined) assert.ok(text.split('\n')[0]?.includes(`uide ${listed.guides.slice(0, 3)}`))
  })

  test(`${name}.ts sees only the contract, unless the table says why not`, () => {
    const needsNode = /from '(node:|\.\.\/)/.test(text)
    const says = programs.get(name)?.elsewhere ?? 'yes'
    const needsKernel = needsNode || text.includes('adopt(') || text.includes('SOCK_RAW')
    assert.equal(needsKernel, says.startsWith('no: '))
    if (programs.has(name) && name !== 'socketpair-child')
      assert.match(text, /^export const main: Program = /m)
  })
}
