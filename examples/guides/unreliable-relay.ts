// Guide 003, «Socket Orientado a Datagramas»: a network in between that drops, repeats and delays, by a plan.
import { AF_INET, formatAddress, isSocketError, type Program, SOCK_DGRAM } from 'soquete'

/** Milliseconds of silence after which it ends. */
const SILENCE = 500

/** A delayed datagram lets so many others pass. */
const PASSED = 2

/** Arguments: the port to receive on (4445), the port to send on to (4444), the seed of the plan (1). */
export const main: Program = async (stack, [port = '4445', onward = '4444', seed = '1'], { stdout }) => {
  const at = (number: string) => ({ family: AF_INET, address: '127.0.0.1', port: Number(number) }) as const
  const socket = stack.socket(AF_INET, SOCK_DGRAM)
  const delayed: { datagram: Uint8Array; wait: number }[] = []
  const fate = plan(Number(seed))
  const pass = (datagram: Uint8Array) => socket.sendto(datagram, at(onward))
  try {
    socket.bind(at(port))
    await stdout.write(`listening on ${formatAddress(socket.getsockname())}\n`)
    for (let timeout: number | undefined; ; timeout = SILENCE) {
      const datagram = await socket.recv(65536, 0, { timeout })
      const what = fate()
      if (what === 'delay') delayed.push({ datagram, wait: PASSED + 1 })
      if (what === 'pass' || what === 'repeat') await pass(datagram)
      if (what === 'repeat') await pass(datagram)
      for (const each of delayed) if (--each.wait === 0) await pass(each.datagram)
    }
  } catch (error) {
    if (!isSocketError(error, 'ETIMEDOUT')) throw error
    for (const { datagram, wait } of delayed) if (wait > 0) await pass(datagram)
  } finally {
    await socket.close()
  }
}

/** What becomes of the next datagram: the same for the same seed. Half of them pass. */
function plan(seed: number): () => 'pass' | 'drop' | 'repeat' | 'delay' {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const chance = state / 2 ** 32
    if (chance < 0.5) return 'pass'
    return chance < 0.67 ? 'drop' : chance < 0.84 ? 'repeat' : 'delay'
  }
}
