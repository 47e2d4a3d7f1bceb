import { SOCK_STREAM } from '../../socket/posix/constants.ts'
import type { Run } from '../frame/command.ts'
import type { Values } from '../frame/option.ts'
import { formatPlace, type Place, readPlace } from '../frame/place.ts'
import type { Terminal } from '../frame/terminal.ts'
import { UsageError } from '../frame/usage-error.ts'
import { Batch } from './batch.ts'
import { Conversation } from './conversation.ts'
import { linesOf } from './lines.ts'
import type { CALC_OPTIONS } from './options.ts'
import { PromptSession } from './prompt.ts'
import { serveCalculators } from './serve.ts'
import { tellPrograms, tellResults } from './telling.ts'
import { calcWords } from './words.ts'

/** Where the exercise has its server. */
const DEFAULT_PLACE = '51216'

export const run: Run<typeof CALC_OPTIONS> = async ({ values, operands }, terminal) => {
  const { usage } = calcWords(terminal.language)
  const places = (operands.length > 0 ? operands : [DEFAULT_PLACE]).map(readPlace)
  for (const place of places)
    if (place.endpoint.type !== SOCK_STREAM || place.tls)
      throw new UsageError(usage.streamsOnly(formatPlace(place)))
  if (values.serve) {
    if (values.eval.length > 0) throw new UsageError(usage.evalIsForClients)
    return serveCalculators(places, values, terminal)
  }
  if (places.length > 1) throw new UsageError(usage.oneServer)
  return calculate(places[0]!, values, terminal)
}

async function calculate(
  place: Place,
  values: Values<typeof CALC_OPTIONS>,
  terminal: Terminal,
): Promise<number> {
  const words = calcWords(terminal.language)
  const { timeout, json, quiet, verbose, eval: said } = values
  const open = async (): Promise<Conversation> => {
    const connection = await terminal.stack.connect(place.endpoint, { timeout }).catch(asUsageError)
    return new Conversation(connection, formatPlace(place), timeout, words)
  }
  const isAtTerminal = process.stdin.isTTY === true && terminal.stdout.isTerminal
  if (said.length === 0 && isAtTerminal && !json) {
    const conversation = await open()
    try {
      if (!quiet) await terminal.tell(words.connected(conversation.server), words.howTo)
      return await new PromptSession(conversation, terminal).run()
    } finally {
      await conversation.close()
    }
  }
  const telling = json ? tellPrograms(terminal) : tellResults(terminal, verbose)
  const lines = said.length > 0 ? said : linesOf(terminal.stdio.stdin)
  return new Batch(terminal, telling, open).calculate(lines)
}

/** Every address and any port are for listening. */
function asUsageError(error: unknown): never {
  if (error instanceof TypeError || error instanceof RangeError) throw new UsageError(error.message)
  throw error
}
