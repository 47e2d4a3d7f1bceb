import type { FieldSpec, FieldType } from '../../src/cli/topics/event-spec.ts'
import { COMMON_FIELDS, EVENTS } from '../../src/cli/topics/json-events.ts'

export type Event = Readonly<Record<string, unknown>>

/** The events that a command has written with `--json`. */
export function readEvents(stdout: string | Uint8Array): Event[] {
  const lines = Buffer.from(stdout).toString().split('\n')
  if (lines.pop() !== '') throw new Error('the last line has no end')
  return lines.map((line) => JSON.parse(line) as Event)
}

const IS: Readonly<Record<FieldType, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  bytes: (value) => typeof value === 'string' && Buffer.from(value, 'base64').toString('base64') === value,
  bigint: (value) => typeof value === 'string' && /^-?\d+$/.test(value),
  list: Array.isArray,
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
}

/** Where an event is not what `soquete help json` says of it. */
export function schemaMistakes(event: Event): string[] {
  const name = String(event.event)
  if (!Object.hasOwn(EVENTS, name)) return [`there is no event ${name}`]
  const { like, fields: own } = EVENTS[name]!
  const shared = like === undefined ? {} : EVENTS[like]!.fields
  const fields: Readonly<Record<string, FieldSpec>> = { ...COMMON_FIELDS, ...shared, ...own }
  const strange = Object.keys(event).filter((field) => !Object.hasOwn(fields, field))
  return [
    ...strange.map((field) => `${name} has no field ${field}`),
    ...Object.entries(fields).flatMap(([field, { type, optional }]) => {
      if (!Object.hasOwn(event, field)) return optional === true ? [] : [`${name} lacks ${field}`]
      return IS[type](event[field]) ? [] : [`${name}.${field} is no ${type}: ${JSON.stringify(event[field])}`]
    }),
  ]
}
