// Writes docs/api.md from the docstrings of the options and from their tests; dist/ must be built.
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const { apiPage } = await import(join(root, 'dist/test/docs/api-page.js'))
writeFileSync(join(root, 'docs/api.md'), apiPage())
