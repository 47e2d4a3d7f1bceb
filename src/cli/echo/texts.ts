import type { Language } from '../../socket/language.ts'
import type { CommandText } from '../frame/command.ts'
import { ENGLISH } from '../frame/english.ts'
import type { SERVER_OPTIONS } from '../frame/shared-options.ts'
import { SPANISH } from '../frame/spanish.ts'

export const ECHO_TEXTS: Readonly<Record<Language, CommandText<keyof typeof SERVER_OPTIONS>>> = {
  en: {
    summary: 'A server that sends back what it receives: streams, datagrams, packets.',
    examples: [
      'an echo server on port 65432 of this machine, as in the guides',
      'over TCP and UDP on one port, for other machines too',
      'over Unix sockets',
    ],
    options: ENGLISH.shared,
    notes: [
      'Without a host it listens on 127.0.0.1 only. Ctrl-C stops accepting and lets connections finish.',
    ],
  },
  es: {
    summary: 'Un servidor que devuelve lo que recibe: flujos, datagramas, paquetes.',
    examples: [
      'un servidor de eco en el puerto 65432 de esta máquina, como en las guías',
      'por TCP y UDP en un mismo puerto, también para otras máquinas',
      'por sockets Unix',
    ],
    options: SPANISH.shared,
    notes: [
      'Sin host escucha solo en 127.0.0.1. Ctrl-C deja de aceptar y espera a que las conexiones terminen.',
    ],
  },
}
