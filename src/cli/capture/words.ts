import type { Language } from '../../socket/language.ts'
import { formatSize } from '../frame/quantities.ts'
import type { FilterProblem } from './filter-error.ts'
import type { LinkState } from './interfaces.ts'

/** What stands in a packet's line, beside the names of protocols and their fields. */
export interface PacketWords {
  bytes(count: number): string
  fragment(protocol: number): string
  protocol(number: number): string
  etherType(type: string): string
  icmp(type: number, code: number): string
  readonly echoRequest: string
  readonly echoReply: string
  readonly arp: Readonly<Record<'request' | 'reply', (sender: string, target: string) => string>>
}

export interface Counts {
  readonly packets: number
  /** Bytes that they had on the wire. */
  readonly bytes: number
  readonly dropped: number
}

/** What capture says while it runs. Every language has all of it, or it does not compile. */
export interface CaptureWords {
  readonly packet: PacketWords
  readonly directions: Readonly<Record<'in' | 'out', string>>
  /** Undefined is all interfaces. */
  capturing(name: string | undefined): string
  counts(counts: Counts): string
  cannotWrite(file: string, reason: string): string
  /** Of a file that could not be written any more. */
  readable(packets: number): string
  readonly standardOutput: string
  readonly notPermitted: string
  /** `grant`: a command line. */
  grant(grant: string): string
  noInterface(name: string): string
  interfaces(names: string): string
  readonly states: Readonly<Record<LinkState, string>>
  readonly filter: Readonly<Record<FilterProblem, (word: string) => string>>
  readonly filterWords: string
  notWithPackets(option: string): string
}

const VOCABULARY = 'ip, ip6, arp, tcp, udp, icmp, icmp6, [src|dst] port N, [src|dst] host'

const ENGLISH: CaptureWords = {
  packet: {
    bytes: (count) => `${count} bytes`,
    fragment: (protocol) => `a fragment of protocol ${protocol}`,
    protocol: (number) => `protocol ${number}`,
    etherType: (type) => `type ${type}`,
    icmp: (type, code) => `type ${type}, code ${code}`,
    echoRequest: 'echo request',
    echoReply: 'echo reply',
    arp: {
      request: (sender, target) => `${sender} asks who has ${target}`,
      reply: (sender, target) => `${sender} answers ${target}`,
    },
  },
  directions: { in: 'in', out: 'out' },
  capturing: (name) => `capturing on ${name ?? 'all interfaces'}; Ctrl-C ends it`,
  counts: ({ packets, bytes, dropped }) => `${packets} packets, ${formatSize(bytes)}, ${dropped} dropped`,
  cannotWrite: (file, reason) => `cannot write ${file}: ${reason}`,
  readable: (packets) => `It holds ${packets} whole packets, and can be read.`,
  standardOutput: 'the standard output',
  notPermitted: 'cannot capture: packet sockets are not permitted (CAP_NET_RAW)',
  grant: (grant) => `Run it as root, or let this node have them: ${grant}`,
  noInterface: (name) => `there is no interface ${name}`,
  interfaces: (names) => `There are: ${names}`,
  states: { up: 'up', noCarrier: 'no link', down: 'down' },
  filter: {
    unknown: (word) => `a filter knows no word '${word}'`,
    port: () => 'behind port stands a number from 1 to 65535',
    address: () => 'behind host stands an IPv4 or IPv6 address',
    side: () => 'behind src or dst stands port N or host ADDRESS',
    operand: (word) =>
      `something such as tcp, port 53 or host 192.0.2.7 must stand ${word === '' ? 'at the end' : `before '${word}'`}`,
    joint: (word) => `and or or must stand before '${word}'`,
    unclosed: () => 'this bracket is never closed',
    unopened: () => 'no bracket was opened that this could close',
    tooLong: () => 'it is too long',
  },
  filterWords: `A filter is made of ${VOCABULARY} ADDRESS, joined by and, or, not and ( ).`,
  notWithPackets: (option) =>
    `${option} would mix with the packets that --write - puts on the standard output`,
}

const SPANISH: CaptureWords = {
  packet: {
    bytes: (count) => `${count} bytes`,
    fragment: (protocol) => `un fragmento del protocolo ${protocol}`,
    protocol: (number) => `protocolo ${number}`,
    etherType: (type) => `tipo ${type}`,
    icmp: (type, code) => `tipo ${type}, código ${code}`,
    echoRequest: 'petición de eco',
    echoReply: 'respuesta de eco',
    arp: {
      request: (sender, target) => `${sender} pregunta quién tiene ${target}`,
      reply: (sender, target) => `${sender} responde a ${target}`,
    },
  },
  directions: { in: 'entra', out: 'sale' },
  capturing: (name) => `capturando en ${name ?? 'todas las interfaces'}; Ctrl-C termina`,
  counts: ({ packets, bytes, dropped }) =>
    `${packets} paquetes, ${formatSize(bytes)}, ${dropped} descartados`,
  cannotWrite: (file, reason) => `no se puede escribir ${file}: ${reason}`,
  readable: (packets) => `Contiene ${packets} paquetes enteros, y se puede leer.`,
  standardOutput: 'la salida estándar',
  notPermitted: 'no se puede capturar: no están permitidos los sockets de paquetes (CAP_NET_RAW)',
  grant: (grant) => `Ejecutalo como root, o dáselos a este node: ${grant}`,
  noInterface: (name) => `no existe la interfaz ${name}`,
  interfaces: (names) => `Existen: ${names}`,
  states: { up: 'activa', noCarrier: 'sin enlace', down: 'apagada' },
  filter: {
    unknown: (word) => `un filtro no conoce la palabra «${word}»`,
    port: () => 'detrás de port va un número de 1 a 65535',
    address: () => 'detrás de host va una dirección IPv4 o IPv6',
    side: () => 'detrás de src o dst va port N o host DIRECCIÓN',
    operand: (word) =>
      `algo como tcp, port 53 o host 192.0.2.7 debe ir ${word === '' ? 'al final' : `antes de «${word}»`}`,
    joint: (word) => `antes de «${word}» debe ir and u or`,
    unclosed: () => 'este paréntesis no se cierra',
    unopened: () => 'no se abrió ningún paréntesis que este pueda cerrar',
    tooLong: () => 'es demasiado largo',
  },
  filterWords: `Un filtro se compone de ${VOCABULARY} DIRECCIÓN, unidos por and, or, not y ( ).`,
  notWithPackets: (option) =>
    `${option} se mezclaría con los paquetes que --write - pone en la salida estándar`,
}

const WORDS: Readonly<Record<Language, CaptureWords>> = { en: ENGLISH, es: SPANISH }

export function captureWords(language: Language): CaptureWords {
  return WORDS[language]
}
