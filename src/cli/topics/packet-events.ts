import type { EventSpec } from './event-spec.ts'

const SEQUENCE: EventSpec['fields'] = {
  sequence: { type: 'number', says: { en: "the request's number", es: 'el número de la petición' } },
}

/** What soquete ping tells. Times are in milliseconds. */
export const PING_EVENTS: Readonly<Record<string, EventSpec>> = {
  pinging: {
    says: { en: 'Requests begin.', es: 'Empiezan las peticiones.' },
    fields: {
      host: { type: 'text', says: { en: 'as it was said', es: 'como se dijo' } },
      address: { type: 'text', says: { en: 'its address', es: 'su dirección' } },
      size: { type: 'number', says: { en: 'data bytes of a request', es: 'bytes de datos de una petición' } },
      socket: { type: 'text', says: { en: 'raw or datagram', es: 'raw o datagram' } },
    },
  },
  reply: {
    says: { en: 'An answer came.', es: 'Llegó una respuesta.' },
    fields: {
      ...SEQUENCE,
      from: { type: 'text', says: { en: 'who answered', es: 'quién respondió' } },
      bytes: { type: 'number', says: { en: 'bytes of the ICMP message', es: 'bytes del mensaje ICMP' } },
      ttl: {
        type: 'number',
        optional: true,
        says: { en: 'routers that it could still have passed', es: 'routers que todavía podía pasar' },
      },
      rtt: { type: 'number', says: { en: 'the round trip', es: 'la ida y vuelta' } },
      duplicate: { type: 'boolean', says: { en: 'there was one already', es: 'ya había habido una' } },
      late: { type: 'boolean', says: { en: 'it had been given up', es: 'ya no se la esperaba' } },
    },
  },
  timeout: {
    says: { en: 'No answer came in time.', es: 'Ninguna respuesta llegó a tiempo.' },
    fields: SEQUENCE,
  },
  error: {
    says: {
      en: 'A router or the host says why a request does not arrive, or it could not be sent.',
      es: 'Un router o el host dice por qué una petición no llega, o no se la pudo enviar.',
    },
    fields: {
      ...SEQUENCE,
      reason: {
        type: 'text',
        says: { en: 'as unreachable; unsent: it never left', es: 'como unreachable; unsent: no salió' },
      },
      from: { type: 'text', optional: true, says: { en: 'who says so', es: 'quién lo dice' } },
      type: { type: 'number', optional: true, says: { en: 'of ICMP', es: 'de ICMP' } },
      code: { type: 'number', optional: true, says: { en: 'of ICMP', es: 'de ICMP' } },
      mtu: { type: 'number', optional: true, says: { en: 'of the next hop', es: 'del próximo salto' } },
      errno: { type: 'text', optional: true, says: { en: 'as ENETUNREACH', es: 'como ENETUNREACH' } },
      message: {
        type: 'text',
        optional: true,
        says: { en: 'in words, in English', es: 'en palabras, en inglés' },
      },
    },
  },
  pinged: {
    says: { en: 'What came of it.', es: 'En qué quedó.' },
    fields: {
      sent: { type: 'number', says: { en: 'requests', es: 'peticiones' } },
      received: { type: 'number', says: { en: 'answers', es: 'respuestas' } },
      late: { type: 'number', says: { en: 'of them too late', es: 'de ellas, tardías' } },
      duplicates: { type: 'number', says: { en: 'answers once more', es: 'respuestas repetidas' } },
      errors: { type: 'number', says: { en: 'error events', es: 'eventos error' } },
      loss: { type: 'number', says: { en: 'percent', es: 'por ciento' } },
      duration: { type: 'number', says: { en: 'of all of it', es: 'de todo' } },
      rtt: {
        type: 'object',
        optional: true,
        says: { en: 'least, mean, greatest, deviation', es: 'menor, media, mayor, desviación' },
      },
    },
  },
}

/** What soquete capture tells. */
export const CAPTURE_EVENTS: Readonly<Record<string, EventSpec>> = {
  capturing: {
    says: { en: 'Packets are captured from now on.', es: 'Desde ahora se capturan paquetes.' },
    fields: {
      interface: {
        type: 'text',
        optional: true,
        says: { en: 'its name; missing: all of them', es: 'su nombre; si falta: todas' },
      },
      filter: { type: 'text', says: { en: 'as it was said', es: 'como se dijo' } },
      file: { type: 'text', optional: true, says: { en: 'where they are written', es: 'dónde se escriben' } },
      snap: {
        type: 'number',
        optional: true,
        says: {
          en: 'bytes of each that are kept; missing: all',
          es: 'bytes que se guardan de cada uno; si falta: todos',
        },
      },
    },
  },
  packet: {
    says: {
      en: 'A packet; time is its own, to nanoseconds.',
      es: 'Un paquete; time es la suya, hasta nanosegundos.',
    },
    fields: {
      interface: { type: 'text', says: { en: 'by its name', es: 'por su nombre' } },
      direction: { type: 'text', says: { en: 'in or out', es: 'in o out' } },
      length: { type: 'number', says: { en: 'bytes that it had', es: 'bytes que tenía' } },
      captured: { type: 'number', says: { en: 'bytes that were kept', es: 'bytes que se guardaron' } },
      packet: {
        type: 'object',
        says: {
          en: 'its headers, as far as they are understood',
          es: 'sus encabezados, hasta donde se entienden',
        },
      },
      bytes: { type: 'bytes', optional: true, says: { en: 'with --hex', es: 'con --hex' } },
    },
  },
  captured: {
    says: { en: 'The capture has ended.', es: 'La captura terminó.' },
    fields: {
      packets: { type: 'number', says: { en: 'captured', es: 'capturados' } },
      bytes: { type: 'number', says: { en: 'of them all', es: 'de todos' } },
      dropped: { type: 'number', says: { en: 'lost for want of room', es: 'perdidos por falta de lugar' } },
    },
  },
  interface: {
    says: { en: 'An interface: soquete capture --list.', es: 'Una interfaz: soquete capture --list.' },
    fields: {
      name: { type: 'text', says: { en: 'as eth0', es: 'como eth0' } },
      index: { type: 'number', says: { en: 'its number', es: 'su número' } },
      mtu: { type: 'number', says: { en: 'bytes of a packet at most', es: 'bytes de un paquete a lo sumo' } },
      address: {
        type: 'text',
        optional: true,
        says: { en: 'of the link layer', es: 'de la capa de enlace' },
      },
      state: { type: 'text', says: { en: 'up, down or the like', es: 'up, down o similar' } },
      kind: {
        type: 'text',
        optional: true,
        says: { en: 'what made it, as veth', es: 'qué la hizo, como veth' },
      },
      addresses: { type: 'list', says: { en: 'its addresses', es: 'sus direcciones' } },
    },
  },
}
