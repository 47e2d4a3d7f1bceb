import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { AF_INET, AF_INET6, inet_ntop, inet_pton } from '../../src/index.ts'
import { test } from '../leak-check.ts'

const seed = Number(process.env.SOQUETE_SEED ?? Math.floor(Math.random() * 2 ** 31))
const RUNS = process.env.SOQUETE_SOAK === undefined ? 2000 : 100_000

const families = [
  [AF_INET, 4],
  [AF_INET6, 16],
] as const

/** Addresses with runs of zeros, as text has trouble with. */
function address(length: number): fc.Arbitrary<Uint8Array> {
  const byte = fc.oneof(fc.constant(0), fc.constant(0xff), fc.nat(255))
  return fc
    .array(byte, { minLength: length, maxLength: length })
    .chain((bytes) =>
      fc
        .tuple(fc.nat(length), fc.nat(length))
        .map(([from, to]) => Uint8Array.from(bytes).fill(0, Math.min(from, to), Math.max(from, to))),
    )
}

/** Text that is an address, or nearly. */
const text: fc.Arbitrary<string> = fc.oneof(
  address(4).map((bytes) => inet_ntop(AF_INET, bytes)),
  address(16).map((bytes) => inet_ntop(AF_INET6, bytes)),
  fc
    .array(fc.constantFrom('::', ':', '.', '0', '1', '00', 'f', 'ffff', '256', '127', 'g', ' ', '%'))
    .map(join),
  fc
    .array(fc.constantFrom('0', 'ffff', '1', '::', '1.2.3.4'), { maxLength: 10 })
    .map((parts) => parts.join(':')),
  fc.tuple(address(16), fc.nat(40), fc.constantFrom('', ':', '::', '.', '0', 'x')).map(([bytes, at, put]) => {
    const whole = inet_ntop(AF_INET6, bytes)
    return whole.slice(0, at) + put + whole.slice(at + 1)
  }),
  fc.string(),
)

function join(parts: string[]): string {
  return parts.join('')
}

test('inet_ntop, then inet_pton, gives the same bytes', () => {
  for (const [family, length] of families) {
    const property = fc.property(address(length), (bytes) => {
      assert.deepEqual(inet_pton(family, inet_ntop(family, bytes)), bytes)
    })
    fc.assert(property, { seed, numRuns: RUNS })
  }
})

test('inet_pton, then inet_ntop, then inet_pton, gives the same bytes', () => {
  const property = fc.property(text, (words) => {
    for (const [family] of families) {
      const bytes = inet_pton(family, words)
      if (bytes !== null) assert.deepEqual(inet_pton(family, inet_ntop(family, bytes)), bytes)
    }
  })
  fc.assert(property, { seed, numRuns: RUNS })
})

const PYTHON = `
import json, socket, sys
def read(family, text):
    try: return list(socket.inet_pton(family, text))
    except (OSError, ValueError): return None
families = [socket.AF_INET, socket.AF_INET6]
texts, addresses = json.load(sys.stdin)
json.dump([
    [[read(family, text) for family in families] for text in texts],
    [socket.inet_ntop(families[len(a) == 16], bytes(a)) for a in addresses],
], sys.stdout)
`

function python(input: unknown): [(number[] | null)[][], string[]] {
  const { stdout, stderr, status } = spawnSync('python3', ['-c', PYTHON], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  assert.equal(status, 0, stderr)
  return JSON.parse(stdout)
}

function whyNoPython(): string | false {
  const header = (process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } })
    .header
  if (header.glibcVersionRuntime === undefined) return 'the C library is not glibc, whose forms these are'
  return spawnSync('python3', ['--version']).status === 0 ? false : 'there is no python3'
}

test(
  "inet_pton and inet_ntop agree with the C library's, as Python calls them",
  () => {
    const texts = fc.sample(text, { seed, numRuns: RUNS })
    const addresses = families.flatMap(([, length]) => fc.sample(address(length), { seed, numRuns: RUNS }))
    const [read, written] = python([texts, addresses.map((bytes) => [...bytes])])
    for (const [index, words] of texts.entries()) {
      const ours = families.map(([family]) => inet_pton(family, words)).map((bytes) => bytes && [...bytes])
      assert.deepEqual(ours, read[index], `${JSON.stringify(words)}, of seed ${seed}`)
    }
    const ours = addresses.map((bytes) => inet_ntop(bytes.length === 4 ? AF_INET : AF_INET6, bytes))
    assert.deepEqual(ours, written, `seed ${seed}`)
  },
  { skip: whyNoPython() },
)
