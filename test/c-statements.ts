import { test } from 'node:test'
import { assertCompiles, COMPILERS } from './c-headers.ts'

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

  get lines(): readonly string[] {
    return this.#lines
  }
}

/** A test for each architecture that C agrees. */
export function agreesWithC(what: string, statements: Statements): void {
  for (const compiler of COMPILERS) {
    test(`${what} on ${compiler.arch}`, { skip: compiler.skip }, () =>
      assertCompiles(compiler, statements.lines),
    )
  }
}
