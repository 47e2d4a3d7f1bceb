import { spawnSync } from 'node:child_process'
import { testsInNamespace } from '../namespace.ts'

const hasPing = spawnSync('ping', ['-V']).status === 0 || process.env.CI !== undefined

testsInNamespace('soquete ping', new URL('ping.child.js', import.meta.url))
testsInNamespace('soquete ping, through a router', new URL('ping-hops.child.js', import.meta.url))
testsInNamespace(
  'soquete ping beside ping(8)',
  new URL('ping-beside.child.js', import.meta.url),
  hasPing ? false : 'needs ping, of iputils-ping',
)
