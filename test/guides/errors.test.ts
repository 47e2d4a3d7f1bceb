import assert from 'node:assert/strict'
import { onKernel, portable } from './theatre.ts'

const CODES = [
  'ECONNREFUSED',
  'EADDRINUSE',
  'EADDRNOTAVAIL',
  'EACCES',
  'EMSGSIZE',
  'EDESTADDRREQ',
  'ENOTCONN',
  'EAGAIN',
  'ETIMEDOUT',
  'ECONNRESET',
  'EPIPE',
  'EBADF',
  'EAI_NONAME',
]

onKernel('each error is provoked, and says its code', async (stage) => {
  const program = stage.start('errors')
  for (const code of CODES) {
    const [, said] = await program.says(/^\S.*: (\w+)$/)
    assert.equal(said, code)
    await program.says(new RegExp(`^  cannot .* \\(${code}\\)$`))
  }
  await program.ends()
})

portable('errors that a network in memory knows as well', async (theatre) => {
  const program = theatre.start('errors')
  for (const code of CODES.filter((each) => each !== 'EADDRNOTAVAIL' && each !== 'EACCES'))
    await program.says(new RegExp(`^\\S.*: ${code}$`))
  await program.ends()
})
