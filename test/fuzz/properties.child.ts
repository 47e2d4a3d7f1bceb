// Runs one of the properties for a while, from a seed: `properties.child.js <name> <seed> <milliseconds> [path]`.
// It is a process of its own so that a crash is a failure like any other.
import { writeFileSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { kernelThread } from '../../src/kernel/kernel-stack.ts'
import { openSockets } from '../leak-check.ts'
import { functionCall, steps } from './calls.ts'
import { transfer, tryTransfer } from './exact-memory.ts'
import { tryFunction } from './functions.ts'
import { Stray } from './judgement.ts'
import { Mayhem } from './mayhem.ts'
import { tamper } from './tampering.ts'

const [, , name = '', seed = '0', milliseconds = '1000', path] = process.argv
const stray = new Stray()
stray.watch()
let runs = 0

/** Notes what is tried, for when nothing can be said afterwards. */
function note(...what: unknown[]): void {
  runs++
  writeFileSync('trying.json', JSON.stringify(what))
}

async function afterwards(): Promise<void> {
  await turn()
  stray.check()
}

const PROPERTIES: Record<string, () => Promise<void>> = {
  calls: () =>
    check(
      fc.asyncProperty(steps, fc.boolean(), async (list, traced) => {
        note(list, traced)
        await new Mayhem().run(list, traced)
        await afterwards()
      }),
    ),
  functions: () =>
    check(
      fc.asyncProperty(functionCall, async (call) => {
        note(call)
        await tryFunction(call)
        await afterwards()
      }),
    ),
  memory: () =>
    check(
      fc.asyncProperty(transfer, async (each) => {
        note(each)
        await tryTransfer(each)
        await afterwards()
      }),
    ),
  tampering: async () => {
    const complaints = await tamper(stray)
    if (complaints.length > 0) throw new Error(complaints.join('\n'))
    runs++
  },
}

function check<Args extends [unknown, ...unknown[]]>(property: fc.IAsyncProperty<Args>): Promise<void> {
  return fc.assert(property, {
    seed: Number(seed),
    numRuns: Number.MAX_SAFE_INTEGER,
    interruptAfterTimeLimit: Number(milliseconds),
    ...(path === undefined ? {} : { path }),
  })
}

async function main(): Promise<void> {
  const before = openSockets()
  await PROPERTIES[name]?.()
  for (let i = 0; i < 50 && openSockets() > before; i++) await turn()
  const left = { sockets: openSockets() - before, waiting: kernelThread().reactor.waiting }
  if (left.sockets !== 0 || left.waiting !== 0) throw new Error(`left behind: ${JSON.stringify(left)}`)
}

// A loop that has nothing left to do would end the process as if all were well.
const alive = setInterval(() => {}, 1000)
try {
  await main()
  console.log(`${runs} runs`)
} catch (error) {
  const { message, cause } = error as Error
  console.log(message, cause instanceof Error ? `\nBecause: ${cause.message}` : '')
  process.exitCode = 1
}
clearInterval(alive)
