// Guide 004, «Ejercicio»: the calculator's client. It sends the operator only when every operand was OK.
import type { Program } from 'soquete'
import { receiveLines, sendLine } from './calculator.ts'
import { connectTo } from './opening.ts'

/** Arguments: the host, the service (51216), the messages (3 4 +). Its exit status is 1 when one of them failed. */
export const main: Program = async (
  stack,
  [host = '127.0.0.1', service = '51216', ...messages],
  { stdout },
) => {
  const connection = await connectTo(stack, host, service)
  try {
    const answers = receiveLines(connection)
    for (const message of messages.length > 0 ? messages : ['3', '4', '+']) {
      await sendLine(connection, message)
      const { value: answer } = await answers.next()
      if (answer === undefined) throw new Error('the server left without an answer')
      await stdout.write(`${message} → ${answer}\n`)
      if (answer.startsWith('FAIL')) return 1
    }
    return 0
  } finally {
    await connection.close()
  }
}
