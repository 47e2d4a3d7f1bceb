import { kernel } from '../../../src/kernel/kernel-stack.ts'
import { AF_INET, isInternetAddress, type Socket } from '../../../src/socket/index.ts'
import { type TcpRow, tcpTable } from '../../../tour/tcp-table.ts'
import { INET, Scope } from '../../contract/harness.ts'
import { test } from '../../leak-check.ts'

/** What a proof needs besides the kernel. */
export interface Needs {
  readonly root?: boolean
}

/** The proof of an entry of docs/guides-errata.md: its number there, and what is true. */
export function erratum(
  number: number,
  truth: string,
  proof: (scope: Scope) => Promise<void> | void,
  { root = false }: Needs = {},
): void {
  const name = `erratum ${number}: ${truth}`
  const body = async () => {
    const scope = new Scope(kernel, INET)
    try {
      await proof(scope)
    } finally {
      await scope.close()
    }
  }
  if (!root || process.geteuid?.() === 0) test(name, body)
  else if (process.env.CI) test(name, () => Promise.reject(new Error('on CI this must be run as root')))
  else test(name, () => {}, { skip: 'only root may do this' })
}

/** An address of this machine: all of 127.0.0.0/8 is its loopback. */
export const at = (port: number, address = '127.0.0.1') => ({ family: AF_INET, address, port }) as const

export function portOf(socket: Socket): number {
  const name = socket.getsockname()
  if (!isInternetAddress(name)) throw new TypeError('no socket of the internet')
  return name.port
}

/** What the kernel lists of the connection between two ports of 127.0.0.1, as it is seen from the first one. */
export function rows(from: number, to: number): TcpRow[] {
  return tcpTable().filter(({ local, remote }) => local.endsWith(`:${from}`) && remote.endsWith(`:${to}`))
}

/** Waits for what the kernel does in its own time, which is milliseconds. */
export async function until(holds: () => boolean): Promise<void> {
  for (const start = performance.now(); !holds(); ) {
    if (performance.now() - start > 5000) throw new Error('it does not come about')
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}
