import { type InternetAddress, isInternetAddress } from '../../socket/posix/addresses.ts'
import { AF_INET, AF_INET6, AF_UNSPEC, SOCK_DGRAM } from '../../socket/posix/constants.ts'
import type { Run } from '../frame/command.ts'
import { CommandFailure } from '../frame/command-failure.ts'
import { EXIT } from '../frame/exit-status.ts'
import { Interruption } from '../frame/interruption.ts'
import { grantNetRaw } from '../frame/net-raw.ts'
import type { Values } from '../frame/option.ts'
import { printable } from '../frame/printable.ts'
import type { Terminal } from '../frame/terminal.ts'
import { EchoSocket } from './echo-socket.ts'
import type { PING_OPTIONS } from './options.ts'
import { Pinging } from './pinging.ts'
import { JsonPing, type PingReport, SpokenPing, type Target } from './report.ts'
import { type PingWords, pingWords } from './words.ts'

type PingValues = Values<typeof PING_OPTIONS>

export const run: Run<typeof PING_OPTIONS> = async ({ values, operands }, terminal) => {
  const words = pingWords(terminal.language)
  const [host] = operands as readonly [string]
  const interruption = new Interruption(terminal)
  const { signal } = interruption
  try {
    const to = await resolve(terminal, host, values, signal, words)
    return await ping(terminal, host, to, values, signal, words)
  } catch (error) {
    if (signal.aborted && error === signal.reason) return EXIT.interrupted
    throw error
  } finally {
    interruption.release()
  }
}

async function resolve(
  { stack }: Terminal,
  host: string,
  { ipv4, ipv6 }: PingValues,
  signal: AbortSignal,
  words: PingWords,
): Promise<InternetAddress> {
  const family = ipv4 === ipv6 ? AF_UNSPEC : ipv4 ? AF_INET : AF_INET6
  const found = await stack.getaddrinfo(host, null, { family, type: SOCK_DGRAM }, { signal })
  const address = found.map((info) => info.address).find(isInternetAddress)
  if (address === undefined)
    throw new CommandFailure(words.noInternetAddress(printable(host)), EXIT.unknownName)
  return address
}

async function ping(
  terminal: Terminal,
  host: string,
  to: InternetAddress,
  values: PingValues,
  signal: AbortSignal,
  words: PingWords,
): Promise<number> {
  const socket = EchoSocket.open(terminal.stack, to.family, values.ttl ?? null)
  if (socket === null) {
    const advice = [words.grantRaw(grantNetRaw()), words.grantDatagrams]
    throw new CommandFailure(words.notPermitted, EXIT.notPermitted, advice)
  }
  try {
    const target: Target = { host, address: to, size: values.size, socketType: socket.type }
    const report: PingReport = values.json
      ? new JsonPing(terminal, target, values.quiet)
      : new SpokenPing(terminal, target, words, values.timeout, values.quiet)
    await report.start()
    const data = Uint8Array.from({ length: values.size }, (_, index) => index)
    const totals = await new Pinging(
      socket,
      to,
      data,
      { ...values, signal },
      report,
      terminal.stack.clock,
    ).run()
    await report.summary(totals)
    return totals.received > 0 ? EXIT.done : EXIT.failed
  } finally {
    await socket.close()
  }
}
