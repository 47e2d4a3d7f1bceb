/** What happened, rendered: NDJSON, the text ladder, packets as pcapng. */

export { bytesText, callText, resultText } from './call-text.ts'
export type { PartyEvent, TracedCall } from './calls.ts'
export { joinCalls, moment } from './calls.ts'
export type { LadderOptions } from './ladder.ts'
export { ladder } from './ladder.ts'
export type { TraceHeader } from './ndjson.ts'
export { eventLine, fromHex, headerLine, parseLine, toHex } from './ndjson.ts'
export type { CapturedPacket, CaptureInterface, CaptureSection } from './pcapng.ts'
export {
  enhancedPacketBlock,
  interfaceDescriptionBlock,
  LINKTYPE_ETHERNET,
  LINKTYPE_RAW,
  sectionHeaderBlock,
} from './pcapng.ts'
export type { TraceWords } from './words.ts'
export { ENGLISH, SPANISH } from './words.ts'
