import { callText, resultText } from './call-text.ts'
import { moment, type TracedCall } from './calls.ts'
import type { TraceWords } from './words.ts'

/** What one party did: its call, and beside it how long that took, or how it failed. */
export interface Cell {
  readonly party: number
  readonly text: string
  readonly note: string
}

/** A line: who did something, and, where bytes crossed meanwhile, who got them. */
export interface Row {
  readonly own: Cell
  readonly other?: Cell
  /** The party that the bytes come from, when its own line stands further above. */
  readonly from?: number
  /** The party that gets the bytes, when its own line stands further below: they are under way. */
  readonly to?: number
}

/** How rows are laid out. */
export interface Page {
  /** Columns of the terminal. */
  readonly width: number
  /** From left to right. */
  readonly parties: readonly string[]
  /** Begins with the parties' names. */
  readonly head: boolean
}

/** Milliseconds of a wait that is worth a line. */
const LONG = 20

interface TimedRow {
  readonly time: number
  readonly row: Row
}

/** The lines of what happened, in the order in which it did. `senders` says which call each receiving one got. */
export function rowsOf(
  shown: readonly TracedCall[],
  senders: ReadonlyMap<TracedCall, TracedCall>,
  since: number,
  words: TraceWords,
): Row[] {
  const timed = [...calls(shown, senders, words), ...waits(shown, since, words)]
  return timed.sort((a, b) => a.time - b.time).map(({ row }) => row)
}

function calls(
  shown: readonly TracedCall[],
  senders: ReadonlyMap<TracedCall, TracedCall>,
  words: TraceWords,
): TimedRow[] {
  const together = new Map<TracedCall, TracedCall>()
  for (const [receiver, sender] of senders)
    if (shown.includes(receiver) && sameMoment(sender, receiver, shown)) together.set(sender, receiver)
  const receivers = new Set(together.values())
  const late = new Map(
    [...senders].filter(([receiver]) => shown.includes(receiver)).map(([to, from]) => [from, to]),
  )
  return shown
    .filter((call) => call.leave !== undefined && !receivers.has(call))
    .map((call) => {
      const [other, sender, receiver] = [together.get(call), senders.get(call), late.get(call)]
      const row = {
        own: cell(call, words),
        ...(other === undefined ? {} : { other: cell(other, words) }),
        ...(sender === undefined || !shown.includes(sender) ? {} : { from: sender.party }),
        ...(receiver === undefined ? {} : { to: receiver.party }),
      }
      return { time: moment(call), row }
    })
}

/** Can the two stand in one line, or would it hide what either of them did in between? */
function sameMoment(sender: TracedCall, receiver: TracedCall, shown: readonly TracedCall[]): boolean {
  const [sent, received] = [moment(sender), moment(receiver)]
  return !shown.some((call) => {
    if (call === sender || call === receiver) return false
    const time = moment(call)
    if (call.party === receiver.party) return time > sent && time < received
    return call.party === sender.party && time > sent && time < receiver.enter.time
  })
}

function waits(shown: readonly TracedCall[], since: number, words: TraceWords): TimedRow[] {
  return shown
    .filter(({ enter, leave, waited }) => {
      const long = leave === undefined || leave.error !== undefined || leave.time - enter.time >= LONG
      return waited && long && enter.time >= since
    })
    .map((call) => {
      const own = { party: call.party, text: `${callText(call, words)} …`, note: words.waits }
      return { time: call.enter.time, row: { own } }
    })
}

function cell(call: TracedCall, words: TraceWords): Cell {
  const text = callText(call, words) + resultText(call, words)
  return { party: call.party, text, note: note(call, words) }
}

/** How long it took, where that tells something; how it failed. */
function note({ syscall, enter, leave, waited }: TracedCall, words: TraceWords): string {
  if (leave === undefined) return ''
  if (leave.error !== undefined) return leave.error.code
  const took = leave.time - enter.time
  return syscall === 'getaddrinfo' || (waited && took >= 1) ? words.milliseconds(took) : ''
}
