import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AddrInfoError, SocketError } from '../../socket/errors.ts'
import { LANGUAGES } from '../../socket/language.ts'
import { EAI } from '../../socket/posix/eai.ts'
import { errno } from '../../socket/posix/errno.ts'
import { CommandFailure } from './command-failure.ts'
import { EXIT } from './exit-status.ts'
import { codesOf, exitStatusOf } from './failure-status.ts'
import { wordsOf } from './words.ts'

test('each failure has the exit status that is documented', () => {
  const status = (code: keyof typeof errno, syscall: string) =>
    exitStatusOf(new SocketError(errno[code], syscall))
  assert.equal(status('ECONNREFUSED', 'connect'), 3)
  assert.equal(status('ETIMEDOUT', 'connect'), 4)
  assert.equal(status('ECONNRESET', 'recv'), 6)
  assert.equal(status('EPIPE', 'send'), 6)
  assert.equal(status('EHOSTUNREACH', 'connect'), 7)
  assert.equal(status('EADDRINUSE', 'bind'), 8)
  assert.equal(status('EACCES', 'bind'), 9)
  assert.equal(status('EINVAL', 'bind'), 1)
  assert.equal(exitStatusOf(new AddrInfoError(EAI.EAI_NONAME, 'getaddrinfo', 'nobody')), 5)
  assert.equal(exitStatusOf(new CommandFailure('untrusted', EXIT.untrusted)), 10)
  assert.equal(exitStatusOf(new Error('a bug')), 1)
  assert.equal(exitStatusOf(undefined), 1)
})

test('a Unix socket that is not there is nobody who listens; a directory that is not there is not', () => {
  assert.equal(exitStatusOf(new SocketError(errno.ENOENT, 'connect')), EXIT.refused)
  assert.equal(exitStatusOf(new SocketError(errno.ENOENT, 'bind')), EXIT.failed)
})

test('each exit status is explained in each language, in their order', () => {
  const all = Object.values(EXIT)
  assert.equal(new Set(all).size, all.length)
  for (const language of LANGUAGES) {
    const explained = wordsOf(language).exitStatuses.map(([status]) => status)
    assert.deepEqual(
      explained,
      [...all].sort((one, other) => one - other),
      language,
    )
  }
})

test('the codes of an exit status', () => {
  assert.deepEqual(codesOf(EXIT.notPermitted), ['EACCES', 'EPERM'])
  assert.deepEqual(codesOf(EXIT.done), [])
  for (const status of Object.values(EXIT))
    for (const code of codesOf(status))
      assert.equal(exitStatusOf(new SocketError(errno[code as keyof typeof errno], 'connect')), status, code)
})
