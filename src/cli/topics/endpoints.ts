import type { Language } from '../../socket/language.ts'
import { paragraph, type Section, section } from '../frame/page.ts'
import { type Said, type Shown, shown } from './said.ts'

interface Part {
  readonly heading: Said
  /** Each of the endpoints is good: a test reads it. */
  readonly shown: readonly Shown[]
  readonly note?: Said
}

const TITLE: Said = { en: 'Endpoints', es: 'Extremos' }

const ABOUT: Said = {
  en: 'An endpoint says where to connect to, or where to listen, and with which kind of socket.',
  es: 'Un extremo dice a dónde conectarse, o dónde escuchar, y con qué clase de socket.',
}

export const PARTS: readonly Part[] = [
  {
    heading: { en: 'Kinds', es: 'Clases' },
    shown: [
      ['tcp://127.0.0.1:4444', { en: 'TCP: a stream', es: 'TCP: un flujo' }],
      ['tls://example.com:443', { en: 'TLS over TCP', es: 'TLS sobre TCP' }],
      ['udp://127.0.0.1:5353', { en: 'UDP: datagrams', es: 'UDP: datagramas' }],
      [
        'unix:/run/x.sock',
        {
          en: 'a Unix socket: a stream within this machine',
          es: 'un socket Unix: un flujo dentro de esta máquina',
        },
      ],
      [
        'unix-dgram:/run/log.sock',
        { en: 'datagrams over a Unix socket', es: 'datagramas por un socket Unix' },
      ],
      [
        'unix-seqpacket:@packets',
        {
          en: 'sequenced packets: messages over a connection',
          es: 'paquetes en secuencia: mensajes por una conexión',
        },
      ],
    ],
  },
  {
    heading: { en: 'Hosts', es: 'Hosts' },
    shown: [
      ['tcp://example.com:80', { en: 'a name, which is looked up', es: 'un nombre, que se averigua' }],
      [
        'tcp://192.0.2.7:80',
        {
          en: 'an IPv4 address, of four decimal numbers',
          es: 'una dirección IPv4, de cuatro números decimales',
        },
      ],
      ['tcp://[::1]:80', { en: 'an IPv6 address, in brackets', es: 'una dirección IPv6, entre corchetes' }],
      [
        'tcp://[fe80::1%eth0]:80',
        {
          en: 'a link-local address, with its interface by name or index',
          es: 'una dirección de enlace local, con su interfaz por nombre o por índice',
        },
      ],
      [
        'tcp://:80',
        { en: 'no host: 127.0.0.1, this machine alone', es: 'sin host: 127.0.0.1, solo esta máquina' },
      ],
      [
        'tcp://*:80',
        {
          en: 'every address of this machine: only so is a server open to others',
          es: 'todas las direcciones de esta máquina: solo así un servidor se abre a otras',
        },
      ],
    ],
  },
  {
    heading: { en: 'Ports', es: 'Puertos' },
    shown: [
      ['tcp://:4444', { en: 'a number, up to 65535', es: 'un número, hasta 65535' }],
      [
        'tcp://:http',
        {
          en: 'the name of a service, as in /etc/services',
          es: 'el nombre de un servicio, como en /etc/services',
        },
      ],
      [
        'tcp://:0',
        {
          en: 'to listen: the system chooses a free one, and the command says which',
          es: 'para escuchar: el sistema elige uno libre, y la orden dice cuál',
        },
      ],
    ],
  },
  {
    heading: { en: 'Unix sockets', es: 'Sockets Unix' },
    shown: [
      ['unix:/run/x.sock', { en: 'a path, of 107 bytes at most', es: 'una ruta, de 107 bytes a lo sumo' }],
      ['unix:x.sock', { en: 'a path from here', es: 'una ruta desde aquí' }],
      [
        'unix:@name',
        {
          en: 'an abstract name: it has no file, and goes with its last socket',
          es: 'un nombre abstracto: no tiene archivo, y se va con su último socket',
        },
      ],
      [
        'unix:/run/a%20b',
        {
          en: '%20 stands for a byte: write %25 for a percent sign, %40 for an @ that begins a path',
          es: '%20 vale por un byte: se escribe %25 por un signo de porcentaje, %40 por una @ que empieza una ruta',
        },
      ],
    ],
    note: {
      en: 'A socket file at which nobody listens any more is replaced by who listens there next.',
      es: 'El archivo de un socket en el que ya nadie escucha lo reemplaza el próximo que escuche allí.',
    },
  },
  {
    heading: { en: 'Shorter', es: 'Más corto' },
    shown: [
      ['4444', { en: 'tcp://127.0.0.1:4444', es: 'tcp://127.0.0.1:4444' }],
      [':4444', { en: 'tcp://127.0.0.1:4444', es: 'tcp://127.0.0.1:4444' }],
      ['localhost:4444', { en: 'tcp://localhost:4444', es: 'tcp://localhost:4444' }],
      ['[::1]:4444', { en: 'tcp://[::1]:4444', es: 'tcp://[::1]:4444' }],
      ['*:4444', { en: 'tcp://*:4444', es: 'tcp://*:4444' }],
      ['/run/x.sock', { en: 'unix:/run/x.sock', es: 'unix:/run/x.sock' }],
      ['./x.sock', { en: 'unix:./x.sock', es: 'unix:./x.sock' }],
      ['@name', { en: 'unix:@name', es: 'unix:@name' }],
    ],
    note: {
      en: 'A shell may want quotes around *, [ and ].',
      es: 'Una shell puede pedir comillas alrededor de *, [ y ].',
    },
  },
]

export function endpoints(language: Language): readonly Section[] {
  const parts = PARTS.map(({ heading, shown: all, note }) =>
    section(
      heading[language],
      shown(all, language),
      ...(note === undefined ? [] : [paragraph(note[language])]),
    ),
  )
  return [section(TITLE[language], paragraph(ABOUT[language])), ...parts]
}
