import { chmodSync, chownSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { type Address, AF_UNIX, SOCK_DGRAM, SOCK_SEQPACKET, SOCK_STREAM } from '../../../src/index.ts'
import type { Scope } from '../loopback.ts'
import { held } from './held.ts'
import { becomeNobody, errorOf, type Situations } from './situation.ts'

const unix = (path: string): Address => ({ family: AF_UNIX, path })

function bindError(scope: Scope, path: string, type = SOCK_STREAM) {
  return errorOf(() => scope.socket(AF_UNIX, type).bind(unix(path)))
}

function connectError(scope: Scope, path: string, type = SOCK_STREAM) {
  return errorOf(() => scope.socket(AF_UNIX, type).connect(unix(path), { timeout: 200 }))
}

export const paths: Situations = {
  'a path on which this process listens': async (scope) => {
    scope.listener(undefined, unix(`${scope.folder}/app.sock`))
    return bindError(scope, `${scope.folder}/app.sock`)
  },
  'a path on which another process listens': async (scope) => {
    await held(scope, `${scope.folder}/app.sock`)
    return bindError(scope, `${scope.folder}/app.sock`)
  },
  'a relative path on which this process listens': async (scope) => {
    process.chdir(scope.folder)
    scope.listener(undefined, unix('app.sock'))
    return bindError(scope, `${scope.folder}/./app.sock`)
  },
  'a path that was left behind': async (scope) => {
    await scope.listener(undefined, unix(`${scope.folder}/app.sock`)).close()
    return bindError(scope, `${scope.folder}/app.sock`)
  },
  'a path of a file': (scope) => {
    writeFileSync(`${scope.folder}/notes.txt`, '')
    return bindError(scope, `${scope.folder}/notes.txt`)
  },
  'an abstract name that is taken': (scope) => {
    const address = { family: AF_UNIX, abstract: 'metrics' } as const
    scope.bound(SOCK_DGRAM, address)
    return errorOf(() => scope.socket(AF_UNIX, SOCK_DGRAM).bind(address))
  },
  'connecting where the server is gone': async (scope) => {
    await scope.listener(undefined, unix(`${scope.folder}/app.sock`)).close()
    return connectError(scope, `${scope.folder}/app.sock`)
  },
  'connecting where nobody listens yet': (scope) => {
    scope.bound(SOCK_STREAM, unix(`${scope.folder}/app.sock`))
    return connectError(scope, `${scope.folder}/app.sock`)
  },
  'connecting to a directory': (scope) => connectError(scope, scope.folder),
  'connecting to an abstract name of nobody': (scope) =>
    errorOf(() => scope.socket(AF_UNIX).connect({ family: AF_UNIX, abstract: 'nobody' })),
  'connecting to another type': (scope) => {
    scope.bound(SOCK_DGRAM, unix(`${scope.folder}/app.sock`))
    return connectError(scope, `${scope.folder}/app.sock`, SOCK_SEQPACKET)
  },
  'sending to a socket that is connected to another': async (scope) => {
    const [one, other] = [scope.bound(SOCK_DGRAM, unix(`${scope.folder}/a`)), unix(`${scope.folder}/b`)]
    scope.bound(SOCK_DGRAM, other)
    await one.connect(other)
    return errorOf(() =>
      scope.socket(AF_UNIX, SOCK_DGRAM).sendto(new Uint8Array(1), unix(`${scope.folder}/a`)),
    )
  },
  'connecting where the queue is full': async (scope) => {
    const address = unix(`${scope.folder}/app.sock`)
    scope.listener(0, address)
    await scope.socket(AF_UNIX).connect(address)
    return connectError(scope, `${scope.folder}/app.sock`)
  },
  'connecting below a directory that is missing': (scope) =>
    connectError(scope, `${scope.folder}/run/app.sock`),
  'binding below a directory that is missing': (scope) => bindError(scope, `${scope.folder}/run/app.sock`),
  'connecting where nothing stands': (scope) => connectError(scope, `${scope.folder}/app.sock`),
  'connecting below a file': (scope) => {
    writeFileSync(`${scope.folder}/run`, '')
    return connectError(scope, `${scope.folder}/run/app.sock`)
  },
  'connecting to a link that leads nowhere': (scope) => {
    symlinkSync('/nonexistent/app.sock', `${scope.folder}/app.sock`)
    return connectError(scope, `${scope.folder}/app.sock`)
  },
  'connecting to links in a circle': (scope) => {
    symlinkSync('loop', `${scope.folder}/loop`)
    return connectError(scope, `${scope.folder}/loop/app.sock`)
  },
  'connecting to a link that is too long': (scope) => {
    symlinkSync('x'.repeat(300), `${scope.folder}/long`)
    return connectError(scope, `${scope.folder}/long`)
  },
  'a directory that may not be searched': (scope) => {
    mkdirSync(`${scope.folder}/private`, { mode: 0o700 })
    scope.listener(undefined, unix(`${scope.folder}/private/app.sock`))
    chmodSync(scope.folder, 0o755)
    becomeNobody()
    return connectError(scope, `${scope.folder}/private/app.sock`)
  },
  'a directory that may not be written': (scope) => {
    chmodSync(scope.folder, 0o755)
    becomeNobody()
    return bindError(scope, `${scope.folder}/app.sock`)
  },
  'a socket that may not be written': (scope) => {
    chmodSync(scope.folder, 0o755)
    scope.listener(undefined, unix(`${scope.folder}/app.sock`))
    chmodSync(`${scope.folder}/app.sock`, 0o660)
    chownSync(`${scope.folder}/app.sock`, 0, 4)
    becomeNobody()
    return connectError(scope, `${scope.folder}/app.sock`)
  },
  'a path whose file has gone': async (scope) => {
    scope.listener(undefined, unix(`${scope.folder}/app.sock`))
    rmSync(`${scope.folder}/app.sock`)
    return connectError(scope, `${scope.folder}/app.sock`)
  },
}
