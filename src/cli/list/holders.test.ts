import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Look } from '../../kernel/investigate/look.ts'
import { commandLine, findHolders } from './holders.ts'

/** A made-up /proc: processes with the targets of their descriptors. */
function procWith(
  processes: Readonly<Record<number, { comm: string; exe?: string; links: readonly string[] }>>,
): string {
  const root = mkdtempSync(join(tmpdir(), 'soquete-proc-'))
  for (const [pid, { comm, exe, links }] of Object.entries(processes)) {
    const folder = join(root, 'proc', pid)
    mkdirSync(join(folder, 'fd'), { recursive: true })
    writeFileSync(join(folder, 'comm'), `${comm}\n`)
    writeFileSync(join(folder, 'cmdline'), `/usr/bin/${comm}\0${['--port', '80', ''].join('\0')}`)
    if (exe !== undefined) symlinkSync(exe, join(folder, 'exe'))
    for (const [fd, link] of links.entries()) symlinkSync(link, join(folder, 'fd', `${fd}`))
  }
  return root
}

test('processes are found by the sockets that they have, several for one, and by all descriptors', async () => {
  const root = procWith({
    10: { comm: 'nginx', links: ['/dev/null', 'socket:[5]', 'pipe:[5]', 'socket:[5]'] },
    11: { comm: 'nginx', links: ['socket:[5]', 'socket:[6]'] },
    12: { comm: 'node-MainThread', exe: '/usr/bin/node (deleted)', links: ['socket:[7]'] },
    13: { comm: 'evil\x1b[2J', links: ['socket:[8]'] },
  })
  try {
    const look = new Look({ root })
    const { byInode, closed, isCut } = await findHolders(look, new Set([5, 7, 8]))
    const found = [...byInode].map(([inode, holders]) => [
      inode,
      holders.map(({ process: { pid, name }, descriptors }) => `${name} ${pid}: ${descriptors}`),
    ])
    assert.deepEqual(found, [
      [5, ['nginx 10: 1,3', 'nginx 11: 0']],
      [7, ['node 12: 0']],
      [8, ['evil\\x1b[2J 13: 0']],
    ])
    assert.deepEqual([closed, isCut], [0, false])
    assert.deepEqual(await commandLine(look, 10), ['/usr/bin/nginx', '--port', '80'])
    assert.deepEqual(await commandLine(look, 99), [])
  } finally {
    rmSync(root, { recursive: true })
  }
})

test('a search that has no time left looks no further', async () => {
  const root = procWith({ 10: { comm: 'nginx', links: ['socket:[5]'] } })
  try {
    const { byInode, isCut } = await findHolders(new Look({ root, time: 0 }), new Set([5]))
    assert.deepEqual([byInode.size, isCut], [0, true])
  } finally {
    rmSync(root, { recursive: true })
  }
})
