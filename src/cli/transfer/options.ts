import { choice, count, duration, file, text } from '../frame/kinds.ts'
import { flag, type Kind, value, valueOr } from '../frame/option.ts'
import { place } from '../frame/place.ts'
import { parseDuration, parseSize } from '../frame/quantities.ts'
import { REPORT_OPTIONS, SERVER_OPTIONS } from '../frame/shared-options.ts'
import type { Split } from './changes.ts'
import type { OnEof } from './converse.ts'

const ON_EOF = ['half-close', 'close', 'keep'] as const

const onEof: Kind<OnEof> = {
  placeholder: [...ON_EOF, 'DURATION'].join('|'),
  needs: 'onEof',
  completion: ON_EOF,
  read: (said) => ON_EOF.find((word) => word === said) ?? parseDuration(said),
}

const SPLIT = ['line', 'eof'] as const

const split: Kind<Split> = {
  placeholder: [...SPLIT, 'SIZE'].join('|'),
  needs: 'split',
  completion: SPLIT,
  read: (said) => SPLIT.find((word) => word === said) ?? (parseSize(said) || undefined),
}

/** Of TLS, at either end. */
export const TLS_OPTIONS = {
  cert: value(file),
  key: value(file),
  ca: value(file),
  servername: value(text('NAME')),
  alpn: value(text('PROTOCOLS')),
  insecure: flag(),
} as const

/** What goes through is shown, or kept. */
const WATCH_OPTIONS = { hex: flag('x'), pcap: value(file) } as const

/** Between the standard streams and peers. */
const INPUT_OPTIONS = {
  'on-eof': value(onEof),
  send: value(file, 'f'),
  'receive-only': flag('d'),
  crlf: flag('C'),
  split: value(split),
  progress: valueOr(choice(['auto', 'always', 'never']), 'auto'),
  raw: flag(),
} as const

const FAMILY_OPTIONS = { ipv4: flag('4'), ipv6: flag('6') } as const

export const CONNECT_OPTIONS = {
  timeout: value(duration, 'w'),
  idle: value(duration),
  retry: value(duration),
  check: flag('z'),
  ...INPUT_OPTIONS,
  from: value(place),
  ...FAMILY_OPTIONS,
  ...WATCH_OPTIONS,
  ...TLS_OPTIONS,
  ...REPORT_OPTIONS,
} as const

export const LISTEN_OPTIONS = {
  keep: flag('k'),
  max: value(count),
  timeout: value(duration, 'w'),
  idle: value(duration),
  ...INPUT_OPTIONS,
  exec: flag('e'),
  ...WATCH_OPTIONS,
  ...TLS_OPTIONS,
  ...REPORT_OPTIONS,
} as const

export const RELAY_OPTIONS = {
  timeout: value(duration, 'w'),
  ...SERVER_OPTIONS,
  ...WATCH_OPTIONS,
  ...TLS_OPTIONS,
} as const
