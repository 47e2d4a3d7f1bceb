import { duration, port, text } from '../frame/kinds.ts'
import { flag, type Kind, value, values } from '../frame/option.ts'
import { STATE_NAMES } from './states.ts'

/** Names with commas in between; which of them there are is said in the user's language, once that is known. */
const states: Kind<readonly string[]> = {
  placeholder: 'STATE[,STATE]',
  needs: 'text',
  completion: STATE_NAMES,
  read: (said) => (said === '' ? undefined : said.split(',')),
}

/** Letters are those of ss(8). */
export const LIST_OPTIONS = {
  tcp: flag('t'),
  udp: flag('u'),
  unix: flag('x'),
  raw: flag('w'),
  packet: flag('0'),
  netlink: flag(),
  all: flag('a'),
  listening: flag('l'),
  state: values(states),
  port: values(port),
  'local-port': values(port),
  'remote-port': values(port),
  process: values(text('NAME|PID')),
  ipv4: flag('4'),
  ipv6: flag('6'),
  extended: flag('e'),
  explain: flag(),
  watch: flag(),
  every: value(duration),
  json: flag(),
  numeric: flag('n'),
  processes: flag('p'),
} as const
