import { spawnSync } from 'node:child_process'
import { type Bench, cliTest, type Running, soqueteLine } from './running.ts'

const CTRL_C = '\x03'
const CTRL_D = '\x04'
const UP = '\x1b[A'

/** By these the terminal is told to go to a column, or to clear what is behind. */
const MOVES = '(?:\\x1b\\[\\d*[GJ])'

/** Of Debian's base; elsewhere of util-linux. */
const lacking =
  spawnSync('script', ['--version']).status !== 0 ? 'script of util-linux is not installed' : false

/** A client at a terminal of its own: what is written to it is typed. */
class Client {
  readonly #program: Running

  constructor(program: Running) {
    this.#program = program
  }

  type(keys: string): void {
    this.#program.write(keys)
  }

  /** Waits for these lines, as far as they stand here, and behind them for the prompt with what is typed there. */
  async shows(lines: readonly string[], prompt?: string): Promise<void> {
    const escaped = [...lines, ...(prompt === undefined ? [] : [prompt])].map((text) =>
      text
        .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
        .replaceAll('…', '.*')
        .replaceAll('> ', `> ${MOVES}*`),
    )
    const pattern = escaped.join(`(?:[\\r\\n]|${MOVES})+`)
    await this.#program.says(new RegExp(prompt === undefined ? pattern : `${pattern}${MOVES}*$`), 'stdout')
  }

  async ends(status = 0): Promise<void> {
    await this.#program.ends(status)
  }
}

interface Scene {
  readonly client: Client
  readonly server: Running
}

function prompted(
  name: string,
  body: (scene: Scene) => Promise<void>,
  { args = [], term = 'xterm' }: { readonly args?: readonly string[]; readonly term?: string } = {},
): void {
  const start = async (bench: Bench) => {
    const server = bench.soquete(['calc', '--serve', 'tcp://:0'])
    const line = soqueteLine(['calc', ...args, await server.listens()]).map((word) => `'${word}'`)
    const env = { TERM: term }
    const client = new Client(bench.program('script', ['-qec', line.join(' '), '/dev/null'], { env }))
    await client.shows([], '> ')
    await body({ client, server })
  }
  cliTest(name, start, { skip: process.env.CI ? false : lacking })
}

prompted('the prompt shows the operands that wait; Ctrl-D ends', async ({ client }) => {
  client.type('3\r')
  await client.shows(['  3 → OK'], '3> ')
  client.type('4\r')
  await client.shows(['  4 → OK'], '3 4> ')
  client.type('+\r')
  await client.shows(['  + → RESULT 7'], '> ')
  client.type('20 22 +\r')
  await client.shows(['  20 → OK', '  22 → OK', '  + → RESULT 42'], '> ')
  client.type(CTRL_D)
  await client.ends()
})

prompted('a failure leaves what was OK, and what is not postfix is explained', async ({ client }) => {
  client.type('5 x +\r')
  await client.shows(['  5 → OK', '  x → FAIL neither…'], '5> ')
  client.type('0 /\r')
  await client.shows(['  / → FAIL division by zero'], '> ')
  client.type('3 + 4\r')
  await client.shows(['  the calculator is postfix, …: 3 4 +'], '> ')
  client.type('\r')
  await client.shows(['> '], '> ')
})

for (const term of ['xterm', 'dumb']) {
  prompted(
    `Ctrl-C drops what is typed, or ends when nothing is (${term})`,
    async ({ client, server }) => {
      client.type('99')
      await client.shows([], '> 99')
      client.type(CTRL_C)
      await client.shows(['> 99^C'], '> ')
      client.type('3 4 +\r')
      await client.shows(['> 3 4 +', '  3 → OK', '  4 → OK', '  + → RESULT 7'], '> ')
      client.type(CTRL_C)
      await client.ends(130)
      server.interrupt()
      await server.ends()
    },
    { term },
  )
}

prompted('the up arrow brings the last line back', async ({ client }) => {
  client.type('6 7 *\r')
  await client.shows(['  * → RESULT 42'], '> ')
  client.type(UP)
  await client.shows([], '> 6 7 *')
  client.type(' 1\r')
  await client.shows(['  6 → OK', '  7 → OK', '  * → RESULT 42', '  1 → OK'], '1> ')
})

prompted('lines that are pasted are calculated one by one', async ({ client }) => {
  client.type('3\r4\r+\r6 7 *\r')
  await client.shows(
    [
      ...['  3 → OK', '3> 4', '  4 → OK', '3 4> +', '  + → RESULT 7'],
      ...['> 6 7 *', '  6 → OK', '  7 → OK', '  * → RESULT 42'],
    ],
    '> ',
  )
})

prompted('a server that leaves while nobody types is told of at once', async ({ client, server }) => {
  client.type('3\r')
  await client.shows(['  3 → OK'], '3> ')
  server.child.kill('SIGKILL')
  await client.shows(['soquete: tcp://… has closed the connection'])
  await client.ends(6)
})

prompted(
  'in Spanish',
  async ({ client }) => {
    await client.shows(['soquete: conectado a tcp://…', '  Dos operandos…'], '> ')
    client.type('3 + 4\r')
    await client.shows(['  la calculadora es postfija, …: 3 4 +'], '> ')
  },
  { args: ['--lang', 'es'] },
)
