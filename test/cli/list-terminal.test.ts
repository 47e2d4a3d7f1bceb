import assert from 'node:assert/strict'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { cliTest } from './running.ts'
import { OnTerminal, whyNoTerminal } from './terminal.ts'

const NEEDS = { skip: whyNoTerminal() }

/** A listener of this process. */
async function listening(): Promise<{ server: Server; port: number }> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { server, port: (server.address() as AddressInfo).port }
}

async function withListener(body: (port: number, server: Server) => Promise<void>): Promise<void> {
  const { server, port } = await listening()
  try {
    await body(port, server)
  } finally {
    server.close()
  }
}

for (const columns of [60, 100, 160]) {
  cliTest(
    `soquete ls fits a terminal of ${columns} columns, and breaks no address`,
    async (bench) => {
      await withListener(async (port) => {
        const ls = new OnTerminal(bench, ['ls', '--explain', `${port}`], [40, columns])
        await ls.running.ends()
        const { lines } = ls.screen
        assert.deepEqual(
          lines.filter((line) => line.length > columns),
          [],
        )
        assert.match(lines[0]!, columns < 100 ? /^proto state/ : /^proto {2}state .* process$/)
        assert.ok(
          lines.some((line) => line.includes(` 127.0.0.1:${port} `)),
          lines.join('\n'),
        )
        assert.match(lines.join(' '), new RegExp(`${process.pid}`))
      })
    },
    NEEDS,
  )
}

cliTest(
  'soquete ls on a terminal says so when nothing is found',
  async (bench) => {
    const ls = new OnTerminal(bench, ['ls', '@nobody-has-such-a-name'], [24, 80])
    await ls.running.ends()
    assert.match(ls.screen.lines.join('\n'), /^proto .*\nsoquete: no socket is like that\n/)
  },
  NEEDS,
)

cliTest(
  'soquete ls --watch draws in place, marks what comes and goes, follows the size, and leaves the terminal as it was',
  async (bench) => {
    await withListener(async (port, server) => {
      const watch = ['ls', '--tcp', '-l', '--process', `${process.pid}`, '--every', '50ms']
      const ls = new OnTerminal(bench, watch, [12, 100])
      const first = await ls.shows(new RegExp(`127\\.0\\.0\\.1:${port} `))
      assert.match(first[0]!, /^1 socket, every 50\.0 ms/)
      assert.match(first[1]!, /^ {2}proto {2}state/)
      assert.match(first[2]!, /^ {2}tcp {4}LISTEN/)
      assert.ok(ls.screen.isOther && !ls.screen.isCursorShown)
      const another = await listening()
      const added = await ls.shows(new RegExp(`^\\+ tcp .*:${another.port} `, 'm'))
      assert.equal(added.length, 4)
      server.close()
      await ls.shows(new RegExp(`^- tcp .*:${port} `, 'm'))
      ls.resize(8, 60)
      const narrow = await ls.shows(/^ {2}proto state {2}local {11}peer recv-q send-q process$/m)
      assert.ok(narrow.some((line) => line.includes(` 127.0.0.1:${another.port} `)))
      another.server.close()
      await ls.shows(/^0 sockets/)
      ls.type('\x03')
      await ls.running.ends()
      assert.ok(!ls.screen.isOther && ls.screen.isCursorShown)
      assert.deepEqual(ls.screen.lines.join('').replace('^C', ''), '')
    })
  },
  NEEDS,
)

cliTest(
  'soquete ls --watch shows as many sockets as there is room for, and says how many more there are',
  async (bench) => {
    const listeners = await Promise.all(Array.from({ length: 12 }, listening))
    try {
      const watch = ['ls', '--tcp', '-l', '--process', `${process.pid}`, '--every', '50ms']
      const ls = new OnTerminal(bench, watch, [8, 100])
      const lines = await ls.shows(/below/)
      assert.equal(lines.length, 8)
      assert.equal(lines[7], '… 7 more sockets below')
      ls.resize(30, 100)
      assert.equal((await ls.shows(/^12 sockets(?![\s\S]*below)/)).length, 14)
      ls.running.interrupt('SIGTERM')
    } finally {
      for (const { server } of listeners) server.close()
    }
  },
  NEEDS,
)

cliTest(
  'soquete ls --watch leaves the screen when it is suspended, and comes back',
  async (bench) => {
    await withListener(async (port) => {
      const ls = new OnTerminal(bench, ['ls', '--tcp', `${port}`, '--every', '50ms'], [12, 100])
      const drawn = new RegExp(`^1 socket.*[\\s\\S]*:${port} `)
      await ls.shows(drawn)
      ls.type('\x1a')
      await ls.shows(/^\^?Z?$/)
      assert.ok(!ls.screen.isOther && ls.screen.isCursorShown)
      ls.resume()
      await ls.shows(drawn)
      ls.type('\x03')
      await ls.running.ends()
    })
  },
  NEEDS,
)

cliTest(
  'soquete ls --watch on a terminal that cannot draw writes lines',
  async (bench) => {
    await withListener(async (port) => {
      const watch = ['ls', `${port}`, '--every', '50ms']
      const ls = new OnTerminal(bench, watch, [24, 100], { env: { TERM: 'dumb' } })
      await ls.shows(/soquete: watching 1 socket/)
      ls.type('\x03')
      await ls.running.ends()
    })
  },
  NEEDS,
)
