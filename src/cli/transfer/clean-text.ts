import { UNSEEN } from '../frame/printable.ts'

/**
 * What a stranger sends, as text that is safe on a terminal: no byte of it moves the cursor, renames the window or
 * answers for the user. Control characters are shown as `^[`, lines and tabs stay.
 */
export class CleanText {
  readonly #decoder = new TextDecoder('utf-8')
  /** A carriage return at a piece's end: it belongs to a line's end, or is shown. */
  #held = ''

  text(piece: Uint8Array): string {
    const text = this.#held + this.#decoder.decode(piece, { stream: true })
    this.#held = text.endsWith('\r') ? '\r' : ''
    return cleaned(this.#held === '' ? text : text.slice(0, -1))
  }

  end(): string {
    const rest = cleaned(this.#held + this.#decoder.decode())
    this.#held = ''
    return rest
  }
}

function cleaned(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(UNSEEN, shown)
}

function shown(character: string): string {
  if (character === '\n' || character === '\t') return character
  const code = character.charCodeAt(0)
  if (code < 32) return `^${String.fromCharCode(code + 64)}`
  return code === 127 ? '^?' : `\\u${code.toString(16).padStart(4, '0')}`
}
