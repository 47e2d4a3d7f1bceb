import { isSocketError } from '../../socket/errors.ts'
import { Events } from '../frame/events.ts'
import { EXIT } from '../frame/exit-status.ts'
import { exitStatusOf } from '../frame/failure-status.ts'
import { formatPlace, isDatagrams, type Place } from '../frame/place.ts'
import { formatDuration } from '../frame/quantities.ts'
import type { Terminal } from '../frame/terminal.ts'
import { UsageError } from '../frame/usage-error.ts'
import { type OpenOptions, openEnd } from './opening.ts'
import { transferWords } from './words.ts'

/** Places that are tried at one time; they are told in their order all the same. */
const AT_ONCE = 32

/** Connects to each place and closes again. The exit status is the first failure's. */
export async function checkPlaces(
  places: readonly Place[],
  options: OpenOptions,
  json: boolean,
  terminal: Terminal,
): Promise<number> {
  const words = transferWords(terminal.language)
  if (places.some(({ endpoint }) => isDatagrams(endpoint)))
    throw new UsageError(words.usage.noCheckOfDatagrams)
  const events = new Events(terminal.stdout)
  const tell = ({ place, milliseconds, error }: Found): Promise<void> => {
    const endpoint = formatPlace(place)
    if (json)
      return events.emit('checked', { endpoint, open: error === null, milliseconds, ...failure(error) })
    const { open, closed } = words.check
    const line =
      error === null ? open(endpoint, formatDuration(milliseconds)) : closed(endpoint, reasonOf(error))
    return terminal.stdout.write(`${line}\n`)
  }
  let status: number = EXIT.done
  for (let at = 0; at < places.length; at += AT_ONCE) {
    const found = await Promise.all(
      places.slice(at, at + AT_ONCE).map((place) => check(terminal, place, options)),
    )
    for (const each of found) {
      options.signal.throwIfAborted()
      await tell(each)
      if (each.error !== null) status ||= exitStatusOf(each.error)
    }
  }
  return status
}

interface Found {
  readonly place: Place
  readonly milliseconds: number
  readonly error: Error | null
}

async function check({ stack }: Terminal, place: Place, options: OpenOptions): Promise<Found> {
  const started = performance.now()
  try {
    const end = await openEnd(stack, place, options)
    const milliseconds = performance.now() - started
    await end.close()
    return { place, milliseconds, error: null }
  } catch (error) {
    return { place, milliseconds: performance.now() - started, error: error as Error }
  }
}

function failure(error: Error | null): object {
  if (error === null) return {}
  return { code: isSocketError(error) ? error.code : undefined, message: error.message }
}

/** Without the endpoint, which stands in front: `connection refused (ECONNREFUSED)`. */
function reasonOf({ message }: Error): string {
  return message.split('\n')[0]!.replace(/^cannot connect(?: to)? \S+: /, '')
}
