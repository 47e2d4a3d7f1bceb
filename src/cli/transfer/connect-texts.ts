import type { Language } from '../../socket/language.ts'
import type { CommandText } from '../frame/command.ts'
import type { CONNECT_OPTIONS } from './options.ts'
import { sharedTexts } from './shared-texts.ts'

export const CONNECT_TEXTS: Readonly<Record<Language, CommandText<keyof typeof CONNECT_OPTIONS>>> = {
  en: {
    summary: 'Talks to a server: the input is sent, what comes back is written out.',
    examples: [
      'talk to a server by hand',
      'write an HTTP request by hand',
      'the same over TLS',
      'send a file; on a terminal with a progress bar',
      'fetch what a server sends, and send nothing',
      'send a datagram, and wait a second for answers',
      'a Unix socket',
      'does anybody listen there? (also for a range of ports)',
      'wait until a database has started',
      'see the bytes, and keep them for Wireshark',
    ],
    options: {
      ...sharedTexts('en'),
      timeout: 'for the lookup, the connection and its TLS',
      idle: 'end when nothing has moved for so long',
      retry: 'try again for so long while nobody listens there',
      check: 'only connect and close; the exit status tells what came of it',
      from: 'the own address and port, such as tcp://192.0.2.7:0',
      ipv4: 'IPv4 only',
      ipv6: 'IPv6 only',
    },
    notes: [
      'ENDPOINT is host:port, tls://host:port, udp://host:port, a path of a Unix socket, unix-dgram:PATH or unix-seqpacket:PATH: soquete help endpoints.',
      'It ends when both directions have ended. A peer that has ended while the input goes on is waited for no longer than half a second without input.',
    ],
  },
  es: {
    summary: 'Habla con un servidor: envía la entrada y escribe lo que vuelve.',
    examples: [
      'hablar a mano con un servidor',
      'escribir a mano una petición HTTP',
      'lo mismo sobre TLS',
      'enviar un archivo; en una terminal, con barra de progreso',
      'traer lo que un servidor envía, sin enviar nada',
      'enviar un datagrama y esperar respuestas un segundo',
      'un socket Unix',
      '¿hay alguien escuchando? (también en un rango de puertos)',
      'esperar a que arranque una base de datos',
      'ver los bytes, y guardarlos para Wireshark',
    ],
    options: {
      ...sharedTexts('es'),
      timeout: 'para averiguar el nombre, conectar y acordar TLS',
      idle: 'termina cuando nada se movió durante ese tiempo',
      retry: 'lo intenta de nuevo durante ese tiempo mientras nadie escuche allí',
      check: 'solo conecta y cierra; el estado de salida dice qué pasó',
      from: 'la dirección y el puerto propios, como tcp://192.0.2.7:0',
      ipv4: 'solo IPv4',
      ipv6: 'solo IPv6',
    },
    notes: [
      'ENDPOINT es host:puerto, tls://host:puerto, udp://host:puerto, la ruta de un socket Unix, unix-dgram:RUTA o unix-seqpacket:RUTA: soquete help endpoints.',
      'Termina cuando ambos sentidos terminaron. Si el otro lado terminó y la entrada sigue, se espera a lo sumo medio segundo sin entrada.',
    ],
  },
}
