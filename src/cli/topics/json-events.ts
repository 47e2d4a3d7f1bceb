import { SCHEMA_VERSION } from '../frame/events.ts'
import type { EventSpec } from './event-spec.ts'
import { SOCKET_EVENTS } from './socket-events.ts'

/** What stands in every line of `--json`. */
export const COMMON_FIELDS: EventSpec['fields'] = {
  v: {
    type: 'number',
    says: {
      en: `the version of all this: ${SCHEMA_VERSION}`,
      es: `la versión de todo esto: ${SCHEMA_VERSION}`,
    },
  },
  event: {
    type: 'text',
    says: { en: 'what happened: one of those below', es: 'qué ocurrió: uno de los de abajo' },
  },
  time: {
    type: 'text',
    says: { en: 'when, in UTC: 2026-01-31T23:59:59.123Z', es: 'cuándo, en UTC: 2026-01-31T23:59:59.123Z' },
  },
}

const MOVED: EventSpec['fields'] = {
  peer: { type: 'text', says: { en: 'as in connected', es: 'como en connected' } },
  bytes: {
    type: 'bytes',
    says: { en: 'one piece of a stream, or one message', es: 'un trozo de un flujo, o un mensaje' },
  },
}

/**
 * Every event that a command writes with `--json`. A field may be added; one that changes its meaning, or goes, takes
 * a new version.
 */
