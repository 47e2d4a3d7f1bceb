import type { Language } from '../../socket/language.ts'
import type { CommandText } from '../frame/command.ts'
import type { PING_OPTIONS } from './options.ts'

export const PING_TEXTS: Readonly<Record<Language, CommandText<keyof typeof PING_OPTIONS>>> = {
  en: {
    summary: 'Asks a host whether it is there, and how long the answer takes: ICMP echo.',
    examples: [
      'every second, until Ctrl-C',
      'three times, five times a second',
      'wait until a host is there, 30 seconds at most',
      'who is the third router on the way?',
      'over IPv6, once',
      'for a program: a line of JSON for each thing that happens',
    ],
    options: {
      count: 'so many requests, and no more; with --deadline: until so many were answered',
      interval: 'from one request to the next; otherwise 1s',
      timeout: 'an answer that takes longer is late; otherwise 2s',
      deadline: 'end after so long',
      ttl: 'routers that a request may pass, and one more: 1 to 255',
      size: 'bytes of data in a request; otherwise 56',
      ipv4: 'IPv4 only',
      ipv6: 'IPv6 only',
      quiet: 'only the first line, and the figures at the end',
      json: 'what happens, as a line of JSON each',
    },
    notes: [
      'It needs the right to raw sockets, or a system that lets its group ping (net.ipv4.ping_group_range); it says which of the two it uses. Exit status: 0 when answers came, 1 when none did.',
      'A late answer counts as received, and is told; what routers say instead of an answer is told with their address. Times are those of the kernel, from the departure of a request to the arrival of its answer; where it does not tell them, this program measures.',
    ],
  },
  es: {
    summary: 'Pregunta a un host si está, y cuánto tarda en responder: eco de ICMP.',
    examples: [
      'cada segundo, hasta Ctrl-C',
      'tres veces, cinco por segundo',
      'esperar a que un host esté, 30 segundos a lo sumo',
      '¿quién es el tercer router del camino?',
      'por IPv6, una vez',
      'para un programa: una línea de JSON por cada cosa que ocurre',
    ],
    options: {
      count: 'tantas peticiones y no más; con --deadline: hasta que tantas tengan respuesta',
      interval: 'de una petición a la siguiente; si no se dice, 1s',
      timeout: 'la respuesta que tarda más llega tarde; si no se dice, 2s',
      deadline: 'termina pasado ese tiempo',
      ttl: 'routers que la petición puede pasar, y uno más: de 1 a 255',
      size: 'bytes de datos en cada petición; si no se dice, 56',
      ipv4: 'solo IPv4',
      ipv6: 'solo IPv6',
      quiet: 'solo la primera línea y las cifras del final',
      json: 'lo que ocurre, en una línea de JSON por vez',
    },
    notes: [
      'Necesita permiso para sockets raw, o un sistema que deje a su grupo hacer ping (net.ipv4.ping_group_range); dice cuál de los dos usa. Estado de salida: 0 si llegaron respuestas, 1 si no llegó ninguna.',
      'Una respuesta tardía cuenta como recibida, y se avisa; lo que un router dice en lugar de una respuesta se muestra con su dirección. Los tiempos son los del núcleo, de la salida de la petición a la llegada de su respuesta; si no los dice, mide este programa.',
    ],
  },
}
