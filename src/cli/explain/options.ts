import { flag } from '../frame/option.ts'

export const EXPLAIN_OPTIONS = { json: flag() } as const
