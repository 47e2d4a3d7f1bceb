import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '../../../..')
const folder = join(root, 'test/guides/errata')

function numbers(text: string, pattern: RegExp): number[] {
  return [...new Set(Array.from(text.matchAll(pattern), ([, number]) => Number(number)))].sort(
    (a, b) => a - b,
  )
}

const proofs = readdirSync(folder)
  .map((name) => readFileSync(join(folder, name), 'utf8'))
  .join('\n')
const proved = numbers(proofs, /erratum(?:\(\s*| )(\d+)[,:]/g)

for (const page of ['docs/guides-errata.md', 'docs/guides-errata.es.md']) {
  test(`each entry of ${page} has a proof of its number, and each proof an entry`, () => {
    const text = readFileSync(join(root, page), 'utf8')
    const entries = Array.from(text.matchAll(/^\*\*(\d+) · /gm), ([, number]) => Number(number))
    assert.deepEqual(entries, proved)
    assert.deepEqual(
      entries,
      entries.map((_, index) => index + 1),
    )
  })

  test(`the commands of ${page} name tests that exist, each with the entries below it`, () => {
    const text = readFileSync(join(root, page), 'utf8')
    for (const section of text.split('\n## ').slice(1)) {
      const [, name = ''] = /npm test -- (errata\/\w+)/.exec(section) ?? []
      const file = readFileSync(join(root, `test/guides/${name}.test.ts`), 'utf8')
      assert.deepEqual(numbers(file, /erratum(?:\(\s*| )(\d+)[,:]/g), numbers(section, /^\*\*(\d+) · /gm))
    }
  })
}
