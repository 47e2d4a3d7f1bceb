import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const dist = fileURLToPath(new URL('../', import.meta.url))

interface Outcome {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs lines of code, which see the package as `s`, in a process of their own. */
function run(code: string, folder: string = dist, flags: readonly string[] = []): Promise<Outcome> {
  const lines = `import * as s from ${JSON.stringify(join(folder, 'index.js'))}\n${code}`
  const child = spawn(process.execPath, [...flags, '--input-type=module', '-e', lines], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 10_000,
  })
  const outcome = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => {
    outcome.stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    outcome.stderr += chunk
  })
  return new Promise((resolve) => child.once('close', (status) => resolve({ status, ...outcome })))
}

const LISTENER = `
const listener = s.socket(s.AF_INET, s.SOCK_STREAM)
listener.bind({ family: s.AF_INET, address: '127.0.0.1', port: 0 })
listener.listen()
`

test('an idle socket does not keep the process alive', async () => {
  const { status, stdout } = await run(`${LISTENER} console.log('done')`)
  assert.deepEqual([status, stdout], [0, 'done\n'])
})

test('a waiting call keeps the process alive, unless its socket is unref()ed', async () => {
  const waits = `${LISTENER} listener.accept({ timeout: 300 }).catch((error) => console.log(error.code))`
  assert.equal((await run(waits)).stdout, 'ETIMEDOUT\n')
  const unreferenced = `${LISTENER} listener.unref(); listener.accept(); console.log('gone')`
  const { status, stdout } = await run(unreferenced)
  assert.deepEqual([status, stdout], [0, 'gone\n'])
  const closed = `${LISTENER} listener.accept().catch((error) => console.log(error.code)); setTimeout(() => listener.close(), 50)`
  assert.equal((await run(closed)).stdout, 'EBADF\n')
})

test('a socket that is collected while open is closed and reported', async () => {
  const code = `
    import { readdirSync, statSync } from 'node:fs'
    const isSocket = (fd) => { try { return statSync('/proc/self/fd/' + fd).isSocket() } catch { return false } }
    const count = () => readdirSync('/proc/self/fd').filter(isSocket).length
    await s.getaddrinfo('127.0.0.1', '1')
    s.socketpair(s.AF_UNIX, s.SOCK_DGRAM).map((each) => each.close())
    const before = count()
    ;(() => { for (let i = 0; i < 10; i++) s.socket(s.AF_INET, s.SOCK_DGRAM) })()
    for (let i = 0; i < 50 && count() > before; i++) { gc(); await new Promise((resolve) => setTimeout(resolve, 10)) }
    console.log(count() - before)`
  const { stdout, stderr } = await run(code, dist, ['--expose-gc'])
  assert.equal(stdout, '0\n')
  assert.match(stderr, /SocketWarning: The socket with descriptor \d+, 0\.0\.0\.0:0 was collected while open/)
})

test('a socket on which somebody waits is not collected', async () => {
  const code = `
    const [a, waiting] = (() => {
      const [a, b] = s.socketpair(s.AF_UNIX, s.SOCK_DGRAM)
      return [a, b.recv(10)]
    })()
    for (let i = 0; i < 10; i++) { gc(); await new Promise((resolve) => setTimeout(resolve, 5)) }
    await a.send(Uint8Array.of(7))
    console.log((await waiting)[0])
    await a.close()`
  const { stdout } = await run(code, dist, ['--expose-gc'])
  assert.equal(stdout, '7\n')
})

test('elsewhere than on Linux, importing works and the first call says why not', async () => {
  const code = `
    Object.defineProperty(process, 'platform', { value: 'darwin' })
    try { s.socket(s.AF_INET, s.SOCK_STREAM) } catch (error) { console.log(error.code, error.message, await error.explain()) }`
  const { stdout } = await run(code)
  assert.match(
    stdout,
    /^ENOSYS cannot create a socket: the kernel's sockets are Linux's, on x64 and arm64; this is darwin/,
  )
  assert.match(stdout, /another stack is needed/)
})

test('without koffi, the first call says what to install', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'soquete-bare-'))
  try {
    cpSync(dist, folder, { recursive: true })
    cpSync(join(dist, '../../package.json'), join(folder, 'package.json'))
    const code = `
      try { s.socket(s.AF_INET, s.SOCK_STREAM) } catch (error) { console.log(error.code, error.message, await error.explain()) }
      await s.getaddrinfo('127.0.0.1', '80').catch((error) => console.log(error.code))`
    const { stdout } = await run(code, folder)
    assert.match(stdout, /^ENOSYS cannot create a socket: the package @koromix\/koffi-linux-\w+ is missing/)
    assert.match(stdout, /npm install @koromix\/koffi-linux-/)
    assert.match(stdout, /ENOSYS\n$/)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('a connection that nobody reads does not kill the process with SIGPIPE', async () => {
  const code = `
    const [a, b] = s.socketpair(s.AF_UNIX, s.SOCK_STREAM)
    await b.close()
    await a.send(Uint8Array.of(1)).catch((error) => console.log(error.code))
    await a.close()`
  const { status, stdout } = await run(code)
  assert.deepEqual([status, stdout], [0, 'EPIPE\n'])
})
