import type { Language } from '../../socket/language.ts'
import type { CommandText } from '../frame/command.ts'
import type { RELAY_OPTIONS } from './options.ts'
import { sharedTexts } from './shared-texts.ts'

export const RELAY_TEXTS: Readonly<Record<Language, CommandText<keyof typeof RELAY_OPTIONS>>> = {
  en: {
    summary: 'Stands between clients and a server, and passes on what each says.',
    examples: [
      'what comes to port 8080 of this machine goes to another',
      'see what a program says to a database behind a Unix socket',
      'TLS for a program that knows none',
      'TLS in front of a server that knows none',
      'datagrams, and their answers',
    ],
    options: {
      ...sharedTexts('en'),
      timeout: 'for the connection to the target and its TLS',
      idle: 'close a connection on which nothing has moved for so long; senders of datagrams are forgotten after 60s',
      max: 'clients at one time; more wait, or, of datagrams, push out the one that has been silent longest',
    },
    notes: [
      'Without a host it listens on 127.0.0.1 only; * is every address. An end in one direction is passed on as such, and a reset as a reset.',
      'Streams go to streams, messages (udp, unix-dgram, unix-seqpacket) to messages.',
    ],
  },
  es: {
    summary: 'Se pone entre los clientes y un servidor, y pasa a cada uno lo que dice el otro.',
    examples: [
      'lo que llega al puerto 8080 de esta máquina va a otra',
      'ver lo que un programa le dice a una base de datos detrás de un socket Unix',
      'TLS para un programa que no lo conoce',
      'TLS delante de un servidor que no lo conoce',
      'datagramas, y sus respuestas',
    ],
    options: {
      ...sharedTexts('es'),
      timeout: 'para la conexión con el destino y su TLS',
      idle: 'cierra la conexión en la que nada se movió durante ese tiempo; a quien envía datagramas se lo olvida a los 60s',
      max: 'clientes a la vez; los demás esperan o, en datagramas, desplazan al que más tiempo lleva callado',
    },
    notes: [
      'Sin host escucha solo en 127.0.0.1; * es toda dirección. El fin de un sentido se pasa como tal, y un reset como reset.',
      'Los flujos van con flujos, los mensajes (udp, unix-dgram, unix-seqpacket) con mensajes.',
    ],
  },
}
