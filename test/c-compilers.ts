import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

/** A C compiler for each architecture: it checks at compile time, so that nothing has to run. */
const COMPILERS = { x64: 'gcc', arm64: 'aarch64-linux-gnu-gcc' } as const

/** Offsets of a structure's fields, with `size` for its own. */
export type Layout = Readonly<Record<string, number>>

/** Statements about C's numbers and structures, which a compiler holds true or not. */
export class Statements {
  readonly #lines: string[]

  constructor(headers: readonly string[]) {
    this.#lines = headers.map((header) => `#include <${header}>`)
    this.#lines.push(
      '#include <stddef.h>',
      '#define CHECK(what, value) _Static_assert((what) == (value), #what);',
    )
  }

  /** A constant, or anything else that C knows at compile time. */
  number(what: string, value: number): this {
    this.#lines.push(`CHECK(${what}, ${value}u)`)
    return this
  }

  /** A `type`, as `struct nlmsghdr`, whose fields have `prefix` before their names. */
  structure(type: string, layout: Layout, prefix: string): this {
    for (const [field, offset] of Object.entries(layout)) {
      const what = field === 'size' ? `sizeof(${type})` : `offsetof(${type}, ${prefix}${field})`
      this.#lines.push(`CHECK(${what}, ${offset})`)
    }
    return this
  }

  get text(): string {
    return `${this.#lines.join('\n')}\n`
  }
}

/** A test for each architecture that C agrees. */
export function agreesWithC(what: string, statements: Statements): void {
  for (const [arch, compiler] of Object.entries(COMPILERS)) {
    const command = arch === process.arch ? 'gcc' : compiler
    const missing = spawnSync(command, ['--version']).error !== undefined
    const skip = missing && !process.env.CI ? `${command} is not installed` : false
    test(`${what} on ${arch}`, { skip }, () => {
      const folder = mkdtempSync(join(tmpdir(), 'soquete-layout-'))
      try {
        const source = join(folder, 'layout.c')
        writeFileSync(source, statements.text)
        const result = spawnSync(command, ['-D_GNU_SOURCE', '-fsyntax-only', source], { encoding: 'utf8' })
        assert.equal(result.status, 0, result.stderr)
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    })
  }
}
