import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { kernel } from '../../src/index.ts'
import { listSockets } from '../../src/netlink/index.ts'
import { selfSigned } from '../node/certificate.ts'
import type { Running } from './running.ts'
import { exists, isThere, PAGE, type Scene, USES, untried, use, usesOf } from './uses.ts'

const FILE = randomBytes(200_000)

/** What a program has written out. */
async function output(running: Running, status = 0): Promise<string> {
  return (await running.ends(status)).stdout.toString('latin1')
}

/** Talks from both sides, a line each. */
async function talk(one: Running, other: Running): Promise<void> {
  one.write('hola\n')
  await other.says(/^hola\n/, 'stdout')
  other.write('qué tal\n')
  await one.says(/^qué tal\n/, 'stdout')
}

use(1, [4444], async (scene) => {
  const server = scene.run()
  await isThere(scene.port(4444))
  const client = scene.beside('nc', '-N', '127.0.0.1', `${scene.port(4444)}`)
  await talk(client, server)
  client.end()
  server.end()
  return [await output(server), await output(client)]
})

use(2, [4444], async (scene) => {
  const server = scene.beside('nc', '-l', '-N', '127.0.0.1', `${scene.port(4444)}`)
  await isThere(scene.port(4444))
  const client = scene.run()
  await talk(client, server)
  server.end()
  client.end()
  return [await output(client), await output(server)]
})

use(3, [9000], async (scene) => {
  const receiver = scene.run('')
  await isThere(scene.port(9000))
  await scene.beside('sh', '-c', `nc -N 127.0.0.1 ${scene.port(9000)} < ${scene.file('file', FILE)}`).ends()
  await receiver.ends()
  return readFileSync(scene.file('copy')).equals(FILE)
})

use(4, [9000], async (scene) => {
  scene.file('file', FILE)
  const receiver = scene.beside('sh', '-c', `exec nc -l 127.0.0.1 ${scene.port(9000)} > copy`)
  await isThere(scene.port(9000))
  await scene.run().ends()
  await receiver.ends()
  return readFileSync(scene.file('copy')).equals(FILE)
})

/** A web server that others wrote. */
async function webServer(scene: Scene): Promise<void> {
  scene.file('index.html', 'hola\n')
  scene.beside('python3', '-m', 'http.server', '--bind', '127.0.0.1', `${scene.port(8000)}`)
  await isThere(scene.port(8000))
}

const withoutDates = (text: string) => text.replace(/^(Date|Last-Modified): .*$/gm, '$1')

use(5, [8000], async (scene) => {
  await webServer(scene)
  return withoutDates(await output(scene.run()))
})

use(6, [8000], async (scene) => {
  const before = (await scene.run().ended).status
  await webServer(scene)
  return [before === 0, (await scene.run().ended).status]
})

use(7, [8000, 8001, 8002, 8003], async (scene) => {
  await webServer(scene)
  scene.beside('nc', '-l', '-k', '127.0.0.1', `${scene.port(8002)}`)
  await isThere(scene.port(8002))
  const { stdout, stderr } = await scene.run().ended
  const open = `${stdout}${stderr}`.split('\n').filter((line) => /succeeded|open/.test(line))
  return open.map((line) => Number(/(\d+)(?: port| {2}open)/.exec(line)?.[1]) - scene.port(8000))
})

use(8, [5432], async (scene) => {
  const waiting = scene.run()
  await sleep(300)
  assert.equal(waiting.child.exitCode, null)
  scene.beside('nc', '-l', '-k', '127.0.0.1', `${scene.port(5432)}`)
  return (await waiting.ends()).status
})

use(9, [5140], async (scene) => {
  const receiver = scene.beside('socat', '-u', `UDP-RECV:${scene.port(5140)},bind=127.0.0.1`, '-')
  await isThere(scene.port(5140), 'udp')
  await scene.run().ends()
  return (await receiver.says(/hola\n/, 'stdout'))[0]
})

use(10, [5140], async (scene) => {
  const receiver = scene.run()
  await isThere(scene.port(5140), 'udp')
  for (const said of ['one\n', 'two\n', 'three\n']) {
    const sender = scene.beside('socat', '-u', '-', `UDP-SENDTO:127.0.0.1:${scene.port(5140)}`)
    sender.write(said)
    sender.end()
    await sender.ends()
    await receiver.says(new RegExp(said), 'stdout')
  }
  return (await receiver.says(/one\ntwo\nthree\n/, 'stdout'))[0]
})

use(11, [], async (scene) => {
  scene.beside('socat', 'UNIX-LISTEN:app.sock', 'EXEC:sort')
  await exists(scene.file('app.sock'))
  await sleep(50)
  return output(scene.run('b\na\n'))
})

use(12, [], async (scene) => {
  const server = scene.run()
  await exists(scene.file('app.sock'))
  await sleep(50)
  const client = scene.beside('socat', '-', 'UNIX-CONNECT:app.sock')
  await talk(client, server)
  client.end()
  server.end()
  return [await output(server), await output(client)]
})

use(13, [], async (scene) => {
  const receiver = scene.beside('socat', '-u', 'UNIX-RECV:log.sock', '-')
  await exists(scene.file('log.sock'))
  await scene.run().ends()
  return (await receiver.says(/hola\n/, 'stdout'))[0]
})

