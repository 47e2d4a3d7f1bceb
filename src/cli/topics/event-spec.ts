import type { Said } from './said.ts'

/** `bytes` are in base64; `bigint` is a number of 64 bits, as text. */
export type FieldType = 'text' | 'number' | 'boolean' | 'bytes' | 'bigint' | 'list' | 'object'

export interface FieldSpec {
  readonly type: FieldType
  /** Left out when it is not known. */
  readonly optional?: true
  readonly says: Said
}

export interface EventSpec {
  readonly says: Said
  /** The event whose fields it has too. */
  readonly like?: string
  /** Beside those that every event has. */
  readonly fields: Readonly<Record<string, FieldSpec>>
}
