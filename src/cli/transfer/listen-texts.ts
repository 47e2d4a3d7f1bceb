import type { Language } from '../../socket/language.ts'
import type { CommandText } from '../frame/command.ts'
import type { LISTEN_OPTIONS } from './options.ts'
import { sharedTexts } from './shared-texts.ts'

export const LISTEN_TEXTS: Readonly<Record<Language, CommandText<keyof typeof LISTEN_OPTIONS>>> = {
  en: {
    summary: 'Waits for a client: what it sends is written out, the input is sent to it.',
    examples: [
      'wait for one client of this machine, and talk to it',
      'receive a file from another machine',
      'give a file to the first who asks',
      'many clients at once: each hears what is typed',
      'send a file to everybody who connects',
      'collect the datagrams that anybody sends',
      'a Unix socket',
      'over TLS',
      'run a command for each connection; no shell, and only the command named here',
    ],
    options: {
      ...sharedTexts('en'),
      keep: 'serve many clients at one time, until Ctrl-C',
      max: 'with --keep: clients at one time, otherwise 100; more wait',
      timeout: 'how long to wait for the client',
      idle: 'end a conversation in which nothing has moved for so long',
      exec: 'with --keep: hand each connection to the command behind --, as its standard input and output',
    },
    notes: [
      'Without a host it listens on 127.0.0.1 only; * is every address: soquete help endpoints.',
      'With --keep, the end of the input tells nobody unless --on-eof says so. A client that takes nothing for 5 s of what is typed to all is closed.',
    ],
  },
  es: {
    summary: 'Espera a un cliente: escribe lo que envía, y le envía la entrada.',
    examples: [
      'esperar a un cliente de esta máquina y hablar con él',
      'recibir un archivo de otra máquina',
      'dar un archivo al primero que lo pida',
      'muchos clientes a la vez: todos oyen lo que se escribe',
      'enviar un archivo a cada uno que se conecte',
      'juntar los datagramas que envíe cualquiera',
      'un socket Unix',
      'sobre TLS',
      'ejecutar una orden para cada conexión; sin shell, y solo la que se nombra aquí',
    ],
    options: {
      ...sharedTexts('es'),
      keep: 'atiende a muchos clientes a la vez, hasta Ctrl-C',
      max: 'con --keep: clientes a la vez, si no se dice 100; los demás esperan',
      timeout: 'cuánto esperar al cliente',
      idle: 'termina una conversación en la que nada se movió durante ese tiempo',
      exec: 'con --keep: entrega cada conexión a la orden que sigue a --, como su entrada y salida estándar',
    },
    notes: [
      'Sin host escucha solo en 127.0.0.1; * es toda dirección: soquete help endpoints.',
      'Con --keep, el fin de la entrada no se le dice a nadie, salvo que --on-eof lo pida. Se cierra al cliente que en 5 s no toma nada de lo que se escribe para todos.',
    ],
  },
}
