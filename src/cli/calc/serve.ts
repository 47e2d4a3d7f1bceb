import { Calculator, PATIENCE, receiveLines, sendLine } from '../../../examples/guides/calculator.ts'
import type { Socket } from '../../socket/socket.ts'
import { Events } from '../frame/events.ts'
import { EXIT } from '../frame/exit-status.ts'
import { Interruption } from '../frame/interruption.ts'
import type { Values } from '../frame/option.ts'
import type { Place } from '../frame/place.ts'
import { reportTo } from '../frame/report.ts'
import { servePlaces } from '../frame/serve-places.ts'
import { localName } from '../frame/socket-names.ts'
import type { Terminal } from '../frame/terminal.ts'
import type { CALC_OPTIONS } from './options.ts'

/** Serves calculators, one for each connection, until it is interrupted. */
export async function serveCalculators(
  places: readonly Place[],
  values: Values<typeof CALC_OPTIONS>,
  terminal: Terminal,
): Promise<number> {
  const { stack } = terminal
  const report = reportTo(terminal, values)
  const events = values.json ? new Events(terminal.stdout) : null
  const interruption = new Interruption(terminal)

  const answered = async (peer: string, message: string, answer: string): Promise<void> => {
    if (events !== null) await events.emit('answered', { peer, message, answer })
    else if (values.verbose) await terminal.tell(`${peer}: ${message} → ${answer}`)
  }

  const connection = async (peer: Socket, name: string, place: Place): Promise<void> => {
    const started = stack.clock.now()
    await report.connected(name, localName(peer, place))
    const caller = new Caller(peer, values.idle ?? PATIENCE)
    const calculator = new Calculator()
    for await (const message of receiveLines(caller)) {
      const answer = calculator.answer(message)
      await sendLine(caller, answer)
      await answered(name, message, answer)
    }
    const { received, sent } = caller
    await report.closed(name, { received, sent, duration: stack.clock.now() - started })
  }

  try {
    await servePlaces(stack, places, { connection }, report, { max: values.max, signal: interruption.signal })
    return EXIT.done
  } finally {
    interruption.release()
  }
}

/** A client's connection: what moves is counted, and how long it may rest is ours to say. */
class Caller {
  received = 0
  sent = 0
  readonly #peer: Socket
  readonly #wait: { readonly timeout: number }

  constructor(peer: Socket, timeout: number) {
    this.#peer = peer
    this.#wait = { timeout }
  }

  readonly recv = (async (length: number) => {
    const bytes = await this.#peer.recv(length, 0, this.#wait)
    this.received += bytes.length
    return bytes
  }) as Socket['recv']

  async send(bytes: Uint8Array): Promise<number> {
    const count = await this.#peer.send(bytes, 0, this.#wait)
    this.sent += count
    return count
  }
}
