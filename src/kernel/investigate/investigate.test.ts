import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Failure } from '../../socket/explaining.ts'
import { AF_INET, SOCK_DGRAM, SOCK_STREAM } from '../../socket/posix/constants.ts'
import { investigate } from './investigate.ts'

/** A directory with files of the system's names. */
function system(t: TestContext, files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'soquete-system-'))
  t.after(() => rmSync(root, { recursive: true, force: true }))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

const target = { family: AF_INET, address: '127.0.0.1', port: 4444 } as const

const inUse: Failure = {
  code: 'EADDRINUSE',
  syscall: 'bind',
  language: 'en',
  target,
  socket: { family: AF_INET, type: SOCK_STREAM, reuseAddress: false, reusePort: false },
}

test('where nothing can be read nothing is found, and nothing fails', async () => {
  const nowhere = { root: '/nonexistent' }
  const codes = [
    'EADDRINUSE',
    'EADDRNOTAVAIL',
    'EACCES',
    'EPERM',
    'ECONNREFUSED',
    'ENETUNREACH',
    'EMFILE',
    'ENFILE',
  ]
  for (const code of [...codes, 'ENOBUFS', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENODEV', 'EAI_AGAIN', 'EAI_SERVICE'])
    for (const syscall of ['bind', 'connect', 'setsockopt', 'socket', 'getaddrinfo']) {
      const lookup = { host: 'name', service: 'service', hints: {} }
      await investigate({ ...inUse, code, syscall, lookup }, nowhere)
    }
  const found = await investigate(inUse, nowhere)
  assert.deepEqual(found, { sentences: [], conclusive: false })
})

test('a table of 100,000 connections is read in slices, and the time is kept', async (t) => {
  const root = system(t, { '/proc/net/tcp': '', '/proc/net/tcp6': '' })
  const table = createWriteStream(join(root, '/proc/net/tcp'))
  for (let i = 0; i < 100_000; i++) {
    const port = (1024 + (i % 60_000)).toString(16).toUpperCase().padStart(4, '0')
    table.write(`${i}: 0100007F:115C 0200007F:${port} 06 00000000:00000000 03:00000FA0 00000000 0 0 0 3 0\n`)
  }
  await new Promise((resolve) => table.end(resolve))
  // In time of the processor: of that of the clock other programs have a part.
  const busy = () => process.cpuUsage().user / 1000
  let longest = 0
  let last = busy()
  const watch = setInterval(() => {
    longest = Math.max(longest, busy() - last)
    last = busy()
  }, 1)
  const started = performance.now()
  const { sentences } = await investigate(inUse, { root, time: 15_000 })
  clearInterval(watch)
  assert.match(sentences[0] as string, /TIME_WAIT there: 100,000, the last for 40 s more/)
  assert.ok(longest < 250, `the thread was held for ${longest} ms of processor time`)
  const short = await investigate(inUse, { root, time: 1 })
  assert.ok(short.sentences.length <= 2)
  assert.ok(performance.now() - started < 16_000)
})

test('a file that does not answer is left alone when the time is over', async (t) => {
  const root = system(t, { '/proc/net/tcp6': '' })
  const pipe = join(root, '/proc/net/tcp')
  execFileSync('mkfifo', [pipe])
  const found = await investigate(inUse, { root, time: 50 })
  assert.deepEqual(found.sentences, [])
  // Lets the thread go that waits to open it.
  execFileSync('sh', ['-c', `: > ${pipe}`])
})

test('many at once take turns, and all get an answer', async () => {
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => investigate({ ...inUse, code: 'ENFILE' })),
  )
  assert.equal(answers.length, 50)
})

test("ENFILE: the system's files, from fs.file-nr", async (t) => {
  const root = system(t, { '/proc/sys/fs/file-nr': '99840\t0\t100000\n' })
  const { sentences, conclusive } = await investigate({ ...inUse, code: 'ENFILE' }, { root })
  assert.deepEqual(sentences, ['The system has 99,840 files open and may have 100,000 (fs.file-max).'])
  assert.equal(conclusive, false)
})

