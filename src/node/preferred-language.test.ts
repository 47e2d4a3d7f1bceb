import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SocketError } from '../socket/errors.ts'
import { errno } from '../socket/posix/errno.ts'
import { preferredLanguage } from './preferred-language.ts'
import { describeFailure } from './run-program.ts'

test('the language comes from SOQUETE_LANG, LC_ALL, LC_MESSAGES, LANG, in this order', () => {
  const cases = [
    [{}, 'en'],
    [{ LANG: 'C.UTF-8' }, 'en'],
    [{ LANG: 'es_AR.UTF-8' }, 'es'],
    [{ LANG: 'es' }, 'es'],
    [{ LANG: 'ES-419' }, 'es'],
    [{ LANG: 'est_EE' }, 'en'],
    [{ LANG: 'es_AR', LC_MESSAGES: 'en_GB' }, 'en'],
    [{ LANG: 'en_GB', LC_ALL: 'es_ES' }, 'es'],
    [{ LANG: 'es_AR', LC_ALL: '' }, 'es'],
    [{ SOQUETE_LANG: 'es', LC_ALL: 'en_GB' }, 'es'],
    [{ SOQUETE_LANG: 'en', LANG: 'es_AR' }, 'en'],
  ] as const
  for (const [environment, language] of cases)
    assert.equal(preferredLanguage(environment), language, JSON.stringify(environment))
})

test("a failure's first line is English, and its explanation in the language asked for", async () => {
  const error = new SocketError(errno.ECONNABORTED, 'accept')
  assert.equal(
    await describeFailure(error, 'en'),
    `soquete: cannot accept a connection: connection aborted (ECONNABORTED)
  The peer gave up before accept(): go on with the next connection.
`,
  )
  assert.equal(
    await describeFailure(error, 'es'),
    `soquete: cannot accept a connection: connection aborted (ECONNABORTED)
  El par se arrepintió antes del accept(): seguí con la próxima conexión.
`,
  )
  assert.equal(await describeFailure('text', 'es'), 'soquete: text\n')
})
