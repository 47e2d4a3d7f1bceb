import { duration, text } from '../frame/kinds.ts'
import { flag, valueOr, values } from '../frame/option.ts'
import { SERVER_OPTIONS } from '../frame/shared-options.ts'

/** Milliseconds that an answer is waited for when nobody says how many: the server has only to add two numbers. */
const ANSWERS_WITHIN = 10_000

export const CALC_OPTIONS = {
  serve: flag(),
  eval: values(text('LINE'), 'e'),
  timeout: valueOr(duration, ANSWERS_WITHIN, 'w'),
  ...SERVER_OPTIONS,
} as const
