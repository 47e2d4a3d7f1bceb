/** Rows of cells as lines of text: the first column starts at the left, the others end at the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length)
  }
  return rows
    .map((row) => `  ${row.map((cell, column) => align(cell, column, widths)).join('   ')}`.trimEnd())
    .join('\n')
}

function align(cell: string, column: number, widths: readonly number[]): string {
  const width = widths[column]!
  return column === 0 ? cell.padEnd(width) : cell.padStart(width)
}
