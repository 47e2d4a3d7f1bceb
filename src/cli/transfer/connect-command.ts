import { command } from '../frame/command.ts'
import type { Kind } from '../frame/option.ts'
import { type Place, place } from '../frame/place.ts'
import { CONNECT_TEXTS } from './connect-texts.ts'
import { CONNECT_OPTIONS } from './options.ts'

/** A place, or with --check several by a range of ports. */
const placeOrRange: Kind<Place> = { ...place, read: (said) => place.read(said.replace(/(\d)-\d+$/, '$1')) }

export const CONNECT = command({
  name: 'connect',
  operands: [{ kind: placeOrRange, least: 1, most: 64 }],
  options: CONNECT_OPTIONS,
  examples: [
    'soquete connect localhost:4444',
    'soquete connect --crlf example.com:80',
    'soquete connect tls://example.com:443',
    'soquete connect localhost:9000 < backup.tar',
    'soquete connect -d localhost:9000 > backup.tar',
    'echo hola | soquete connect udp://localhost:5000',
    'soquete connect /run/app.sock',
    'soquete connect -z localhost:22 localhost:8000-8010',
    'soquete connect -z --retry 30s localhost:5432',
    'soquete connect -x --pcap talk.pcapng localhost:4444',
  ],
  texts: CONNECT_TEXTS,
  load: async () => (await import('./connect.ts')).run,
})
