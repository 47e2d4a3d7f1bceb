import type { Performance, Played } from './perform.ts'
import type { Texts } from './texts.ts'
import type { Trace } from './traces.ts'

/** A process or thread whose calls are shown. */
export interface Party {
  readonly name: string
  readonly trace: Trace
}

/** Those who take part in a scene: clients on the left, servers on the right, and then what these have started. */
export function partiesOf({ scenes, traces }: Performance, index: number, texts: Texts): Party[] {
  const cast = scenes[index]!.cast
  const staying = scenes.slice(0, index).flatMap((scene) => scene.cast.filter(({ part }) => part.stays))
  const listening = cast.filter(({ part }) => part.listens).reverse()
  const ordered = [...cast.filter(({ part }) => !part.listens), ...listening, ...staying]
  const known = ordered.map((played) => ({
    name: nameOf(played, ordered, texts),
    trace: find(traces, played.pid),
  }))
  return [
    ...known,
    ...started(
      scenes.flatMap((scene) => scene.cast),
      traces,
      texts,
    ),
  ]
}

function nameOf({ part, pid }: Played, all: readonly Played[], texts: Texts): string {
  const same = all.filter((each) => each.part.role === part.role)
  const number = same.length > 1 ? same.findIndex((each) => each.pid === pid) + 1 : null
  return texts.party(part.role, number, pid)
}

function find(traces: readonly Trace[], wanted: number): Trace {
  return (
    traces.find(({ pid, thread }) => pid === wanted && thread === 0) ?? { pid: wanted, thread: 0, events: [] }
  )
}

/** Threads and children of those who were called. */
function started(cast: readonly Played[], traces: readonly Trace[], texts: Texts): Party[] {
  const own = new Set(cast.map(({ pid }) => pid))
  return traces
    .filter(({ pid, thread, events }) => events.length > 0 && (thread > 0 || !own.has(pid)))
    .map((trace, index) => {
      const { pid, thread } = trace
      return { name: thread > 0 ? texts.thread(index + 1, pid) : texts.party('child', null, pid), trace }
    })
}
