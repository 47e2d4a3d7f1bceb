import assert from 'node:assert/strict'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { readEvents, schemaMistakes } from './json-lines.ts'
import { cliTest, soqueteLine } from './running.ts'

/** A server of this process, that accepts and does nothing more. */
async function withServer(body: (port: number, server: Server) => Promise<void>): Promise<void> {
  const peers = new Set<Socket>()
  const server = createServer((peer) => {
    peers.add(peer)
    peer.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    await body((server.address() as AddressInfo).port, server)
  } finally {
    for (const peer of peers) peer.destroy()
    server.close()
  }
}

async function connected(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  await new Promise((resolve) => socket.once('connect', resolve))
  return socket
}

cliTest(
  'soquete ls --watch writes what comes, changes and goes, and ends when it is interrupted',
  async (bench) => {
    await withServer(async (port) => {
      const watch = bench.soquete(['ls', '--tcp', `${port}`, '--watch', '--every', '20ms', '--explain'])
      await watch.says(/watching 1 socket, every 20\.0 ms/)
      const client = await connected(port)
      await watch.says(
        new RegExp(`^\\d\\d:\\d\\d:\\d\\d \\+ tcp +ESTAB +127\\.0\\.0\\.1:${port} `, 'm'),
        'stdout',
      )
      client.resetAndDestroy()
      await watch.says(new RegExp(`^\\S+ - tcp +\\S+ +127\\.0\\.0\\.1:${port} `, 'm'), 'stdout')
      watch.interrupt()
      const { stdout } = await watch.ends()
      const [header, ...lines] = stdout.toString().trimEnd().split('\n')
      assert.match(header!, /^ {11}proto {2}state .* process$/)
      // What a state means is said once.
      assert.equal(lines.filter((line) => line.includes('ESTAB: the connection stands')).length, 1)
    })
  },
)

cliTest('soquete ls --watch follows a connection from one state to the next', async (bench) => {
  await withServer(async (port, server) => {
    const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve))
    const client = await connected(port)
    const peer = await accepted
    const watch = bench.soquete(['ls', '--tcp', `${port}`, '--every', '20ms', '--lang', 'es'])
    await watch.says(/observando 3 sockets/)
    // The client's end goes first, and its socket becomes another one: TIME_WAIT.
    client.end()
    const ends = `127\\.0\\.0\\.1:${client.localPort} +127\\.0\\.0\\.1:${port} .*`
    peer.end()
    await watch.says(new RegExp(`^\\S+ ~ tcp +TIME_WAIT +${ends}se cierra en .*\\(antes `, 'm'), 'stdout')
    watch.interrupt('SIGTERM')
    await watch.ends()
  })
})

cliTest('soquete ls --watch --json tells programs: what was there, and what happened', async (bench) => {
  await withServer(async (port) => {
    const watch = bench.soquete(['ls', '--json', '--local-port', `${port}`, '--every', '20ms'])
    await watch.says(/"event":"socket"/, 'stdout')
    const client = await connected(port)
    await watch.says(/"event":"appeared"/, 'stdout')
    client.resetAndDestroy()
    await watch.says(/"event":"vanished"/, 'stdout')
    watch.interrupt()
    const { stdout } = await watch.ends()
    const events = readEvents(stdout)
    assert.deepEqual(events.flatMap(schemaMistakes), [])
    assert.deepEqual([events[0]?.event, events[0]?.state], ['socket', 'LISTEN'])
    assert.match(JSON.stringify(events[0]?.processes), new RegExp(`"pid":${process.pid},`))
    assert.deepEqual(
      [events[1]?.event, events[1]?.state, events.at(-1)?.event],
      ['appeared', 'ESTABLISHED', 'vanished'],
    )
    for (const { localPort } of events) assert.equal(localPort, port)
  })
})

cliTest('soquete ls ends quietly when its reader has seen enough', async (bench) => {
  const shell = ['-c', 'set -o pipefail; "$@" | head -n 1', 'bash']
  for (const args of [
    ['ls', '-a'],
    ['ls', '-a', '--json'],
    ['ls', '--every', '20ms'],
  ]) {
    await withServer(async (port) => {
      const reading = bench.program('bash', [...shell, ...soqueteLine(args)])
      // What it writes after head has gone.
      const client = await connected(port)
      const coming = setInterval(() => void connected(port).then((socket) => socket.destroy()), 50)
      const { status, stdout, stderr } = await reading.ended
      clearInterval(coming)
      client.destroy()
      assert.ok(status === 0 || status === 141, `${status} ${stderr}`)
      assert.equal(stdout.toString().trim().split('\n').length, 1)
      assert.doesNotMatch(stderr, /EPIPE|Error/)
    })
  }
})

cliTest('soquete ls says what is wrong with a state, and what was meant', async (bench) => {
  const english = await bench.soquete(['ls', '--state', 'listen,time-wiat']).ends(2)
  assert.match(
    english.stderr,
    /^soquete: --state time-wiat: must be one of listening, .*\n {2}Did you mean time-wait\?\n$/,
  )
  const spanish = await bench.soquete(['ls', '--lang', 'es', '--state', 'LISTN']).ends(2)
  assert.match(spanish.stderr, /^soquete: --state LISTN: debe ser uno de .*\n {2}¿Quisiste decir listen\?\n$/)
})

cliTest('soquete ls takes the letters that hands have learnt from ss', async (bench) => {
  await withServer(async (port) => {
    const { stdout } = await bench.soquete(['ls', '-tulpn']).ends()
    assert.match(
      stdout.toString(),
      new RegExp(`^tcp +LISTEN +127\\.0\\.0\\.1:${port} +\\* .*\\b${process.pid}$`, 'm'),
    )
  })
})
