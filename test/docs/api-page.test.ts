import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { apiPage } from './api-page.ts'

const PAGE = join(import.meta.dirname, '../../../docs/api.md')

test('docs/api.md says what the docstrings and the tests say', () => {
  const same = readFileSync(PAGE, 'utf8') === apiPage()
  assert.ok(same, "docs/api.md is out of date: write it with 'npm run docs', and look at what has changed")
})

test('its links within the page lead somewhere', () => {
  const page = apiPage()
  const headings = new Set(
    [...page.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replace(/[^a-z0-9 ]/g, '')
        .replaceAll(' ', '-'),
    ),
  )
  const dead = [...page.matchAll(/\]\(#([^)]+)\)/g)]
    .map((match) => match[1]!)
    .filter((anchor) => !headings.has(anchor))
  assert.deepEqual([...new Set(dead)], [])
})