test('ENOMEM: the memory of TCP is used up', async (t) => {
  const root = system(t, {
    '/proc/sys/net/ipv4/tcp_mem': '1000\t2000\t3000\n',
    '/proc/net/sockstat':
      'sockets: used 9\nTCP: inuse 5 orphan 0 tw 2 alloc 7 mem 2990\nUDP: inuse 1 mem 1\n',
  })
  const { sentences } = await investigate({ ...inUse, code: 'ENOMEM', syscall: 'send' }, { root })
  assert.deepEqual(sentences, ['TCP uses 2,990 pages of memory and may use 3,000 (net.ipv4.tcp_mem).'])
})

test('ENOBUFS: options may have so much memory', async (t) => {
  const root = system(t, { '/proc/sys/net/core/optmem_max': '131072\n' })
  const failure: Failure = {
    ...inUse,
    code: 'ENOBUFS',
    syscall: 'setsockopt',
    option: { level: 0, number: 41 },
  }
  const { sentences } = await investigate(failure, { root })
  assert.deepEqual(sentences, [
    'The options of a socket have 131,072 bytes of memory at most (net.core.optmem_max): ask for less, or raise it.',
  ])
})

test('EPERM when sending: perhaps a firewall', async (t) => {
  const root = system(t, {
    '/proc/net/route': 'eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\n',
  })
  const failure: Failure = {
    ...inUse,
    code: 'EPERM',
    syscall: 'sendto',
    target: { ...target, address: '192.0.2.7' },
    socket: { family: AF_INET, type: SOCK_DGRAM },
  }
  assert.deepEqual(await investigate(failure, { root }), {
    sentences: [
      'Perhaps a firewall of this machine forbids sending to 192.0.2.7: see "nft list ruleset", "iptables -S", and IPAddressDeny= of systemd.',
    ],
    conclusive: true,
  })
})

test('EADDRINUSE: a socket of another user, whose process cannot be seen', async (t) => {
  const root = system(t, {
    '/proc/net/tcp':
      '0: 0100007F:115C 00000000:0000 0A 00000000:00000000 00:00000000 00000000 4242 0 77 1 0\n',
    '/proc/net/tcp6': '',
    '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\nwww:x:4242:4242::/:/bin/false\n',
  })
  const reusing = { ...inUse, socket: { ...inUse.socket, reusePort: true } }
  const { sentences } = await investigate(reusing, { root })
  assert.deepEqual(sentences, [
    'Held by a process of user www, LISTEN.',
    'SO_REUSEPORT shares a port among sockets of one user only, and that one belongs to user www.',
    'Choose another port, stop that process, or share the port with SO_REUSEPORT on both sockets.',
  ])
})

test('EADDRINUSE: two holders are named, the others counted, and their connections left out', async (t) => {
  const row = (state: string, inode: number) =>
    `0: 0100007F:115C 0100007F:A5B3 ${state} 00000000:00000000 00:00000000 00000000 0 0 ${inode} 1 0\n`
  const listeners = [1, 2, 3, 4, 5].map((inode) => row('0A', inode)).join('')
  const root = system(t, {
    '/proc/net/tcp': listeners + row('01', 1).repeat(500),
    '/proc/net/tcp6': '',
  })
  for (const inode of [1, 2, 3, 4, 5]) {
    mkdirSync(join(root, `/proc/10${inode}/fd`), { recursive: true })
    writeFileSync(join(root, `/proc/10${inode}/comm`), 'httpd\n')
    symlinkSync(`socket:[${inode}]`, join(root, `/proc/10${inode}/fd/3`))
  }
  const { sentences } = await investigate(inUse, { root })
  assert.deepEqual(sentences, [
    'Held by process 101 (httpd), LISTEN.',
    'Held by process 102 (httpd), LISTEN.',
    'Another 3 processes have it as well.',
    'Choose another port, stop that process, or share the port with SO_REUSEPORT on both sockets.',
  ])
})

test("other programs' text cannot command a terminal", async (t) => {
  const root = system(t, {
    '/proc/net/tcp': '0: 0100007F:115C 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 77 1 0\n',
    '/proc/net/tcp6': '',
    '/proc/1234/cmdline': '/bin/\u001b[31mevil\0--\u0007\0',
  })
  mkdirSync(join(root, '/proc/1234/fd'))
  symlinkSync('socket:[77]', join(root, '/proc/1234/fd/3'))
  const { sentences } = await investigate(inUse, { root })
  assert.equal(sentences[0], 'Held by process 1234 (?[31mevil --?), LISTEN.')
})
