import type { Language } from '../../socket/language.ts'
import { strerror } from '../../socket/posix/errno.ts'
import { formatDuration } from '../frame/quantities.ts'
import type { Reason } from './icmp-error.ts'
import type { Totals } from './totals.ts'

/** What ping says while it runs. Every language has all of it, or it does not compile. */
export interface PingWords {
  readonly ways: Readonly<Record<'raw' | 'datagram', string>>
  /** `size` bytes of data, `whole` with their headers. */
  start(host: string, address: string, size: number, whole: number, way: string): string
  reply(bytes: number, from: string, sequence: number, ttl: number, time: string): string
  readonly late: string
  timeout(sequence: number, timeout: number): string
  trouble(from: string, sequence: number, why: string): string
  readonly reasons: Readonly<Record<Exclude<Reason, 'unknown'>, string>>
  unknownTrouble(type: number, code: number): string
  unsent(to: string, errno: number, code: string): string
  heading(host: string): string
  totals(totals: Totals): string
  readonly roundTrips: string
  readonly notPermitted: string
  /** `grant`: a command line. */
  grantRaw(grant: string): string
  readonly grantDatagrams: string
  noInternetAddress(host: string): string
}

const GROUPS = 'sudo sysctl net.ipv4.ping_group_range="0 2147483647"'

const ENGLISH: PingWords = {
  ways: { raw: 'a raw socket', datagram: 'an ICMP datagram socket' },
  start: (host, address, size, whole, way) =>
    `PING ${host} (${address}) ${size}(${whole}) bytes of data, by ${way}`,
  reply: (bytes, from, sequence, ttl, time) =>
    `${bytes} bytes from ${from}: icmp_seq=${sequence} ttl=${ttl} time=${time} ms`,
  late: '(late)',
  timeout: (sequence, timeout) => `No answer to icmp_seq=${sequence} within ${formatDuration(timeout)}`,
  trouble: (from, sequence, why) => `From ${from} icmp_seq=${sequence} ${why}`,
  reasons: {
    'network-unreachable': 'network unreachable',
    'host-unreachable': 'host unreachable',
    'protocol-unreachable': 'protocol unreachable',
    'port-unreachable': 'port unreachable',
    'packet-too-big': 'too big for the next link',
    'source-route-failed': 'source route failed',
    prohibited: 'forbidden by a filter',
    'beyond-scope': "beyond the scope of the sender's address",
    rejected: 'rejected by the route',
    'hop-limit-exceeded': 'time to live exceeded',
    'reassembly-timeout': 'fragments were missing',
    'bad-header': 'a field of the header is bad',
  },
  unknownTrouble: (type, code) => `ICMP type ${type}, code ${code}`,
  unsent: (to, errno, code) => `cannot send to ${to}: ${strerror(-errno)} (${code})`,
  heading: (host) => `--- ${host} ping statistics ---`,
  totals: ({ sent, received, late, duplicates, errors, loss, duration }) =>
    [
      `${sent} packets transmitted`,
      `${received} received`,
      ...plus(late, 'late'),
      ...plus(duplicates, 'duplicates'),
      ...plus(errors, 'errors'),
      `${percent(loss)} packet loss`,
      `time ${Math.round(duration)} ms`,
    ].join(', '),
  roundTrips: 'rtt min/avg/max/mdev',
  notPermitted: 'cannot ping: neither a raw socket nor an ICMP datagram socket is permitted',
  grantRaw: (grant) => `Run it as root, or let this node have raw sockets: ${grant}`,
  grantDatagrams: `Or let all groups ping without privileges: ${GROUPS}`,
  noInternetAddress: (host) => `${host} has no IP address`,
}

const SPANISH: PingWords = {
  ways: { raw: 'un socket raw', datagram: 'un socket de datagramas ICMP' },
  start: (host, address, size, whole, way) =>
    `PING ${host} (${address}) con ${size}(${whole}) bytes de datos, por ${way}`,
  reply: (bytes, from, sequence, ttl, time) =>
    `${bytes} bytes de ${from}: icmp_seq=${sequence} ttl=${ttl} tiempo=${time} ms`,
  late: '(tarde)',
  timeout: (sequence, timeout) => `Sin respuesta a icmp_seq=${sequence} en ${formatDuration(timeout)}`,
  trouble: (from, sequence, why) => `De ${from} icmp_seq=${sequence} ${why}`,
  reasons: {
    'network-unreachable': 'red inalcanzable',
    'host-unreachable': 'host inalcanzable',
    'protocol-unreachable': 'protocolo inalcanzable',
    'port-unreachable': 'puerto inalcanzable',
    'packet-too-big': 'demasiado grande para el enlace siguiente',
    'source-route-failed': 'falló la ruta de origen',
    prohibited: 'prohibido por un filtro',
    'beyond-scope': 'fuera del alcance de la dirección de origen',
    rejected: 'rechazado por la ruta',
    'hop-limit-exceeded': 'se agotó el tiempo de vida',
    'reassembly-timeout': 'faltaron fragmentos',
    'bad-header': 'un campo del encabezado está mal',
  },
  unknownTrouble: (type, code) => `ICMP tipo ${type}, código ${code}`,
  unsent: (to, _errno, code) => `no se puede enviar a ${to} (${code})`,
  heading: (host) => `--- estadísticas de ping a ${host} ---`,
  totals: ({ sent, received, late, duplicates, errors, loss, duration }) =>
    [
      `${sent} paquetes enviados`,
      `${received} recibidos`,
      ...plus(late, 'tarde'),
      ...plus(duplicates, 'duplicados'),
      ...plus(errors, 'errores'),
      `${percent(loss)} de paquetes perdidos`,
      `tiempo ${Math.round(duration)} ms`,
    ].join(', '),
  roundTrips: 'rtt mín/med/máx/mdev',
  notPermitted: 'no se puede hacer ping: no están permitidos ni los sockets raw ni los de datagramas ICMP',
  grantRaw: (grant) => `Ejecutalo como root, o dale sockets raw a este node: ${grant}`,
  grantDatagrams: `O dejá que todos los grupos hagan ping sin privilegios: ${GROUPS}`,
  noInternetAddress: (host) => `${host} no tiene dirección IP`,
}

function plus(count: number, what: string): string[] {
  return count === 0 ? [] : [`+${count} ${what}`]
}

/** Six digits at most: `33.3333%`. */
function percent(share: number): string {
  return `${Number(share.toPrecision(6))}%`
}

const WORDS: Readonly<Record<Language, PingWords>> = { en: ENGLISH, es: SPANISH }

export function pingWords(language: Language): PingWords {
  return WORDS[language]
}
