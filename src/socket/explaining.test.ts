import assert from 'node:assert/strict'
import { test } from 'node:test'
import { adviceFor } from './advice.ts'
import { ADVICE_EN } from './advice-en.ts'
import { ADVICE_ES } from './advice-es.ts'
import { AddrInfoError, SocketError } from './errors.ts'
import type { Failure, Findings } from './explaining.ts'
import type { Language } from './language.ts'
import { EAI } from './posix/eai.ts'
import { errno } from './posix/errno.ts'

const found = (sentences: string[], conclusive: boolean) => async (): Promise<Findings> => ({
  sentences,
  conclusive,
})

test('what was found comes first, then general advice', async () => {
  const error = new SocketError(errno.EPIPE, 'send', { investigate: found(['It broke.'], false) })
  assert.deepEqual(await error.explain(), ['It broke.', ADVICE_EN.EPIPE])
  assert.deepEqual(await error.explain({ language: 'es' }), ['It broke.', ADVICE_ES.EPIPE])
})

test('what was found for sure needs no general advice, and nobody reads more than four sentences', async () => {
  const sentences = ['1', '2', '3', '4', '5']
  const sure = new SocketError(errno.EPIPE, 'send', { investigate: found(sentences, true) })
  assert.deepEqual(await sure.explain(), ['1', '2', '3', '4'])
  const unsure = new SocketError(errno.EPIPE, 'send', { investigate: found(sentences, false) })
  assert.deepEqual(await unsure.explain(), ['1', '2', '3', ADVICE_EN.EPIPE])
})

test('an investigation that fails has found nothing', async () => {
  const error = new SocketError(errno.EPIPE, 'send', {
    investigate: () => Promise.reject(new Error('no')),
  })
  assert.deepEqual(await error.explain(), [ADVICE_EN.EPIPE])
  const throws = new SocketError(errno.EPIPE, 'send', {
    investigate: () => {
      throw new Error('no')
    },
  })
  assert.deepEqual(await throws.explain(), [ADVICE_EN.EPIPE])
})

test('an investigation gets what is known, and the language', async () => {
  const seen: Failure[] = []
  const error = new SocketError(errno.EADDRINUSE, 'bind', {
    target: { family: 2, address: '127.0.0.1', port: 80 },
    socket: { type: 1, reuseAddress: false },
    data: new Uint8Array(4),
    investigate: async (failure) => {
      seen.push(failure)
      return { sentences: [], conclusive: true }
    },
  })
  error.note({ option: { level: 1, number: 2 } })
  assert.deepEqual(await error.explain({ language: 'es' }), [])
  assert.deepEqual(seen, [
    {
      code: 'EADDRINUSE',
      syscall: 'bind',
      language: 'es',
      target: { family: 2, address: '127.0.0.1', port: 80 },
      socket: { type: 1, reuseAddress: false },
      option: { level: 1, number: 2 },
      timeLimit: undefined,
      lookup: undefined,
    },
  ])
})

test('a lookup explains itself too', async () => {
  const error = new AddrInfoError(EAI.EAI_AGAIN, 'getaddrinfo', 'name')
  assert.deepEqual(await error.explain(), [ADVICE_EN.EAI_AGAIN])
})

test('a language that there is not is refused', async () => {
  const error = new SocketError(errno.EPIPE, 'send')
  await assert.rejects(error.explain({ language: 'fr' as Language }), {
    name: 'TypeError',
    message: 'language is one of en, es, not "fr"',
  })
  await assert.rejects(error.explain(null as never), TypeError)
})

test('advice is for a code, or for a code of one kind of call', () => {
  assert.equal(adviceFor('ETIMEDOUT'), ADVICE_EN.ETIMEDOUT)
  assert.equal(adviceFor('ETIMEDOUT', 'es'), ADVICE_ES.ETIMEDOUT)
  assert.equal(adviceFor('ETIMEDOUT', 'en', 'recvmsg'), ADVICE_EN['ETIMEDOUT recv'])
  assert.equal(adviceFor('EADDRINUSE', 'es', 'setsockopt'), ADVICE_ES['EADDRINUSE option'])
  assert.equal(adviceFor('EADDRINUSE', 'en', 'bind'), ADVICE_EN.EADDRINUSE)
  for (const code of ['E2BIG', 'nonsense', 'toString', ''])
    assert.equal(adviceFor(code, 'en', 'bind'), undefined)
})

test('advice is sentences: the same codes in the same order in each language', () => {
  assert.deepEqual(Object.keys(ADVICE_ES), Object.keys(ADVICE_EN))
  for (const advice of [...Object.values(ADVICE_EN), ...Object.values(ADVICE_ES)]) {
    assert.match(advice, /^[A-ZÁÉÍÓÚÑ].*\.$/)
    assert.ok(advice.length <= 130, `${advice.length} characters: ${advice}`)
  }
})
