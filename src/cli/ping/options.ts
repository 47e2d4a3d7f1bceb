import { count, duration } from '../frame/kinds.ts'
import { flag, type Kind, value, valueOr } from '../frame/option.ts'

/** Milliseconds. */
const interval: Kind<number> = {
  ...duration,
  needs: 'interval',
  read: (said) => {
    const milliseconds = duration.read(said)
    return milliseconds !== undefined && milliseconds >= 1 ? milliseconds : undefined
  },
}

/** As many as the eight bits of IPv4's header take. */
const ttl: Kind<number> = { placeholder: 'TTL', needs: 'ttl', completion: null, read: wholeUpTo(1, 255) }

/** Bytes: an IPv4 packet has 65,535 at most, its header 20, and that of ICMP 8. */
const payload: Kind<number> = {
  placeholder: 'SIZE',
  needs: 'payload',
  completion: null,
  read: wholeUpTo(0, 65_507),
}

function wholeUpTo(least: number, most: number): (said: string) => number | undefined {
  return (said) => (/^\d{1,5}$/.test(said) && +said >= least && +said <= most ? +said : undefined)
}

/** Those of ping(8), with long names. */
export const PING_OPTIONS = {
  count: value(count, 'c'),
  interval: valueOr(interval, 1000, 'i'),
  timeout: valueOr(duration, 2000, 'W'),
  deadline: value(duration, 'w'),
  ttl: value(ttl, 't'),
  size: valueOr(payload, 56, 's'),
  ipv4: flag('4'),
  ipv6: flag('6'),
  quiet: flag('q'),
  json: flag(),
} as const
