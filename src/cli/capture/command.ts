import { command } from '../frame/command.ts'
import { text } from '../frame/kinds.ts'
import { FILTER_WORDS } from './filter-words.ts'
import { CAPTURE_OPTIONS } from './options.ts'
import { CAPTURE_TEXTS } from './texts.ts'

export const CAPTURE = command({
  name: 'capture',
  operands: [{ kind: text('FILTER', FILTER_WORDS), least: 0, most: 1000 }],
  options: CAPTURE_OPTIONS,
  examples: [
    'soquete capture',
    'soquete capture -i lo tcp port 4444',
    "soquete capture -w web.pcapng --for 10s 'tcp and (port 80 or port 443)'",
    'soquete capture -w - not port 22 | wireshark -k -i -',
    'soquete capture -i eth0 -c 1 -x icmp and host 192.0.2.7',
    'soquete capture --json -c 100 udp port 53 > dns.ndjson',
    'soquete capture --list',
  ],
  texts: CAPTURE_TEXTS,
  load: async () => (await import('./capture.ts')).run,
})
