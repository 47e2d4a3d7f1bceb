import { command } from '../frame/command.ts'
import { place } from '../frame/place.ts'
import { RELAY_OPTIONS } from './options.ts'
import { RELAY_TEXTS } from './relay-texts.ts'

export const RELAY = command({
  name: 'relay',
  operands: [
    { kind: { ...place, placeholder: 'LISTEN' }, least: 1, most: 1 },
    { kind: { ...place, placeholder: 'TARGET' }, least: 1, most: 1 },
  ],
  options: RELAY_OPTIONS,
  examples: [
    'soquete relay 8080 example.com:80',
    'soquete relay -x 15432 /run/postgresql/.s.PGSQL.5432',
    'soquete relay 2500 tls://mail.example.com:465',
    'soquete relay --cert cert.pem --key key.pem tls://*:8443 localhost:8080',
    'soquete relay udp://:5353 udp://192.0.2.1:53',
  ],
  texts: RELAY_TEXTS,
  load: async () => (await import('./relay.ts')).run,
})
