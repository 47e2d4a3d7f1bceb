import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Field, type Fields, readFields, sizeOf, writeFields } from '../../src/netstack/packet/field.ts'
import { GuardedView } from './guarded-view.ts'
import { bytes, holds } from './properties.ts'

/** A function that reads a field, or something of it, and what the table's fields say that it reads. */
type Accessor<Table extends readonly Field[]> = readonly [
  read: (view: DataView, at: number) => unknown,
  expected: (fields: Fields<Table>) => unknown,
]

/** What holds for each header: its table has every bit once, and its accessors read what the table says. */
export function headerTests<const Table extends readonly Field[]>(
  name: string,
  table: Table,
  accessors: readonly Accessor<Table>[],
): void {
  const size = sizeOf(table)

  test(`${name}: the table has each bit once, in the order of the wire`, () => {
    let bit = 0
    for (const field of table) {
      assert.equal(field.bit, bit, field.name)
      assert.match(field.rfc, /^RFC \d+( \d+(\.\d+)*)?$/)
      bit += field.width
    }
    assert.equal(bit % 8, 0)
    assert.equal(new Set(table.map((field) => field.name)).size, table.length)
  })

  test(`${name}: whatever the bytes, they are read and written back the same`, () => {
    const property = fc.property(bytes(size), (header) => {
      const { view, at } = GuardedView.over(header)
      const copy = GuardedView.over(new Uint8Array(size).fill(0xff))
      writeFields(table, copy.view, copy.at, readFields(table, view, at))
      assert.deepEqual(new Uint8Array(copy.view.buffer), new Uint8Array(view.buffer))
    })
    holds(property)
  })

  test(`${name}: the accessors read what the table says`, () => {
    const property = fc.property(bytes(size), (header) => {
      const { view, at } = GuardedView.over(header)
      const fields = readFields(table, view, at)
      for (const [read, expected] of accessors) assert.equal(read(view, at), expected(fields), read.name)
    })
    holds(property)
  })
}