use(14, [4444], async (scene) => {
  const receiver = scene.run()
  await isThere(scene.port(4444))
  const clients = ['one', 'two', 'three'].map((said) => {
    const client = scene.beside('nc', '-N', '127.0.0.1', `${scene.port(4444)}`)
    client.write(`${said}\n`)
    return client
  })
  // All are connected at one time.
  for (const said of ['one', 'two', 'three']) await receiver.says(new RegExp(`^${said}$`, 'm'), 'stdout')
  for (const client of clients) client.end()
  return Promise.all(clients.map((client) => output(client)))
})

use(15, [8000], async (scene) => {
  scene.file('file', FILE)
  scene.run()
  await isThere(scene.port(8000))
  const clients = [1, 2].map(() => scene.beside('nc', '-d', '127.0.0.1', `${scene.port(8000)}`))
  const got = await Promise.all(clients.map((client) => client.ends()))
  return got.map(({ stdout }) => stdout.equals(FILE))
})

/** Asks for the web server's page through what stands before it. */
async function fetchPage(scene: Scene, port: number): Promise<string> {
  const asking = scene.beside('nc', '127.0.0.1', `${port}`)
  asking.write('GET / HTTP/1.0\r\n\r\n')
  await asking.says(/hola\n$/, 'stdout')
  asking.end()
  return withoutDates(await output(asking))
}

use(16, [8080, 8000], async (scene) => {
  await webServer(scene)
  scene.run()
  await isThere(scene.port(8080))
  return [await fetchPage(scene, scene.port(8080)), await fetchPage(scene, scene.port(8080))]
})

use(17, [8080], async (scene) => {
  scene.beside('socat', 'UNIX-LISTEN:app.sock,fork', 'EXEC:sort')
  await exists(scene.file('app.sock'))
  await sleep(50)
  scene.run()
  await isThere(scene.port(8080))
  const asking = scene.beside('nc', '-N', '127.0.0.1', `${scene.port(8080)}`)
  asking.write('b\na\n')
  asking.end()
  return output(asking)
})

use(18, [8080, 8000], async (scene) => {
  await webServer(scene)
  const relay = scene.run()
  await isThere(scene.port(8080))
  const page = await fetchPage(scene, scene.port(8080))
  // Each in its own way: the request's first bytes in hexadecimal.
  await relay.says(/47 45 54 20 2f/)
  return page
})

function certify(scene: Scene): void {
  const { cert, key } = selfSigned()
  scene.file('cert.pem', cert)
  scene.file('key.pem', key)
}

use(19, [8443], async (scene) => {
  certify(scene)
  const identity = ['-cert', 'cert.pem', '-key', 'key.pem']
  const server = scene.beside('openssl', 's_server', '-quiet', '-accept', `${scene.port(8443)}`, ...identity)
  await isThere(scene.port(8443))
  await talk(scene.run(), server)
})

use(20, [8443, 8000], async (scene) => {
  certify(scene)
  await webServer(scene)
  scene.run()
  await isThere(scene.port(8443))
  const where = ['-connect', `127.0.0.1:${scene.port(8443)}`, '-CAfile', 'cert.pem', '-verify_return_error']
  const asking = scene.beside('openssl', 's_client', '-quiet', ...where)
  asking.write('GET / HTTP/1.0\r\n\r\n')
  await asking.says(/hola\n$/, 'stdout')
  asking.end()
  return withoutDates(await output(asking))
})

use(21, [2000], async (scene) => {
  scene.run()
  await isThere(scene.port(2000))
  const asking = scene.beside('nc', '-N', '127.0.0.1', `${scene.port(2000)}`)
  asking.write('b\na\n')
  asking.end()
  return output(asking)
})

use(22, [7007], async (scene) => {
  scene.run()
  await isThere(scene.port(7007))
  const asking = scene.beside('nc', '-N', '127.0.0.1', `${scene.port(7007)}`)
  asking.write(FILE)
  asking.end()
  return (await asking.ends()).stdout.equals(FILE)
})

/** A server that closes first, and so leaves TIME_WAIT on its port; it listens until the end. */
async function leavingTimeWait(port: number, look: () => Promise<unknown>): Promise<unknown> {
  const server = createServer((peer) => peer.end().resume())
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const client = connect(port, '127.0.0.1').resume()
  await new Promise((resolve) => client.once('close', resolve))
  const states = async () => (await listSockets(kernel, { localPort: port })).map(({ state }) => state)
  while (!(await states()).includes('TIME_WAIT')) await sleep(5)
  try {
    return await look()
  } finally {
    server.close()
  }
}

use(23, [], async (scene) => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const said = await output(scene.run())
  server.close()
  const line = said.split('\n').find((each) => each.includes(`127.0.0.1:${port} `))
  return [/^(?:tcp +)?LISTEN /.test(line ?? ''), line?.includes(`${process.pid}`)]
})

use(24, [4444], (scene) =>
  leavingTimeWait(scene.port(4444), async () => {
    const said = await output(scene.run())
    const lines = said.split('\n').filter((each) => each.includes(`127.0.0.1:${scene.port(4444)} `))
    return lines.map((line) => /timewait,5\dsec|timewait,1min|closes in (5\d s|1 m)/.test(line))
  }),
)

test('docs/cli.es.md has the same uses', () => {
  const spanish = usesOf(readFileSync(PAGE.replace(/md$/, 'es.md'), 'utf8'))
  assert.deepEqual(
    spanish.map(({ lines }) => lines),
    USES.map(({ lines }) => lines),
  )
})

test('each use that docs/cli.md tells of is tried', () => {
  assert.deepEqual(untried(), [])
})
