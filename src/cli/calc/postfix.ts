const OPERATORS = '+-*/'

export function isOperator(message: string): boolean {
  return message.length === 1 && OPERATORS.includes(message)
}

export function isOperand(message: string): boolean {
  return /^[+-]?\d+$/.test(message)
}

/** The messages of a line: what white space parts. */
export function messagesOf(line: string): string[] {
  return line.split(/\s+/).filter((word) => word !== '')
}

/** A line in which an operator stands before or between its operands, and what to write instead, where that is plain. */
export interface Misplaced {
  readonly instead: string | undefined
}

/**
 * Whether a line is meant otherwise than postfix: `3 + 4`, `3+4`, `+ 3 4`, `(3 + 4)`. A single operator is not, nor one
 * at the end: the server says what it thinks of them. `waiting` operands have come before.
 */
export function misplaced(messages: readonly string[], waiting: number): Misplaced | null {
  if (waiting === 0) {
    const [, a, operator, b] =
      /^\(?\s*([+-]?\d+)\s*([-+*/])\s*([+-]?\d+)\s*\)?$/.exec(messages.join(' ')) ?? []
    const isPostfix = messages.length === 2 // As in `3 -4`, two operands.
    if (a !== undefined && !isPostfix) return { instead: `${a} ${b} ${operator}` }
  }
  const [only = ''] = messages
  if (messages.length === 1) return /^\(|^[+-]?\d+[-+*/(]/.test(only) ? { instead: undefined } : null
  return isBeforeItsOperand(messages, waiting) ? { instead: undefined } : null
}

function isBeforeItsOperand(messages: readonly string[], waiting: number): boolean {
  let operands = waiting
  for (const [index, message] of messages.entries()) {
    if (message.startsWith('(')) return true
    if (!isOperator(message)) operands++
    else if (operands >= 2) operands = 0
    else return index < messages.length - 1
  }
  return false
}
