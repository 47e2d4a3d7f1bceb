// Guide 004, «Ejercicio»: the calculator's protocol. What the exercise leaves open is decided in calculator.md.
import type { Socket } from 'soquete'

/** Bytes of a message, without its end. */
const LONGEST = 64

/** Milliseconds that a peer may be silent, or not take its answers. */
export const PATIENCE = 60_000

const [LEAST, MOST] = [-(2n ** 63n), 2n ** 63n - 1n]

const OPERATORS = new Map<string, (a: bigint, b: bigint) => bigint>([
  ['+', (a, b) => a + b],
  ['-', (a, b) => a - b],
  ['*', (a, b) => a * b],
  ['/', (a, b) => a / b],
])

/** One client's calculation: an answer for each message. */
export class Calculator {
  #operands: bigint[] = []

  /** Operands that wait for their operator. */
  get operands(): number {
    return this.#operands.length
  }

  answer(message: string): string {
    if (message.length > LONGEST) return `FAIL more than ${LONGEST} bytes`
    const operator = OPERATORS.get(message)
    if (operator !== undefined) return this.#operate(operator)
    if (!/^[+-]?[0-9]+$/.test(message)) return 'FAIL neither a whole number nor one of + - * /'
    const operand = BigInt(message)
    if (operand < LEAST || operand > MOST) return 'FAIL beyond 64 bits'
    if (this.#operands.length === 2) return 'FAIL there are two operands already'
    this.#operands.push(operand)
    return 'OK'
  }

  #operate(operator: (a: bigint, b: bigint) => bigint): string {
    const [a, b] = this.#operands
    if (a === undefined || b === undefined) return 'FAIL an operator comes behind two operands'
    // Whatever comes of it, this calculation is over.
    this.#operands = []
    if (b === 0n && operator === OPERATORS.get('/')) return 'FAIL division by zero'
    const result = operator(a, b)
    return result < LEAST || result > MOST ? 'FAIL the result is beyond 64 bits' : `RESULT ${result}`
  }
}

/** The messages of a stream: its lines, however it was cut into pieces. A last one without its end is no message. */
export async function* receiveLines(from: Pick<Socket, 'recv'>): AsyncGenerator<string, void> {
  let rest = ''
  for (;;) {
    const bytes = await from.recv(1024, 0, { timeout: PATIENCE })
    if (bytes.length === 0) return
    rest += String.fromCharCode(...bytes)
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      yield rest.slice(0, end).replace(/\r$/, '')
      rest = rest.slice(end + 1)
    }
    // Enough to know that it is too long; a stranger may not fill our memory.
    rest = rest.slice(0, LONGEST + 2)
  }
}

export async function sendLine(to: Pick<Socket, 'send'>, line: string): Promise<void> {
  await to.send(new TextEncoder().encode(`${line}\n`), 0, { timeout: PATIENCE })
}
