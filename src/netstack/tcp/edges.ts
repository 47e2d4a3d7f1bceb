import { CONNECTED, ENDED, FAILED, READABLE, type Tcb, TROUBLED, URGENT, WRITABLE } from './tcb.ts'

/** Tells the user what has changed, when all is done: from here he may call whatever he wants. */
export function tell(tcb: Tcb): void {
  const { edges, sink } = tcb
  if (edges === 0 || sink === null) return
  tcb.edges = 0
  if ((edges & CONNECTED) !== 0) sink.connected()
  if ((edges & URGENT) !== 0) sink.urgent()
  if ((edges & READABLE) !== 0) sink.readable()
  if ((edges & WRITABLE) !== 0) sink.writable()
  if ((edges & ENDED) !== 0) sink.ended()
  if ((edges & TROUBLED) !== 0) sink.troubled(tcb.softError)
  if ((edges & FAILED) !== 0) sink.failed(tcb.error)
}
