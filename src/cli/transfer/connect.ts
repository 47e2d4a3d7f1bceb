import type { Address } from '../../socket/posix/addresses.ts'
import { AF_INET, AF_INET6, AF_UNIX, SOCK_STREAM } from '../../socket/posix/constants.ts'
import type { Stack } from '../../socket/stack.ts'
import type { Run } from '../frame/command.ts'
import { Interruption } from '../frame/interruption.ts'
import type { Values } from '../frame/option.ts'
import { type Place, readPlace } from '../frame/place.ts'
import { formatDuration } from '../frame/quantities.ts'
import { UsageError } from '../frame/usage-error.ts'
import { checkPlaces } from './check.ts'
import { checkTarget, type OpenOptions, openEnd } from './opening.ts'
import type { CONNECT_OPTIONS } from './options.ts'
import { expandPorts } from './port-ranges.ts'
import { Session } from './session.ts'
import { Tls } from './tls.ts'
import { transferWords } from './words.ts'

type ConnectValues = Values<typeof CONNECT_OPTIONS>

export const run: Run<typeof CONNECT_OPTIONS> = async ({ values, operands }, terminal) => {
  const words = transferWords(terminal.language)
  const texts = values.check ? operands.flatMap((text) => expandPorts(text, words)) : operands
  const places = texts.map((text) => ofFamily(readPlace(text), values))
  for (const place of places) checkTarget(place, words)
  const [first] = places as [Place]
  const tls = new Tls(values, words)
  const interruption = new Interruption(terminal)
  const { signal } = interruption
  try {
    const options: OpenOptions = {
      tls,
      signal,
      timeout: values.timeout,
      retry: values.retry,
      localAddress: await localAddress(terminal.stack, values.from),
      onRetry: (error, pause) => {
        if (values.verbose) void terminal.tell(words.retrying(error.message, formatDuration(pause)))
      },
    }
    if (values.check) return await checkPlaces(places, options, values.json, terminal)
    if (places.length > 1) throw new UsageError(words.usage.oneEndpoint)
    const session = new Session(terminal, values, signal)
    const end = await openEnd(terminal.stack, first, options)
    await session.talk(end, { messages: first.endpoint.type !== SOCK_STREAM, opener: 'from' })
    return interruption.status
  } catch (error) {
    if (signal.aborted && error === signal.reason) return interruption.status
    throw error
  } finally {
    interruption.release()
  }
}

/** A name is looked up in the family that -4 or -6 says. */
function ofFamily(place: Place, { ipv4, ipv6 }: Pick<ConnectValues, 'ipv4' | 'ipv6'>): Place {
  const { endpoint } = place
  if (endpoint.family !== undefined || ipv4 === ipv6) return place
  return { ...place, endpoint: { ...endpoint, family: ipv4 ? AF_INET : AF_INET6 } }
}

async function localAddress(stack: Stack, from: Place | undefined): Promise<Address | undefined> {
  if (from === undefined) return undefined
  const { endpoint } = from
  if (endpoint.family === AF_UNIX)
    return {
      family: AF_UNIX,
      ...(endpoint.path === undefined ? {} : { path: endpoint.path }),
      ...(endpoint.abstract === undefined ? {} : { abstract: endpoint.abstract }),
    }
  const [found] = await stack.getaddrinfo(endpoint.host, `${endpoint.port}`, {
    type: endpoint.type,
    ...(endpoint.family === undefined ? {} : { family: endpoint.family }),
  })
  return found?.address
}
