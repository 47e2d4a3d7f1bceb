import { type Options, parseCommandLine } from './command-line.ts'
import { findContenders } from './contender.ts'
import { describeMachine, thisMachine } from './machine.ts'
import { accept } from './measurements/accept.ts'
import { echo } from './measurements/echo.ts'
import { http } from './measurements/http.ts'
import { memory } from './measurements/memory.ts'
import { streams } from './measurements/streams.ts'
import { udpReceive } from './measurements/udp-receive.ts'
import { udpSend } from './measurements/udp-send.ts'
import { unixDatagrams } from './measurements/unix-datagrams.ts'
import { Neighbours } from './neighbours.ts'
import { Programs } from './programs.ts'
import { Progress } from './progress.ts'
import { writeRecord } from './record.ts'
import { notes, report } from './report.ts'
import { onNode, Results } from './results.ts'
import { takeTurns } from './turns.ts'

const MEASUREMENTS = [echo, accept, udpReceive, udpSend, unixDatagrams, memory, streams, http]

/** Seconds, but for the rounds. */
const FULL = { rounds: 5, warmUp: 0.25, seconds: 0.6, repeats: 60 }
const QUICK = { rounds: 1, warmUp: 0.2, seconds: 0.3, repeats: 10 }

async function bench({ quick, only, nodes, json }: Options): Promise<void> {
  const { rounds, warmUp, seconds, repeats } = quick ? QUICK : FULL
  const progress = new Progress()
  progress.say('compiling the load generators and the C peers')
  const programs = new Programs()
  const contenders = findContenders(programs, nodes)
  const neighbours = new Neighbours(repeats)
  const results = new Results()
  const measurements = MEASUREMENTS.filter(({ name }) => only.length === 0 || only.includes(name))
  const run = { contenders, rounds, conditions: { programs, warmUp, seconds }, neighbours, progress, results }
  for (const measurement of measurements) await takeTurns(measurement, run)
  progress.clear()

  const machine = thisMachine()
  const runtimes = [...new Set(contenders.filter(onNode).map(({ runtime }) => runtime!))]
  const kind =
    rounds === 1 ? 'one round' : `median of ${rounds} rounds ± half their range; ratios with their range`
  const text = [
    `Soquete bench: ${describeMachine(machine)}\n${kind}`,
    ...runtimes.map((runtime) => report(results, measurements, runtime)),
    notes(results, contenders, neighbours).join('\n'),
  ]
  console.log(text.join('\n\n'))
  if (json !== undefined) writeRecord(json, results, machine, runtimes)
  if (results.all.some(({ failure }) => failure !== undefined)) process.exitCode = 1
}

// Leaving by exit() has the compiled programs removed; the children leave because their stdin ends.
process.once('SIGINT', () => process.exit(130))
process.once('SIGTERM', () => process.exit(143))

const names = MEASUREMENTS.map(({ name }) => name)
try {
  await bench(parseCommandLine(process.argv.slice(2), names))
} catch (error) {
  console.error(`bench: ${(error as Error).message}`)
  process.exitCode = 1
}
