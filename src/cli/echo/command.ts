import { command } from '../frame/command.ts'
import { place } from '../frame/place.ts'
import { SERVER_OPTIONS } from '../frame/shared-options.ts'
import { ECHO_TEXTS } from './texts.ts'

export const ECHO = command({
  name: 'echo',
  operands: [{ kind: place, least: 0, most: 16 }],
  options: SERVER_OPTIONS,
  examples: [
    'soquete echo',
    'soquete echo tcp://*:7007 udp://*:7007',
    'soquete echo /tmp/echo.sock unix-dgram:@echo',
  ],
  texts: ECHO_TEXTS,
  load: async () => (await import('./echo.ts')).run,
})