export const EVENTS: Readonly<Record<string, EventSpec>> = {
  listening: {
    says: { en: 'A socket listens, or receives datagrams.', es: 'Un socket escucha, o recibe datagramas.' },
    fields: {
      endpoint: {
        type: 'text',
        says: {
          en: 'where, with the port that the system has chosen',
          es: 'dónde, con el puerto que el sistema eligió',
        },
      },
    },
  },
  connected: {
    says: { en: 'A connection begins.', es: 'Empieza una conexión.' },
    fields: {
      peer: {
        type: 'text',
        says: {
          en: "the other side's endpoint; of a Unix socket without a name, the server's with a number: unix:x.sock#1",
          es: 'el extremo del otro lado; de un socket Unix sin nombre, el del servidor y un número: unix:x.sock#1',
        },
      },
      local: {
        type: 'text',
        says: {
          en: "this side's endpoint; of a relay, where it goes on to",
          es: 'el extremo de este lado; de relay, a dónde sigue',
        },
      },
    },
  },
  received: {
    says: { en: 'Bytes came from the other side.', es: 'Llegaron bytes del otro lado.' },
    fields: MOVED,
  },
  sent: {
    says: { en: 'Bytes went to the other side.', es: 'Salieron bytes hacia el otro lado.' },
    fields: MOVED,
  },
  closed: {
    says: { en: 'A connection has ended in good order.', es: 'Una conexión terminó en orden.' },
    fields: {
      peer: { type: 'text', says: { en: 'as in connected', es: 'como en connected' } },
      received: {
        type: 'number',
        says: { en: 'bytes that came from there', es: 'bytes que vinieron de allí' },
      },
      sent: { type: 'number', says: { en: 'bytes that went there', es: 'bytes que fueron allí' } },
      duration: {
        type: 'number',
        says: { en: 'milliseconds that it was open', es: 'milisegundos que estuvo abierta' },
      },
    },
  },
  failed: {
    says: {
      en: 'Something failed; the command goes on.',
      es: 'Algo falló; la orden sigue.',
    },
    fields: {
      peer: {
        type: 'text',
        optional: true,
        says: { en: 'whose connection it was', es: 'de quién era la conexión' },
      },
      code: {
        type: 'text',
        optional: true,
        says: { en: "the error's code: ECONNRESET", es: 'el código del error: ECONNRESET' },
      },
      message: { type: 'text', says: { en: 'what happened, in English', es: 'qué ocurrió, en inglés' } },
    },
  },
  checked: {
    says: {
      en: 'soquete connect --check has tried a place.',
      es: 'soquete connect --check probó un lugar.',
    },
    fields: {
      endpoint: { type: 'text', says: { en: 'the place', es: 'el lugar' } },
      open: { type: 'boolean', says: { en: 'somebody listens there', es: 'alguien escucha allí' } },
      milliseconds: { type: 'number', says: { en: 'until that was known', es: 'hasta que se supo' } },
      code: {
        type: 'text',
        optional: true,
        says: {
          en: "why not, as an error's code: ECONNREFUSED",
          es: 'por qué no, como código de error: ECONNREFUSED',
        },
      },
      message: {
        type: 'text',
        optional: true,
        says: { en: 'why not, in English', es: 'por qué no, en inglés' },
      },
    },
  },
  answered: {
    says: { en: 'The calculator has answered a message.', es: 'La calculadora contestó un mensaje.' },
    fields: {
      peer: {
        type: 'text',
        says: { en: "the other side's endpoint", es: 'el extremo del otro lado' },
      },
      message: { type: 'text', says: { en: 'as 3, or +', es: 'como 3, o +' } },
      answer: {
        type: 'text',
        says: { en: 'OK, RESULT 7, or FAIL and why', es: 'OK, RESULT 7, o FAIL y por qué' },
      },
    },
  },
  ...SOCKET_EVENTS,
  page: {
    says: {
      en: 'What soquete explain tells of one error, state or idea, in the language that was asked for.',
      es: 'Lo que soquete explain dice de un error, un estado o una idea, en el idioma pedido.',
    },
    fields: {
      kind: { type: 'text', says: { en: 'error, lookup, state or idea', es: 'error, lookup, state o idea' } },
      name: { type: 'text', says: { en: 'as EADDRINUSE', es: 'como EADDRINUSE' } },
      number: {
        type: 'number',
        optional: true,
        says: {
          en: 'errno; of a lookup what getaddrinfo() gives; of a state what TCP_INFO gives',
          es: 'errno; de una búsqueda lo que da getaddrinfo(); de un estado lo que da TCP_INFO',
        },
      },
      words: {
        type: 'text',
        optional: true,
        says: { en: 'what C says: Address already in use', es: 'lo que dice C: Address already in use' },
      },
      aliases: { type: 'list', says: { en: 'other names', es: 'otros nombres' } },
      means: { type: 'list', says: { en: 'what it means, in paragraphs', es: 'qué significa, en párrafos' } },
      calls: {
        type: 'list',
        optional: true,
        says: {
          en: 'the calls that give it, and what it means by them: {calls, means}',
          es: 'las llamadas que lo dan, y qué significa en ellas: {calls, means}',
        },
      },
      who: {
        type: 'text',
        optional: true,
        says: { en: 'which end is in the state', es: 'qué lado está en el estado' },
      },
      transitions: {
        type: 'list',
        optional: true,
        says: { en: 'ways here and on: {from, to, when}', es: 'cómo se llega y sigue: {from, to, when}' },
      },
      lasts: {
        type: 'text',
        optional: true,
        says: { en: 'how long the state lasts', es: 'cuánto dura el estado' },
      },
      settings: {
        type: 'list',
        optional: true,
        says: {
          en: 'settings of this machine that decide it: {name, value}',
          es: 'ajustes de esta máquina que lo deciden: {name, value}',
        },
      },
      problem: { type: 'text', optional: true, says: { en: 'is it a problem?', es: '¿es un problema?' } },
      todo: { type: 'list', says: { en: 'what to do', es: 'qué hacer' } },
      see: {
        type: 'object',
        optional: true,
        says: {
          en: 'a command line that provokes it: {command, shows}',
          es: 'una línea de órdenes que lo provoca: {command, shows}',
        },
      },
      also: { type: 'list', says: { en: 'names of other pages', es: 'nombres de otras páginas' } },
      sections: {
        type: 'list',
        optional: true,
        says: { en: 'sections of RFC 9293', es: 'secciones del RFC 9293' },
      },
    },
  },
  entry: {
    says: {
      en: 'soquete explain without a name: one of the pages that there are.',
      es: 'soquete explain sin nombre: una de las páginas que existen.',
    },
    fields: {
      group: { type: 'text', says: { en: 'its group: addresses', es: 'su grupo: addresses' } },
      name: { type: 'text', says: { en: 'as in page', es: 'como en page' } },
      summary: { type: 'text', says: { en: 'a few words', es: 'unas palabras' } },
    },
  },
}
