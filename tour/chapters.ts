import type { Chapter, Part } from './cast.ts'

const HOST = '127.0.0.1'

const server = (program: string, ...args: string[]): Part => ({
  role: 'server',
  program,
  args,
  listens: true,
})
const client = (program: string, ...args: string[]): Part => ({ role: 'client', program, args })

/** A client that is silent until Enter is pressed for it, and one that comes behind it. */
const slowAndQuick = (enter: number): readonly Part[] => [
  {
    ...client('echo-stream-client', '{server}', 'slow', 'later'),
    ready: /^connected$/m,
    enter,
    says: /^slow$/m,
  },
  { ...client('echo-stream-client', '{server}', 'quick'), says: /^quick$/m },
]

/** The chapters of the tour, in the order in which they teach. What they say stands in the catalogues. */
export const CHAPTERS = {
  'client-server': {
    guide: ['000', 'socket()» … «close()'],
    scenes: {
      only: {
        cast: [
          { ...server('server', '0'), says: /^the client says: hola$/m },
          client('client', HOST, '{server}', 'hola'),
        ],
      },
    },
  },
  'nobody-accepts': {
    guide: ['000', 'accept() y connect()'],
    scenes: {
      only: {
        cast: [
          { ...server('late-server', '0'), enter: 8000, says: /^accepted, 4 bytes were here already$/m },
          client('client', HOST, '{server}', 'hola'),
        ],
        prints: ['server'],
      },
    },
  },
  handshake: {
    guide: ['000', 'send() y recv()'],
    scenes: {
      friend: {
        cast: [
          { ...server('handshake-server', '0', '3'), stays: true, says: /accepted\nrefused\nrefused\n$/ },
          { ...client('handshake-client', HOST, '{server}', '1'), says: /^handshake accepted$/m },
        ],
      },
      number: {
        cast: [{ ...client('handshake-client', HOST, '{server}', '49'), status: 1, says: /^refused$/m }],
      },
      character: {
        cast: [{ ...client('handshake-client', HOST, '{server}', "'1'"), status: 1, says: /^refused$/m }],
      },
    },
  },
  packet: {
    guide: ['002', 'Protocolo de comunicación'],
    scenes: {
      only: {
        cast: [
          server('packet-server', '0', '1'),
          {
            ...client('packet-client', HOST, '{server}', '7', '-3.5', 'Ushuaia'),
            says: /-3\.5 °C, Ushuaia$/m,
          },
        ],
        prints: ['client'],
      },
    },
  },
  'echo-stream': {
    guide: ['003', 'Ejemplo Servidor Echo con Stream'],
    scenes: {
      internet: {
        cast: [
          server('echo-stream-server', '0'),
          { ...client('echo-stream-client', '{server}', 'over TCP'), says: /^over TCP$/m },
        ],
      },
      unix: {
        cast: [
          server('echo-stream-server', '{path}'),
          { ...client('echo-stream-client', '{path}', 'over a path'), says: /^over a path$/m },
        ],
      },
    },
  },
  'echo-datagram': {
    guide: ['003', 'Ejemplo Servidor Echo con Datagramas'],
    scenes: {
      internet: {
        cast: [
          server('echo-datagram-server', '0'),
          { ...client('echo-datagram-client', '{server}', 'over UDP'), says: /^over UDP$/m },
        ],
      },
      unix: {
        cast: [
          server('echo-datagram-server', '{path}'),
          { ...client('echo-datagram-client', '{path}', 'over a path'), says: /^over a path$/m },
        ],
      },
    },
  },
  'hello-world': {
    guide: ['004', 'Servidor en Python'],
    scenes: {
      only: {
        cast: [
          { ...server('hello-world-server', '0'), says: /^Connected by /m },
          { ...client('hello-world-client', HOST, '{server}'), says: /^Received Hello, world$/m },
        ],
      },
    },
  },
  socketpair: {
    guide: ['003', 'Ejemplo con socketpair'],
    scenes: {
      only: {
        cast: [
          {
            role: 'parent',
            program: 'socketpair-parent',
            args: [],
            says: /hello, child\n[\s\S]*hello, parent\n$/,
          },
        ],
        prints: ['parent'],
      },
    },
  },
  'one-by-one': {
    guide: ['000', 'Multiplexando ando'],
    scenes: {
      only: { cast: [server('echo-stream-server', '0', '2'), ...slowAndQuick(700)], firstAnswered: 0 },
    },
  },
  threads: {
    guide: ['000', 'Multiplexando ando'],
    scenes: {
      only: { cast: [server('echo-threads-server', '0', '2'), ...slowAndQuick(8000)], firstAnswered: 1 },
    },
  },
  loop: {
    guide: ['000', 'Multiplexando ando'],
    scenes: {
      only: { cast: [server('echo-loop-server', '0', '2'), ...slowAndQuick(8000)], firstAnswered: 1 },
    },
  },
  relay: {
    guide: ['002', '¿Que es un modelo Cliente - Servidor?'],
    scenes: {
      only: {
        cast: [
          server('echo-loop-server', '0', '1'),
          { role: 'relay', program: 'relay', args: ['0', HOST, '{server}', '1'], listens: true },
          { ...client('echo-stream-client', '{relay}', 'by relay'), says: /^by relay$/m },
        ],
      },
    },
  },
  'closing-server-first': {
    guide: ['001', 'Active close'],
    scenes: {
      closing: {
        cast: [server('closing-server', '0'), client('closing-client', HOST, '{server}')],
        prints: ['client', 'server'],
        timeWait: 'server',
      },
      again: {
        cast: [{ ...server('closing-server', '{server}'), listens: false, status: 1 }],
        prints: ['server'],
      },
    },
  },
  'closing-client-first': {
    guide: ['001', 'Passive close'],
    scenes: {
      closing: {
        cast: [
          server('closing-server', '0', 'client-first'),
          client('closing-client', HOST, '{server}', 'client-first'),
        ],
        prints: ['client', 'server'],
        timeWait: 'client',
      },
    },
  },
  'closing-reuse': {
    guide: ['001', '¿Cómo evitarlo?'],
    scenes: {
      closing: {
        cast: [server('closing-server', '0', 'reuse'), client('closing-client', HOST, '{server}', 'reuse')],
        show: ['setsockopt'],
        timeWait: 'server',
      },
      again: {
        cast: [
          server('closing-server', '{server}', 'reuse'),
          client('closing-client', HOST, '{server}', 'reuse'),
        ],
        show: ['setsockopt'],
      },
    },
  },
  'closing-reset': {
    guide: ['001', '¿Cómo evitarlo?'],
    scenes: {
      only: {
        cast: [
          server('closing-server', '0', 'reset'),
          {
            ...client('closing-client', HOST, '{server}', 'reset'),
            says: /^reset after \d+ of 1000000 bytes$/m,
          },
        ],
        show: ['setsockopt'],
        prints: ['client'],
        timeWait: 'nobody',
      },
    },
  },
  calculator: {
    guide: ['004', 'Ejercicio'],
    scenes: {
      sum: {
        cast: [
          { ...server('calculator-server', '0', '2'), stays: true },
          { ...client('calculator-client', HOST, '{server}', '3', '4', '+'), says: /^\+ → RESULT 7$/m },
        ],
        prints: ['client'],
      },
      failure: {
        cast: [
          {
            ...client('calculator-client', HOST, '{server}', '3', 'four', '+'),
            status: 1,
            says: /^four → FAIL .*\n$/m,
          },
        ],
        prints: ['client'],
      },
    },
  },
  'full-buffer': {
    guide: ['003', 'Socket Orientado a Datagramas'],
    scenes: {
      udp: {
        cast: [{ role: 'program', program: 'full-buffer', args: [], says: /^sent 100 .* lost [1-9]\d*$/m }],
        prints: ['program'],
        ladder: false,
      },
      unix: {
        cast: [
          {
            role: 'program',
            program: 'full-buffer',
            args: ['100', '8192', 'unix'],
            says: /^sent \d\d? of 100, .* lost 0$/m,
          },
        ],
        prints: ['program'],
        ladder: false,
      },
    },
  },
  unreliable: {
    guide: ['003', 'Socket Orientado a Datagramas'],
    scenes: {
      only: {
        cast: [
          {
            role: 'receiver',
            program: 'numbered-receiver',
            args: ['0'],
            listens: true,
            says: /^lost 1\ntwice 3\nlate 2$/m,
          },
          {
            role: 'relay',
            program: 'unreliable-relay',
            args: ['0', '{receiver}', '3'],
            listens: true,
          },
          { role: 'sender', program: 'numbered-sender', args: ['{relay}', '6'] },
        ],
        prints: ['receiver'],
      },
    },
  },
  errors: {
    guide: ['000', 'socket()'],
    scenes: {
      only: {
        cast: [
          { role: 'program', program: 'errors', args: [], says: /ECONNREFUSED[\s\S]*EPIPE[\s\S]*EAI_NONAME/ },
        ],
        prints: ['program'],
        ladder: false,
      },
    },
  },
} as const satisfies Readonly<Record<string, Chapter>>

export type ChapterName = keyof typeof CHAPTERS
export type SceneName<Name extends ChapterName> = keyof (typeof CHAPTERS)[Name]['scenes']

export const CHAPTER_NAMES = Object.keys(CHAPTERS) as readonly ChapterName[]
