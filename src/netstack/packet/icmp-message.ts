import { type Field, type Fields, readBytes, readFields, sizeOf, writeBytes, writeFields } from './field.ts'

/** What messages of ICMP and ICMPv6 have in common: 8 bytes, of which the last four mean something else in each. */

/** Bytes before a message's data. */
export const ICMP_HEADER = 8

/** Tables of fields, by what the messages are called. */
type Tables = Readonly<Record<string, readonly Field[]>>

/** A message as a plain object: what it is called, its fields, and what stands behind them. */
export type Messages<All extends Tables> = {
  [Name in keyof All]: { message: Name; data: Uint8Array } & Fields<All[Name]>
}[keyof All]

export function readMessage<All extends Tables>(
  tables: All,
  message: keyof All,
  view: DataView,
  at: number,
  end: number,
): Messages<All> {
  const fields = readFields(tables[message]!, view, at)
  return { message, ...fields, data: readBytes(view, at + ICMP_HEADER, end) } as Messages<All>
}

export function writeMessage<All extends Tables>(
  tables: All,
  view: DataView,
  at: number,
  message: Messages<All>,
): number {
  const table = tables[message.message]!
  writeFields(table, view, at, message)
  return writeBytes(view, at + sizeOf(table), message.data)
}
