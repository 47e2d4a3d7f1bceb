import { count, duration, file, size, text } from '../frame/kinds.ts'
import { flag, value } from '../frame/option.ts'

/** Those of tcpdump(8) that people know, with long names. */
export const CAPTURE_OPTIONS = {
  interface: value(text('INTERFACE', 'interface'), 'i'),
  write: value(file, 'w'),
  count: value(count, 'c'),
  for: value(duration),
  snap: value(size, 's'),
  print: flag(),
  hex: flag('x'),
  list: flag('D'),
  json: flag(),
  quiet: flag('q'),
} as const
