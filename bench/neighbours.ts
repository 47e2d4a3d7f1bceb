import { readdirSync, readFileSync } from 'node:fs'

/** What /proc counts processor time in: USER_HZ. */
const TICKS_PER_SECOND = 100

/** PF_KTHREAD. What the kernel's own threads do is mostly done for those whom we measure. */
const KERNEL_THREAD = 0x00200000

/** Others may use this part of one processor in a turn; else it is taken again. */
const QUIET = 0.05
const ATTEMPTS = 3

interface Observed<Result> {
  readonly result: Result
  /** The part of one processor that others used meanwhile. */
  readonly disturbance: number
  readonly seconds: number
}

/** Who else works on this machine. A turn that they disturb is taken again while there is time for that. */
export class Neighbours {
  /** Turns that count although they were disturbed. */
  disturbed = 0
  #secondsLeft: number

  constructor(secondsForRepeats: number) {
    this.#secondsLeft = secondsForRepeats
  }

  /** The result of the turn that was disturbed least. */
  async avoid<Result>(turn: () => Promise<Result>): Promise<Result> {
    let best = await observe(turn)
    for (let attempt = 1; best.disturbance > QUIET; attempt++) {
      if (attempt === ATTEMPTS || this.#secondsLeft <= 0) {
        this.disturbed++
        break
      }
      const again = await observe(turn)
      this.#secondsLeft -= again.seconds
      if (again.disturbance < best.disturbance) best = again
    }
    return best.result
  }
}

async function observe<Result>(turn: () => Promise<Result>): Promise<Observed<Result>> {
  const start = performance.now()
  const before = processorTimeOfOthers()
  const result = await turn()
  const used = processorTimeOfOthers() - before
  const seconds = (performance.now() - start) / 1000
  return { result, disturbance: used / seconds, seconds }
}

/** Seconds that processes other than this one and its children have used, or that a hypervisor kept. */
function processorTimeOfOthers(): number {
  let ticks = Number(readFileSync('/proc/stat', 'utf8').split(/\s+/, 9)[8])
  for (const name of readdirSync('/proc')) {
    const pid = Number(name)
    if (Number.isInteger(pid) && pid !== process.pid) ticks += ticksOf(pid)
  }
  return ticks / TICKS_PER_SECOND
}

/** With the time of the children that it has waited for, so that the sum stays right when a process ends. */
function ticksOf(pid: number): number {
  let stat: string
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return 0 // It has just ended.
  }
  // proc_pid_stat(5): behind the name, which may have blanks, field 9 is flags, 14 to 17 are the times.
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
  if ((fields[9 - 3]! & KERNEL_THREAD) !== 0) return 0
  return fields.slice(14 - 3, 17 - 3 + 1).reduce((sum, time) => sum + time, 0)
}
