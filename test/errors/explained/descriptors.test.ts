import assert from 'node:assert/strict'
import { test } from '../../leak-check.ts'
import { runSituations, skip } from './namespace.ts'

// How many descriptors Node itself has differs from release to release.

test(
  'EMFILE: how many descriptors, of which kind, while there is none to look with',
  async () => {
    const name = 'no descriptor left'
    const { [name]: told } = await runSituations([name], { setup: 'ulimit -n 256' })
    assert.equal(told?.code, 'EMFILE')
    assert.match(
      told.en[0] as string,
      /^This process has 256 descriptors open and may have 256: \d+ devices, .*\b(16|17|18|19) sockets/,
    )
    assert.match(told.en.at(-1) as string, /^Close what is not needed, .* ulimit -n .* LimitNOFILE=/)
    assert.match(
      told.es[0] as string,
      /^Este proceso tiene 256 descriptores abiertos y puede tener 256: \d+ dispositivos/,
    )
  },
  { skip },
)

test(
  'EMFILE: connections that the peer has closed, and nobody here',
  async () => {
    const name = 'no descriptor left, because nobody closes'
    const { [name]: told } = await runSituations([name], { setup: 'ulimit -n 256' })
    assert.equal(told?.code, 'EMFILE')
    assert.match(told.en[0] as string, /^This process has \d+ descriptors open and may have 256: .*sockets/)
    assert.equal(
      told.en[1],
      'In CLOSE_WAIT are 8 connections: the peer has closed, and this program has not.',
    )
    assert.equal(told.es[1], 'Hay 8 conexiones en CLOSE_WAIT: el par ya cerró, y este programa no.')
  },
  { skip },
)
