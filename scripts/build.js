// Builds dist/ with the TypeScript compiler, when a source is newer than the last build.
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const stamp = join(root, 'dist', '.built')
const SOURCES = [
  'src',
  'test',
  'examples',
  'tour',
  'bench',
  'package.json',
  'tsconfig.json',
  'package-lock.json',
]

function newest(path) {
  if (!existsSync(path)) return 0
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}

/** What an earlier build made of sources that are gone. */
function stale(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name !== '.built')
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((path) => {
      const source = path.replace(/(\.d\.ts|\.js|\.js\.map)$/, '.ts')
      return !existsSync(join(root, relative(join(root, 'dist'), source)))
    })
}

/** What is run by its name: a shell wants it executable. */
function commands() {
  return Object.values(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).bin)
}

const changed = Math.max(...SOURCES.map((name) => newest(join(root, name))))
if (!existsSync(stamp) || statSync(stamp).mtimeMs <= changed) {
  const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'))
  const { status } = spawnSync(process.execPath, [join(typescript, 'bin', 'tsc'), '-p', root], {
    cwd: root,
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(status ?? 1)
  for (const path of stale(join(root, 'dist'))) rmSync(path)
  for (const path of commands()) chmodSync(join(root, path), 0o755)
  writeFileSync(stamp, '')
}
