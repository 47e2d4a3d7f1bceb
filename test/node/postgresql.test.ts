import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { SocketDuplex } from '../../src/node/index.ts'
import { digest, MEBIBYTE, pattern } from './bytes.ts'
import { selfSigned } from './certificate.ts'
import { BOUND, type Place, type Program, runs, withServer } from './foreign-server.ts'

const identity = selfSigned()

/** Debian keeps the programs of each version in a folder of its own, which is not on PATH. */
function folderOfPrograms(): string | null {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : []
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0]
  if (newest !== undefined) return join('/usr/lib/postgresql', newest, 'bin')
  return runs('initdb', '--version') ? '' : null
}

/** It refuses to run as root: then the user that Debian's package has made runs it. */
const user = process.getuid?.() === 0 ? idOf('postgres') : null

function idOf(name: string): { uid: number; gid: number } | null {
  const [uid, gid] = ['-u', '-g'].map((option) =>
    Number(spawnSync('id', [option, name]).stdout || Number.NaN),
  )
  return Number.isNaN(uid!) ? null : { uid: uid!, gid: gid! }
}

const program: Program = {
  name: 'PostgreSQL',
  lack() {
    if (folderOfPrograms() === null) return 'PostgreSQL is not installed'
    if (process.getuid?.() === 0 && user === null)
      return 'PostgreSQL does not run as root, and there is no user postgres'
    return runs(...BOUND, 'TERM', 'true') ? null : 'setpriv of util-linux is not installed'
  },
  prepare({ folder, port }) {
    const as = user === null ? [] : ['--reuid', `${user.uid}`, '--regid', `${user.gid}`, '--clear-groups']
    const owned = (path: string) => user !== null && chownSync(path, user.uid, user.gid)
    const bin = folderOfPrograms()!
    const data = join(folder, 'data')
    mkdirSync(data)
    owned(folder)
    owned(data)
    const options = ['--auth=trust', '--username=tester', '--no-sync', '--no-locale', '--encoding=UTF8']
    const made = spawnSync('setpriv', [...as, '--', join(bin, 'initdb'), '-D', data, ...options])
    if (made.status !== 0) throw new Error(`initdb fails: ${made.stderr}`)
    for (const [name, text] of Object.entries({ 'server.key': identity.key, 'server.crt': identity.cert })) {
      writeFileSync(join(data, name), text)
      chmodSync(join(data, name), 0o600)
      owned(join(data, name))
    }
    const settings = {
      ...{
        fsync: 'off',
        shared_buffers: '8MB',
        max_wal_senders: 0,
        autovacuum: 'off',
        jit: 'off',
        ssl: 'on',
      },
    }
    const place = ['-D', data, '-k', folder, '-h', '127.0.0.1', '-p', `${port}`]
    const set = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    return ['setpriv', '--pdeathsig', 'INT', ...as, '--', join(bin, 'postgres'), ...place, ...set]
  },
  ready: /database system is ready to accept connections/,
  signal: 'SIGINT',
}

const postgresql = withServer(program)

const KINDS: Readonly<Record<string, (place: Place) => pg.ClientConfig>> = {
  TCP: ({ port }) => ({ host: '127.0.0.1', port }),
  Unix: ({ folder, port }) => ({ host: folder, port }),
  TLS: ({ port }) => ({ host: 'localhost', port, ssl: { ca: identity.cert } }),
}

type Open = (more?: pg.ClientConfig) => Promise<pg.Client>

/** A test for each kind of connection. */
function client(name: string, body: (open: Open, config: pg.ClientConfig) => Promise<void>): void {
  for (const [kind, where] of Object.entries(KINDS)) {
    postgresql(`${name}, ${kind}`, async (place) => {
      // What an application writes to have pg speak over Soquete.
      const stream = () => new SocketDuplex({ noDelay: true })
      const config = { ...where(place), user: 'tester', database: 'postgres', stream }
      const clients: pg.Client[] = []
      const open: Open = async (more) => {
        const made = new pg.Client({ ...config, ...more })
        clients.push(made)
        await made.connect()
        return made
      }
      try {
        await body(open, config)
      } finally {
        await Promise.all(clients.map((each) => each.end()))
      }
    })
  }
}

