import { SPANISH_LIMITS, SPANISH_MISUSE, SPANISH_NAMES, SPANISH_PERMISSIONS } from './spanish-calls.ts'
import { SPANISH_ADDRESSES, SPANISH_CONNECTING } from './spanish-connecting.ts'
import { SPANISH_IDEAS } from './spanish-ideas.ts'
import { SPANISH_STATES } from './spanish-states.ts'
import { SPANISH_ENDINGS, SPANISH_WAITING } from './spanish-talking.ts'
import type { ExplainTexts } from './texts.ts'

export const SPANISH: ExplainTexts = {
  words: {
    headings: {
      calls: 'Según la llamada',
      who: 'Quién está ahí',
      way: 'Cómo se llega y cómo sigue',
      lasts: 'Cuánto dura en Linux',
      problem: '¿Es un problema?',
      todo: 'Qué hacer',
      see: 'Para verlo',
      also: 'Ver también',
      sources: 'RFC 9293',
    },
    groups: {
      addresses: 'Direcciones y puertos',
      connecting: 'Conectarse',
      endings: 'Cómo terminan las conexiones',
      waiting: 'Llamadas que tendrían que esperar',
      limits: 'Límites',
      permissions: 'Permisos y rutas',
      misuse: 'Llamadas que no corresponden',
      names: 'Nombres de hosts y servicios',
      states: 'Estados de una conexión TCP',
      ideas: 'Ideas y opciones',
    },
    causes: {
      listen: 'listen()',
      connect: 'connect(): sale SYN',
      close: 'close()',
      closeOrShutdown: 'close() o shutdown(): sale FIN',
      synArrives: 'llega SYN, sale SYN+ACK',
      synMeetsSyn: 'llega SYN: los dos conectan a la vez',
      synAckArrives: 'llega SYN+ACK, sale ACK',
      ackArrives: 'llega ACK',
      finArrives: 'llega FIN, sale ACK',
      finAndAckArrive: 'llegan FIN y ACK del FIN, sale ACK',
      ackOfFinArrives: 'llega ACK del FIN',
      resetOrSilence: 'llega RST, o nadie contesta a tiempo',
      resetOrTimeout: 'llega RST, o se acaba el tiempo',
      timeIsOver: 'pasaron 60 s',
    },
    everyCall: 'cualquier llamada',
    now: (value) => `${value} en esta máquina`,
    contents:
      'Hay una página sobre cada uno: soquete explain NOMBRE. También sirve un número, o las palabras de un mensaje.',
    unknown: (said) => `no hay página sobre «${said}»`,
    foreign: (code, number) => `${code} es el error ${number}, pero las llamadas de sockets no lo dan`,
    seeContents: 'soquete explain, sin nombre, lista todas las páginas.',
  },
  errors: {
    addresses: SPANISH_ADDRESSES,
    connecting: SPANISH_CONNECTING,
    endings: SPANISH_ENDINGS,
    waiting: SPANISH_WAITING,
    limits: SPANISH_LIMITS,
    permissions: SPANISH_PERMISSIONS,
    misuse: SPANISH_MISUSE,
    names: SPANISH_NAMES,
  },
  states: SPANISH_STATES,
  ideas: SPANISH_IDEAS,
}
