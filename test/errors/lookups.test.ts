import assert from 'node:assert/strict'
import {
  type AddrInfoCode,
  AddrInfoError,
  AF_INET,
  AF_INET6,
  AI_NUMERICHOST,
  AI_NUMERICSERV,
  EAI,
  gai_strerror,
  getaddrinfo,
  getnameinfo,
  LANGUAGES,
  SOCK_STREAM,
} from '../../src/index.ts'
import { test } from '../leak-check.ts'
import { rejection } from './failing.ts'
import { loopback } from './loopback.ts'

async function failsToResolve(
  lookup: Promise<unknown>,
  codes: readonly AddrInfoCode[],
  syscall: 'getaddrinfo' | 'getnameinfo',
  subject: string | null,
): Promise<void> {
  const error = await rejection(lookup)
  assert.ok(error instanceof AddrInfoError, `${error}`)
  assert.equal(error.name, 'AddrInfoError')
  const code = codes.find((each) => each === error.code)
  assert.ok(code !== undefined, `${error.code} is none of ${codes}`)
  assert.equal(error.errno, EAI[code])
  assert.equal(error.syscall, syscall)
  assert.equal(error.hostname, subject ?? undefined)
  for (const language of LANGUAGES)
    for (const sentence of await error.explain({ language }))
      assert.match(sentence, /^[A-ZÁÉÍÓÚÑ].*\.$/, 'a sentence')
  assert.equal(
    error.message,
    `cannot resolve ${subject ?? 'the local host'}: ${gai_strerror(EAI[code])} (${code})`,
  )
}

// glibc and musl do not agree on every code.

test('EAI_NONAME: neither host nor service, and names where numbers are asked for', async () => {
  await failsToResolve(getaddrinfo(null, null), ['EAI_NONAME'], 'getaddrinfo', null)
  const numeric = { flags: AI_NUMERICHOST }
  await failsToResolve(getaddrinfo('localhost', null, numeric), ['EAI_NONAME'], 'getaddrinfo', 'localhost')
  const service = { flags: AI_NUMERICSERV }
  const lookup = getaddrinfo('127.0.0.1', 'http', service)
  await failsToResolve(lookup, ['EAI_NONAME', 'EAI_SERVICE'], 'getaddrinfo', '127.0.0.1')
})

test('EAI_SERVICE: a service that nobody knows', async () => {
  const host = '127.0.0.1'
  const unknown = getaddrinfo(host, 'no-such-service', { type: SOCK_STREAM })
  await failsToResolve(unknown, ['EAI_SERVICE'], 'getaddrinfo', host)
  const local = getaddrinfo(null, 'no-such-service', { type: SOCK_STREAM })
  await failsToResolve(local, ['EAI_SERVICE'], 'getaddrinfo', 'service no-such-service')
})

test('EAI_FAMILY, EAI_SOCKTYPE, EAI_BADFLAGS: hints that do not exist or do not go together', async () => {
  const host = '127.0.0.1'
  await failsToResolve(getaddrinfo(host, '1', { family: 99 }), ['EAI_FAMILY'], 'getaddrinfo', host)
  const type = getaddrinfo(host, '1', { type: 99 })
  await failsToResolve(type, ['EAI_SOCKTYPE', 'EAI_SERVICE'], 'getaddrinfo', host)
  const pair = getaddrinfo(host, '1', { type: SOCK_STREAM, protocol: 17 })
  await failsToResolve(pair, ['EAI_SOCKTYPE', 'EAI_SERVICE'], 'getaddrinfo', host)
  await failsToResolve(getaddrinfo(host, '1', { flags: 1 << 30 }), ['EAI_BADFLAGS'], 'getaddrinfo', host)
})

test('EAI_ADDRFAMILY: a number of the other family', async () => {
  for (const [host, family] of [
    ['127.0.0.1', AF_INET6],
    ['::1', AF_INET],
  ] as const) {
    const lookup = getaddrinfo(host, null, { family })
    await failsToResolve(lookup, ['EAI_ADDRFAMILY', 'EAI_NONAME'], 'getaddrinfo', host)
  }
})

test('EAI_BADFLAGS of getnameinfo names the address', async () => {
  const error = await rejection(getnameinfo(loopback(80), 1 << 30))
  assert.ok(error instanceof AddrInfoError)
  assert.equal(error.code, 'EAI_BADFLAGS')
  assert.equal(error.errno, EAI.EAI_BADFLAGS)
  assert.equal(error.syscall, 'getnameinfo')
  assert.match(error.message, /cannot resolve .*127\.0\.0\.1.*: flags .* \(EAI_BADFLAGS\)/)
})

test('a lookup that is aborted rejects with the reason at once and leaves no timer', async () => {
  const signal = AbortSignal.abort()
  await assert.rejects(getaddrinfo('localhost', '1', {}, { signal }), { name: 'AbortError' })
  // Two lookups run at a time; the third waits and is aborted before it begins.
  const controller = new AbortController()
  const running = [1, 2].map(() => getaddrinfo('localhost', '1'))
  const queued = getaddrinfo('localhost', '1', {}, { signal: controller.signal, timeout: 60_000 })
  controller.abort()
  await assert.rejects(queued, { name: 'AbortError' })
  await Promise.all(running)
})
