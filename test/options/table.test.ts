import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ALL_OPTIONS, CONTROL_TYPES, DESCRIPTORS } from './all-options.ts'
import { constantsOf, OPTION_FILES, sourceOf } from './declarations.ts'
import { CASES } from './table.ts'

test('each option has a line in the table', () => {
  const tried = new Set(CASES.map(({ option }) => option.name))
  const missing = ALL_OPTIONS.map(({ name }) => name).filter((name) => !tried.has(name))
  assert.deepEqual(missing, [])
})

test('no two options, and no two kinds of ancillary data, have the same level and number', () => {
  for (const kind of [ALL_OPTIONS, CONTROL_TYPES]) {
    const names = new Map<string, string[]>()
    for (const { name, level, number } of kind) {
      const key = `${level}/${number}`
      names.set(key, [...(names.get(key) ?? []), name])
    }
    assert.deepEqual(
      [...names.values()].filter(({ length }) => length > 1),
      [],
    )
  }
})

test('a descriptor bears the name it is exported by, and its file’s are sorted by it', () => {
  for (const file of OPTION_FILES) {
    const exported = [...sourceOf(file).matchAll(/^export const (\w+)/gm)].map((match) => match[1]!)
    const documented = constantsOf(file).map(({ name }) => name)
    assert.deepEqual(documented, exported, `${file}: each has a docstring`)
    assert.deepEqual(exported, [...exported].sort(), `${file} is sorted`)
    for (const name of exported)
      assert.ok(
        DESCRIPTORS.some((each) => each.name === name),
        name,
      )
  }
})
