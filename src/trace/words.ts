import type { LeaveEvent } from '../socket/events.ts'

/** Words of what is rendered, in the reader's language. */
export interface TraceWords {
  /** Beside a call that begins to wait. */
  readonly waits: string
  readonly endOfStream: string
  /** Bytes that are not shown. */
  readonly more: (count: number) => string
  /** Before the bytes that an exact read had when it was cut. */
  readonly had: string
  /** Before the address that a datagram or a connection came from. */
  readonly from: string
  /** Milliseconds as people write them. */
  readonly milliseconds: (time: number) => string
  /** Why a call failed. */
  readonly reason: (error: NonNullable<LeaveEvent['error']>) => string
}

export const ENGLISH: TraceWords = {
  waits: 'waits',
  endOfStream: 'end of stream',
  more: (count) => `${grouped(count, ',')} more`,
  had: 'had',
  from: 'from',
  milliseconds: (time) => `${time < 10 ? time.toFixed(1) : grouped(Math.round(time), ',')} ms`,
  reason: ({ message }) => bare(message),
}

export const SPANISH: TraceWords = {
  waits: 'espera',
  endOfStream: 'fin del flujo',
  more: (count) => `${grouped(count, '.')} más`,
  had: 'tenía',
  from: 'de',
  milliseconds: (time) =>
    `${time < 10 ? time.toFixed(1).replace('.', ',') : grouped(Math.round(time), '.')} ms`,
  reason: ({ code, message }) => {
    const [, limit] = /timed out after (\d+) ms/.exec(message) ?? []
    if (limit !== undefined) return `se agotaron los ${grouped(Number(limit), '.')} ms`
    return REASONS[code] ?? bare(message)
  },
}

/** What goes wrong most often, by the error's code. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permiso denegado',
  EADDRINUSE: 'dirección en uso',
  EADDRNOTAVAIL: 'la dirección no es de esta máquina',
  EAGAIN: 'no se puede sin esperar',
  EBADF: 'el socket está cerrado',
  ECONNREFUSED: 'conexión rechazada',
  ECONNRESET: 'el otro cortó la conexión',
  EDESTADDRREQ: 'falta la dirección de destino',
  EISCONN: 'ya está conectado',
  EMSGSIZE: 'mensaje demasiado largo',
  ENOTCONN: 'no está conectado',
  EPIPE: 'ya nadie puede leerlo',
  ETIMEDOUT: 'se agotó el tiempo',
  EAI_NONAME: 'nombre o servicio desconocido',
}

/** The reason in an error's message: without what was tried and without the code. */
function bare(message: string): string {
  return message.replace(/^cannot .*?: /, '').replace(/ \([A-Z_]+\)$/, '')
}

/** A whole number in groups of three digits. */
function grouped(value: number, separator: string): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, separator)
}
