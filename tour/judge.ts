import type { Played, PlayedScene } from './perform.ts'
import type { TcpRow } from './tcp-table.ts'
import type { Wrong } from './texts.ts'
import type { Trace } from './traces.ts'

/** What went wrong in a scene, a sentence each. */
export function judge(played: PlayedScene, traces: readonly Trace[], wrong: Wrong): string[] {
  const { scene, cast } = played
  const complaints: string[] = []
  for (const { part, status, stdout, stderr } of cast) {
    const { role, says } = part
    if (status !== (part.status ?? 0)) complaints.push(wrong.status(role, status, (stderr || stdout).trim()))
    else if (says !== undefined && !says.test(stdout)) complaints.push(wrong.output(role, stdout.trim()))
  }
  if (scene.firstAnswered !== undefined && !isFirst(cast, traces, scene.firstAnswered))
    complaints.push(wrong.order)
  if (scene.timeWait !== undefined && timeWaitAt(played) !== scene.timeWait) complaints.push(wrong.timeWait)
  return complaints
}

/** Is this client the first to have an answer? */
function isFirst(cast: readonly Played[], traces: readonly Trace[], expected: number): boolean {
  const clients = cast.filter(({ part }) => part.role === 'client')
  const answered = clients.map((client) => {
    const events = traces.find(({ pid }) => pid === client.pid)?.events ?? []
    const answer = events.find(({ type, syscall }) => type === 'leave' && syscall === 'recv')
    return answer?.time ?? Number.POSITIVE_INFINITY
  })
  return answered.indexOf(Math.min(...answered)) === expected
}

function timeWaitAt(played: PlayedScene): 'server' | 'client' | 'nobody' {
  const row = connectionRows(played).find(({ state }) => state === 'TIME_WAIT')
  if (row === undefined) return 'nobody'
  return row.local === clientName(played) ? 'client' : 'server'
}

/** Of a scene that ends a connection: what the kernel still lists of it. */
export function connectionRows(played: PlayedScene): TcpRow[] {
  const name = clientName(played)
  return played.table.filter(({ local, remote }) => local === name || remote === name)
}

/** The address that the client has printed. */
function clientName({ cast }: PlayedScene): string {
  return cast.map(({ stdout }) => /^connected from (.*)$/m.exec(stdout)?.[1]).find(Boolean) ?? ''
}
