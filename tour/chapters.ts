/** A program of examples/guides, as a process. WHERE in its arguments is the server's port or path. */
export interface Part {
  readonly program: string
  readonly args: readonly string[]
}

/** One client of the chapter's server, and what must come of it. */
export interface Scene {
  /** Who comes now; nothing for the first. */
  readonly heading?: string
  readonly client: Part
  readonly status: number
  readonly stdout: string
  /** The sentence that stands behind the check mark. */
  readonly verdict: string
}

export interface Chapter {
  /** What `npm start -- NAME` runs. */
  readonly name: string
  readonly title: string
  readonly source: string
  readonly server: Part
  /** A Unix path to bind instead of a port. */
  readonly unix?: boolean
  readonly scenes: readonly Scene[]
}

export const WHERE = '{where}'

const LOOPBACK = '127.0.0.1'

export const CHAPTERS: readonly Chapter[] = [
  {
    name: 'client-server',
    title: 'A client and a server',
    source: 'guide 000, «socket()» to «close()»',
    server: { program: 'server', args: ['0'] },
    scenes: [
      {
        client: { program: 'client', args: [LOOPBACK, WHERE, 'hola'] },
        status: 0,
        stdout: '',
        verdict: 'said and heard; the end of the stream is 0 bytes',
      },
    ],
  },
  {
    name: 'handshake',
    title: 'Handshake',
    source: 'guide 000, «send() y recv()»',
    server: { program: 'handshake-server', args: ['0', '3'] },
    scenes: [
      {
        client: { program: 'handshake-client', args: [LOOPBACK, WHERE, '1'] },
        status: 0,
        stdout: 'handshake accepted\n',
        verdict: 'handshake accepted',
      },
      {
        heading: 'a stranger, who sends the int32 0x31',
        client: { program: 'handshake-client', args: [LOOPBACK, WHERE, '49'] },
        status: 1,
        stdout: 'refused\n',
        verdict: 'refused at once',
      },
      {
        heading: "a stranger, who sends the one character '1'",
        client: { program: 'handshake-client', args: [LOOPBACK, WHERE, "'1'"] },
        status: 1,
        stdout: 'refused\n',
        verdict: "refused at the handshake's time limit; without one this server would wait for ever",
      },
    ],
  },
  {
    name: 'echo-stream',
    title: 'Echo over a stream',
    source: 'guide 003, «Ejemplo Servidor Echo con Stream»',
    server: { program: 'echo-stream-server', args: ['0'] },
    scenes: [
      {
        client: { program: 'echo-stream-client', args: [WHERE, 'over TCP'] },
        status: 0,
        stdout: 'over TCP\n',
        verdict: 'the bytes came back over TCP',
      },
    ],
  },
  {
    name: 'echo-stream-unix',
    title: 'Echo over a stream, between two processes of one machine',
    source: 'guide 003, «Ejemplo Servidor Echo con Stream»',
    server: { program: 'echo-stream-server', args: [WHERE] },
    unix: true,
    scenes: [
      {
        client: { program: 'echo-stream-client', args: [WHERE, 'over a path'] },
        status: 0,
        stdout: 'over a path\n',
        verdict: 'the bytes came back over a Unix socket, with no port',
      },
    ],
  },
  {
    name: 'echo-datagram',
    title: 'Echo over datagrams',
    source: 'guide 003, «Ejemplo Servidor Echo con Datagramas»',
    server: { program: 'echo-datagram-server', args: ['0'] },
    scenes: [
      {
        client: { program: 'echo-datagram-client', args: [WHERE, 'over UDP'] },
        status: 0,
        stdout: 'over UDP\n',
        verdict: 'the datagram came back: nobody connected, each one bears its address',
      },
    ],
  },
  {
    name: 'echo-datagram-unix',
    title: 'Echo over datagrams, between two processes of one machine',
    source: 'guide 003, «Ejemplo Servidor Echo con Datagramas»',
    server: { program: 'echo-datagram-server', args: [WHERE] },
    unix: true,
    scenes: [
      {
        client: { program: 'echo-datagram-client', args: [WHERE, 'over a path'] },
        status: 0,
        stdout: 'over a path\n',
        verdict: 'the datagram came back; its sender had an abstract name to answer to',
      },
    ],
  },
]
