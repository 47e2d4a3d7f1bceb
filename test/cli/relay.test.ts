import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { selfSigned } from '../node/certificate.ts'
import { type Bench, cliTest, portOf, type Running } from './running.ts'

const FILE = randomBytes(3_000_000)

/** Starts a server of soquete's, and gives the port that it listens on. */
async function started(bench: Bench, ...args: string[]): Promise<{ server: Running; port: string }> {
  const server = bench.soquete(args)
  return { server, port: portOf(await server.listens()) }
}

cliTest('relay: streams both ways, byte for byte, from TCP to a Unix socket', async (bench) => {
  const path = join(bench.directory, 'echo.sock')
  await started(bench, 'echo', path)
  const { server, port } = await started(bench, 'relay', '-v', '0', path)
  const clients = [1, 2, 3].map(() => bench.program('nc', ['-N', '127.0.0.1', port], { input: FILE }))
  for (const client of clients) assert.deepEqual((await client.ends()).stdout, FILE)
  await server.says(/closed: 2\.9 MiB received, 2\.9 MiB sent/)
  server.interrupt()
  await server.ends()
})

cliTest('relay: a target that is not there resets the client, and is told', async (bench) => {
  const { server, port } = await started(bench, 'relay', '0', '/no/such.sock')
  await bench.soquete(['connect', port]).ends(6)
  await server.says(/tcp:.*: cannot connect to .*such\.sock.*ENOENT/)
})

cliTest('relay: a reset is passed on as one', async (bench) => {
  const script = `
import socket, struct
s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen()
print('listening on', s.getsockname()[1], flush=True)
while True:
  c, _ = s.accept(); c.recv(5)
  c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0)); c.close()`
  const target = bench.program('python3', ['-c', script])
  const [, port] = await target.says(/listening on (\d+)/, 'stdout')
  const relay = await started(bench, 'relay', '0', port!)
  const client = bench.soquete(['connect', relay.port])
  client.write('hello')
  assert.match((await client.ends(6)).stderr, /ECONNRESET/)
})

cliTest('relay: datagrams and their answers, each client its own', async (bench) => {
  const { port: target } = await started(bench, 'echo', 'udp://:0')
  const { server, port } = await started(bench, 'relay', 'udp://:0', `udp://:${target}`)
  const clients = ['one', 'two', 'three'].map((said) => ({
    said,
    client: bench.program('socat', ['-t', '1', '-', `UDP:127.0.0.1:${port}`], { input: said }),
  }))
  for (const { said, client } of clients) assert.equal((await client.ends()).stdout.toString(), said)
  server.interrupt()
  await server.ends()
})

cliTest('relay: streams do not go to messages', async (bench) => {
  assert.match((await bench.soquete(['relay', '0', 'udp://:9']).ends(2)).stderr, /cannot be relayed/)
})

cliTest('TLS at either side: openssl is served and asked, and nobody else is trusted', async (bench) => {
  const { cert, key } = selfSigned()
  const [certFile, keyFile] = ['cert.pem', 'key.pem'].map((name) => join(bench.directory, name)) as [
    string,
    string,
  ]
  writeFileSync(certFile, cert)
  writeFileSync(keyFile, key)
  const identity = ['--cert', certFile, '--key', keyFile]
  const { port: plain } = await started(bench, 'echo', '0')
  const outer = await started(bench, 'relay', ...identity, 'tls://:0', plain)
  const asked = bench.program('openssl', [
    's_client',
    '-quiet',
    '-connect',
    `127.0.0.1:${outer.port}`,
    '-CAfile',
    certFile,
  ])
  asked.write('hola\n')
  await asked.says(/hola/, 'stdout')
  asked.interrupt('SIGKILL')
  const inner = await started(bench, 'relay', '--ca', certFile, '0', `tls://localhost:${outer.port}`)
  const through = await bench.program('nc', ['-N', '127.0.0.1', inner.port], { input: FILE }).ends()
  assert.deepEqual(through.stdout, FILE)

  const direct = bench.soquete(['connect', '--ca', certFile, `tls://localhost:${outer.port}`], {
    input: FILE,
  })
  assert.deepEqual((await direct.ends()).stdout, FILE)
  const distrust = await bench.soquete(['connect', `tls://localhost:${outer.port}`], { input: '' }).ends(10)
  assert.match(distrust.stderr, /not trusted: self.signed certificate\n {2}.*--ca/)
  const misnamed = await bench
    .soquete(['connect', '--ca', certFile, '--servername', 'other', `tls://localhost:${outer.port}`], {
      input: '',
    })
    .ends(10)
  assert.match(misnamed.stderr, /--servername/)
  const careless = bench.soquete(['connect', '--insecure', `tls://127.0.0.1:${outer.port}`], {
    input: 'hola',
  })
  assert.equal((await careless.ends()).stdout.toString(), 'hola')
  assert.match(
    (await bench.soquete(['connect', `tls://:${plain}`], { input: '' }).ends(10)).stderr,
    /tcp:\/\//,
  )

  const served = bench.soquete(['listen', ...identity, 'tls://:0'], { input: 'from the server\n' })
  const servedPort = portOf(await served.listens())
  // Who only looks whether the port is open is not the client that is waited for.
  await bench.program('nc', ['-z', '127.0.0.1', servedPort]).ends()
  const client = bench.program('openssl', [
    's_client',
    '-quiet',
    '-connect',
    `127.0.0.1:${servedPort}`,
    '-CAfile',
    certFile,
  ])
  client.write('from the client\n')
  await client.says(/from the server/, 'stdout')
  await served.says(/from the client/, 'stdout')
  assert.match((await bench.soquete(['listen', 'tls://:0']).ends(2)).stderr, /--cert.*\n.*openssl req/)
})
