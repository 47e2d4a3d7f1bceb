import type { EnterEvent, LeaveEvent, TraceEvent } from '../socket/events.ts'

/** A call of one party, from its enter to its leave. */
export interface TracedCall {
  readonly party: number
  readonly socket: number
  readonly syscall: string
  readonly enter: EnterEvent
  /** When it could not complete at once. */
  readonly waited: boolean
  /** Missing while the call has not ended. */
  readonly leave?: LeaveEvent
}

/** An event of a trace, with the party whose it is. */
export interface PartyEvent {
  readonly party: number
  readonly event: TraceEvent
}

/** Joins the events of each call. */
export function joinCalls(events: readonly PartyEvent[]): TracedCall[] {
  const calls = new Map<string, TracedCall>()
  for (const { party, event } of events) {
    const key = `${party}/${event.call}`
    if (event.type === 'enter') {
      const { socket, syscall } = event
      calls.set(key, { party, socket, syscall, enter: event, waited: false })
      continue
    }
    const call = calls.get(key)
    if (call === undefined) continue
    if (event.type === 'wait') calls.set(key, { ...call, waited: true })
    if (event.type === 'leave') calls.set(key, { ...call, leave: event })
  }
  return [...calls.values()]
}

const SENDING = new Set(['connect', 'send', 'sendto', 'sendmsg', 'sendmmsg', 'shutdown', 'close'])
const RECEIVING = new Set(['accept', 'recv', 'recvUntil', 'recvfrom', 'recvmsg', 'recvmmsg'])

export const isSending = (call: TracedCall): boolean => SENDING.has(call.syscall)
export const isReceiving = (call: TracedCall): boolean => RECEIVING.has(call.syscall)

/** When a call shows: one that sends acts when it is entered, one that receives when it has got something. */
export function moment(call: TracedCall): number {
  const acts = isSending(call) && call.leave?.error === undefined
  return acts ? call.enter.time : (call.leave?.time ?? call.enter.time)
}
