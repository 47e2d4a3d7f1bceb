import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from '../../test/leak-check.ts'
import { SocketError } from '../socket/errors.ts'
import { if_indextoname, if_nameindex, if_nametoindex } from './interface-names.ts'

/** What the kernel's own files say. */
function interfaces(): { index: number; name: string }[] {
  return readdirSync('/sys/class/net')
    .flatMap((name) => {
      try {
        return [{ index: Number(readFileSync(`/sys/class/net/${name}/ifindex`, 'utf8')), name }]
      } catch {
        return [] // It has gone meanwhile, or is no interface: bonding_masters.
      }
    })
    .sort((one, other) => one.index - other.index)
}

test('if_nameindex lists the interfaces that the kernel has', () => {
  const listed = [...if_nameindex()].sort((one, other) => one.index - other.index)
  assert.deepEqual(listed, interfaces())
})

test('a name gives its index, and the index the name', () => {
  for (const { index, name } of interfaces()) {
    assert.equal(if_nametoindex(name), index)
    assert.equal(if_indextoname(index), name)
  }
  assert.equal(if_nametoindex('lo'), 1)
})

test('what no interface is called fails with ENODEV, an index of none with ENXIO', () => {
  const nameless = { code: 'ENODEV', syscall: 'if_nametoindex', errno: -19 }
  for (const name of ['nope0', 'x'.repeat(15), 'é'.repeat(7), '%s%n', ' ', '../lo']) {
    assert.throws(() => if_nametoindex(name), nameless)
    assert.throws(() => if_nametoindex(name), SocketError)
  }
  assert.throws(() => if_nametoindex('nope0'), {
    message: 'cannot find the interface: none is called "nope0" (ENODEV)',
  })
  for (const index of [0, 0x7fffffff, 0x80000000, 0xffffffff])
    assert.throws(() => if_indextoname(index), { code: 'ENXIO', syscall: 'if_indextoname', errno: -6 })
  assert.throws(() => if_indextoname(0x7ffffffe), {
    message: 'cannot name the interface: none has the index 2147483646 (ENXIO)',
  })
})

test('what is no name and no index is refused before the kernel sees it', () => {
  for (const name of ['', 'lo\0', 7, null, undefined, new Uint8Array(2), { toString: () => 'lo' }])
    assert.throws(() => if_nametoindex(name as unknown as string), TypeError)
  for (const name of ['x'.repeat(16), 'é'.repeat(8), 'x'.repeat(100_000)])
    assert.throws(() => if_nametoindex(name), RangeError)
  for (const index of ['1', null, undefined, 1n])
    assert.throws(() => if_indextoname(index as unknown as number), TypeError)
  for (const index of [-1, 0.5, Number.NaN, 2 ** 32, Number.POSITIVE_INFINITY])
    assert.throws(() => if_indextoname(index), RangeError)
})
