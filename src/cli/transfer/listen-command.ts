import { command } from '../frame/command.ts'
import { place } from '../frame/place.ts'
import { LISTEN_TEXTS } from './listen-texts.ts'
import { LISTEN_OPTIONS } from './options.ts'

export const LISTEN = command({
  name: 'listen',
  operands: [{ kind: place, least: 1, most: 16 }],
  rest: 'COMMAND [ARGUMENT …]',
  options: LISTEN_OPTIONS,
  examples: [
    'soquete listen 4444',
    'soquete listen *:9000 > backup.tar',
    'soquete listen *:9000 < backup.tar',
    'soquete listen -k 4444',
    'soquete listen -k --send index.html 8000',
    'soquete listen -k udp://*:5140 >> messages.log',
    'soquete listen /tmp/app.sock',
    'soquete listen --cert cert.pem --key key.pem tls://*:8443',
    'soquete listen -k --exec 2000 -- sort',
  ],
  texts: LISTEN_TEXTS,
  load: async () => (await import('./listen.ts')).run,
})
