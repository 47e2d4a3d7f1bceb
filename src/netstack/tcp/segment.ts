import {
  TCP_HEADER,
  tcpAck,
  tcpFlags,
  tcpHeaderLength,
  tcpSeq,
  tcpUrgentPointer,
  tcpWindow,
} from '../packet/tcp.ts'
import { TcpOptions } from '../packet/tcp-options.ts'

/** The current segment's variables: RFC 9293 section 3.3.1. One for a layer, read anew for each segment. */
export class Segment {
  view: DataView = new DataView(new ArrayBuffer(0))
  seq = 0
  ack = 0
  /** As it stands there, not scaled: an unsigned number of 16 bits (MUST-1). */
  wnd = 0
  up = 0
  flags = 0
  /** Where its data begins, and how long it is: trimmed to the window while it is processed. */
  at = 0
  length = 0
  readonly options = new TcpOptions()

  /** Reads a segment that was judged; its options may stand in any (MUST-5). */
  read(view: DataView, at: number, end: number): void {
    const headerLength = tcpHeaderLength(view, at)
    this.view = view
    this.seq = tcpSeq(view, at)
    this.ack = tcpAck(view, at)
    this.wnd = tcpWindow(view, at)
    this.up = tcpUrgentPointer(view, at)
    this.flags = tcpFlags(view, at)
    this.at = at + headerLength
    this.length = end - this.at
    if (headerLength === TCP_HEADER) this.options.clear()
    else this.options.parse(view, at + TCP_HEADER, this.at)
  }
}
