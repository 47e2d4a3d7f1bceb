// Runs the tests in dist/ with Node's test runner.
//   node scripts/test.js [--fast | --soak] [part of a file's path …]
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const fast = process.argv.includes('--fast')
const soak = process.argv.includes('--soak')
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))

// The fast part: what stands beside the code, and the contract on every stack.
const folders = fast
  ? ['dist/src', 'dist/test/contract']
  : ['dist/src', 'dist/test', 'dist/tour', 'dist/examples']

function testsBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.js'))
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)))
    .sort()
}

const files = folders
  .flatMap((folder) => testsBelow(join(root, folder)))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
if (files.length === 0) {
  console.error(`no test file matches ${wanted.join(' ')}`)
  process.exit(1)
}

const { status } = spawnSync(
  process.execPath,
  ['--expose-gc', '--enable-source-maps', '--test', '--test-concurrency=3', '--test-reporter=spec', ...files],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...(soak ? { SOQUETE_SOAK: '1' } : {}) },
  },
)
process.exit(status ?? 1)
