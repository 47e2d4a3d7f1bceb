const COLUMNS = 16

/** Lines of a dump: offset, bytes in hexadecimal, and as characters where they have one. */
export function hexLines(bytes: Uint8Array, offset: number, mark: string): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += COLUMNS) {
    const row = bytes.subarray(at, at + COLUMNS)
    let [hex, characters] = ['', '']
    for (let column = 0; column < COLUMNS; column++) {
      const byte = row[column]
      if (column === COLUMNS / 2) hex += ' '
      hex += byte === undefined ? '   ' : ` ${byte.toString(16).padStart(2, '0')}`
      if (byte !== undefined) characters += byte > 31 && byte < 127 ? String.fromCharCode(byte) : '.'
    }
    text += `${mark} ${(offset + at).toString(16).padStart(8, '0')} ${hex}  |${characters}|\n`
  }
  return text
}