client('queries, with values there and back', async (open) => {
  const db = await open()
  const { rows } = await db.query('select $1::int + 1 as sum, $2::text as text, $3::bytea as bytes', [
    41,
    'héllo',
    Buffer.of(0, 1, 255),
  ])
  assert.deepEqual(rows, [{ sum: 42, text: 'héllo', bytes: Buffer.of(0, 1, 255) }])
  for (let i = 0; i < 100; i++) {
    const { rows } = await db.query('select $1::int * 2 as twice', [i])
    assert.deepEqual(rows, [{ twice: 2 * i }])
  }
})

client('a hundred thousand rows, and megabytes in one value', async (open) => {
  const db = await open()
  const { rows } = await db.query("select i, repeat('x', i % 50) as text from generate_series(1, 100000) i")
  assert.equal(rows.length, 100_000)
  assert.ok(rows.every(({ i, text }, index) => i === index + 1 && text.length === i % 50))
  const large = pattern(4 * MEBIBYTE)
  const { rows: back } = await db.query('select $1::bytea as bytes', [large])
  assert.equal(digest(back[0].bytes), digest(large))
})

client('an error is that query’s, and the client goes on', async (open) => {
  const db = await open()
  await assert.rejects(db.query('select 1 / 0'), { code: '22012' })
  await assert.rejects(db.query('selec 1'), { code: '42601' })
  assert.deepEqual((await db.query('select 1 as one')).rows, [{ one: 1 }])
})

client('a query that is cancelled from another connection', async (open) => {
  const [db, other] = [await open(), await open()]
  const { rows } = await db.query('select pg_backend_pid() as pid')
  const sleeping = assert.rejects(db.query('select pg_sleep(10)'), { code: '57014' })
  const busy = "select 1 from pg_stat_activity where pid = $1 and query like '%sleep%' and state = 'active'"
  while ((await other.query(busy, [rows[0].pid])).rowCount === 0);
  await other.query('select pg_cancel_backend($1)', [rows[0].pid])
  await sleeping
  assert.equal((await db.query('select 1 as one')).rowCount, 1)
})

client('notifications', async (open) => {
  const [listener, other] = [await open(), await open()]
  const heard: (string | undefined)[] = []
  const all = new Promise<void>((resolve) => {
    listener.on('notification', ({ payload }) => heard.push(payload) === 100 && resolve())
  })
  await listener.query('listen news')
  for (let i = 0; i < 100; i++) await other.query(`notify news, '${i}'`)
  await all
  assert.deepEqual(
    heard,
    Array.from({ length: 100 }, (_, i) => `${i}`),
  )
})

client('the server ends the connection', async (open, config) => {
  const other = await open()
  const db = new pg.Client(config)
  await db.connect()
  const errors: unknown[] = []
  const ended = new Promise<void>((resolve) => db.on('end', resolve))
  db.on('error', (error: NodeJS.ErrnoException) => errors.push(error.code))
  const { rows } = await db.query('select pg_backend_pid() as pid')
  await other.query('select pg_terminate_backend($1)', [rows[0].pid])
  await ended
  assert.equal(errors[0], '57P01')
})

client('a pool of connections, used by many', async (_open, config) => {
  const pool = new pg.Pool({ ...config, max: 8 })
  const ended: Promise<unknown>[] = []
  pool.on('connect', (each) => ended.push(once(each, 'end')))
  const work = Array.from({ length: 100 }, (_, i) => pool.query('select $1::int as i, pg_sleep(0.001)', [i]))
  const rows = (await Promise.all(work)).map(({ rows }) => rows[0].i)
  assert.deepEqual(
    rows,
    Array.from({ length: 100 }, (_, i) => i),
  )
  // It does not wait for them itself.
  await pool.end()
  await Promise.all(ended)
})

postgresql('nobody listens', async ({ folder }) => {
  const db = new pg.Client({ host: folder, port: 1, user: 'tester', stream: () => new SocketDuplex() })
  await assert.rejects(db.connect(), { code: 'ENOENT', syscall: 'connect' })
})
