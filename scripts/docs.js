// Writes what is made of the sources: docs/api.md, and the manual's pages; dist/ must be built.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const { apiPage } = await import(join(root, 'dist/test/docs/api-page.js'))
writeFileSync(join(root, 'docs/api.md'), apiPage())

const { manualPages } = await import(join(root, 'dist/test/docs/manual-pages.js'))
for (const { file, written, current } of await manualPages(new Date())) {
  if (written === current) continue
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, current)
}
