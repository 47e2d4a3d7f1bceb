import { SOCK_DGRAM, type Socket } from '../../src/index.ts'
import { Scope } from '../errors/loopback.ts'
import { type Block, readPcapng } from '../trace/pcapng-reader.ts'
import { type Bench, cliTest, type Running, type StartOptions } from './running.ts'

/** A test with sockets of its own beside the programs. */
export function captureTest(name: string, body: (bench: Bench, scope: Scope) => Promise<void>): void {
  cliTest(name, async (bench) => {
    const scope = new Scope()
    try {
      await body(bench, scope)
    } finally {
      await scope.close()
    }
  })
}

/** Starts a capture, and waits until its socket is bound. */
export async function capture(
  bench: Bench,
  args: readonly string[],
  options?: StartOptions,
): Promise<Running> {
  const started = bench.soquete(['capture', ...args], options)
  await started.says(/(capturing on|capturando en) /)
  return started
}

export function text(words: string): Uint8Array {
  return new TextEncoder().encode(words)
}

/** Two UDP sockets, and the port of the second. */
export function pair(scope: Scope): [Socket, Socket, number] {
  const [sender, receiver] = [scope.bound(SOCK_DGRAM), scope.bound(SOCK_DGRAM)]
  return [sender, receiver, (receiver.getsockname() as { port: number }).port]
}

export function packets(file: Uint8Array): Block[] {
  return readPcapng(file).filter(({ type }) => type === 6)
}

export function interfaces(file: Uint8Array): (string | undefined)[] {
  const names = readPcapng(file).filter(({ type }) => type === 1)
  return names.map(({ options }) => options.find(([code]) => code === 2)?.[1])
}
