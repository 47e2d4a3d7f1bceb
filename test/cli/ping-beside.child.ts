import assert from 'node:assert/strict'
import { layCable } from '../namespace.ts'
import { EchoHost, type Fate } from './echo-host.ts'
import { cliTest } from './running.ts'

layCable()
EchoHost.connect()

interface Story {
  readonly answers: readonly string[]
  readonly figures: string
}

/** What a ping has told, without the times. */
function storyOf(stdout: Buffer): Story {
  const lines = stdout.toString().split('\n')
  const answers = lines.flatMap((line) => {
    const [, bytes, from, sequence, ttl, twice] =
      /^(\d+) bytes from (\S+): icmp_seq=(\d+) ttl=(\d+) time=[\d.]+ ms( \(DUP!\))?/.exec(line) ?? []
    if (from !== undefined) return [`${bytes} ${from} ${sequence} ${ttl}${twice ?? ''}`]
    const [, router, lost] = /^From (\S+) icmp_seq=(\d+) /.exec(line) ?? []
    return router === undefined ? [] : [`${router} has lost ${lost}`]
  })
  const figures = lines.find((line) => / packets transmitted, /.test(line)) ?? ''
  return { answers, figures: figures.replace(/, time.*/, '') }
}

const CASES: Readonly<Record<string, (sequence: number) => Fate>> = {
  'all are answered': () => [0],
  'none is answered': () => [],
  'one of three is answered': (sequence) => (sequence % 3 === 2 ? [0] : []),
  'every second is answered twice': (sequence) => (sequence % 2 === 0 ? [0, 0] : [0]),
  'a router has lost one': (sequence) => (sequence === 2 ? { type: 3, code: 1 } : [0]),
  'a router says that nothing goes through': () => ({ type: 11, code: 0 }),
}

for (const [name, fate] of Object.entries(CASES)) {
  cliTest(`${name}: the same lines and the same loss`, async (bench) => {
    const host = new EchoHost(fate)
    try {
      const args = ['-c', '5', '-i', '0.1', '-W', '1', '-s', '100', EchoHost.address]
      const theirs = await bench.program('ping', ['-n', ...args]).ended
      const ours = await bench.soquete(['ping', ...args]).ended
      assert.deepEqual(storyOf(ours.stdout), storyOf(theirs.stdout))
      assert.equal(ours.status, theirs.status)
    } finally {
      await host.close()
    }
  })
}

for (const address of ['127.0.0.1', '::1']) {
  cliTest(`to ${address}, of every size`, async (bench) => {
    for (const size of ['0', '1', '56', '8192']) {
      const args = ['-c', '1', '-s', size, address]
      const theirs = await bench.program('ping', ['-n', ...args]).ends()
      const ours = await bench.soquete(['ping', ...args]).ends()
      assert.equal(storyOf(ours.stdout).figures, storyOf(theirs.stdout).figures)
      // Without room for the time, ping(8) tells none: RFC 792 leaves the data to the one who asks.
      if (size !== '0' && size !== '1') assert.deepEqual(storyOf(ours.stdout), storyOf(theirs.stdout))
    }
  })
}
