import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countDescriptors } from './descriptors.ts'

test('descriptors are counted by kind, and those opened last are told apart', () => {
  const files = Array.from({ length: 30 }, (_, index) => `/var/log/${index}`)
  const sockets = Array.from({ length: 20 }, (_, index) => `socket:[${index}]`)
  const links = ['/dev/null', 'pipe:[1]', 'pipe:[2]', 'anon_inode:[eventpoll]', ...files, ...sockets]
  assert.deepEqual(countDescriptors(links, 64), {
    open: 54,
    limit: 64,
    kinds: [
      ['file', 30],
      ['socket', 20],
      ['pipe', 2],
      ['device', 1],
      ['event', 1],
    ],
    newest: 'socket',
  })
  assert.equal(countDescriptors([], 64).newest, null)
})
