import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatDuration, formatSize, parseDuration, parseSize } from './quantities.ts'

const NONSENSE = [
  '',
  ' ',
  '-1',
  '+1',
  '1e3',
  '.5',
  '1.',
  '0x10',
  '1,5',
  '1 000',
  '1  s',
  's',
  'NaN',
  '∞',
  '1constructor',
]

test('durations', () => {
  const said = { '500ms': 500, '10s': 10_000, '10': 10_000, '1.5m': 90_000, '2h': 7_200_000, '1 s': 1000 }
  for (const [text, milliseconds] of Object.entries(said))
    assert.equal(parseDuration(text), milliseconds, text)
  for (const text of [...NONSENSE, '0', '0ms', '1d', '1S', '1kb', '10toString'])
    assert.equal(parseDuration(text), undefined, text)
})

test('a duration reaches as far as timers do', () => {
  assert.equal(parseDuration('2147483647ms'), 2_147_483_647)
  assert.equal(parseDuration('2147483648ms'), undefined)
  assert.equal(parseDuration('596h'), 596 * 3_600_000)
  assert.equal(parseDuration('597h'), undefined)
})

test('sizes', () => {
  const said = {
    '1500': 1500,
    '0': 0,
    '64KiB': 65_536,
    '64k': 65_536,
    '64kB': 64_000,
    '1MB': 1e6,
    '1.5g': 1.5 * 2 ** 30,
  }
  for (const [text, bytes] of Object.entries(said)) assert.equal(parseSize(text), bytes, text)
  for (const text of [...NONSENSE, '0.5', '1.0001KiB', '1T', '1ms', '9007199254740992', '999999999999999G'])
    assert.equal(parseSize(text), undefined, text)
  assert.equal(parseSize('8589934591MiB'), 8_589_934_591 * 2 ** 20)
})

test('whatever is said, a quantity is within its bounds or is none', () => {
  const said = fc.oneof(
    fc.string(),
    fc
      .tuple(fc.float({ noNaN: true }), fc.constantFrom('ms', 's', 'm', 'h', '', 'KiB', 'GB'))
      .map(([n, u]) => `${n}${u}`),
  )
  fc.assert(
    fc.property(said, (text) => {
      const [duration, size] = [parseDuration(text), parseSize(text)]
      assert.ok(duration === undefined || (duration > 0 && duration <= 0x7fffffff), text)
      assert.ok(size === undefined || (Number.isSafeInteger(size) && size >= 0), text)
    }),
  )
})

test('a whole number of a unit is read as what it is', () => {
  fc.assert(
    fc.property(fc.nat(500), (number) => {
      assert.equal(parseDuration(`${number + 1}h`), (number + 1) * 3_600_000)
      assert.equal(parseSize(`${number}GiB`), number * 2 ** 30)
      assert.equal(parseSize(`${number} gib`), number * 2 ** 30)
    }),
  )
})

test('sizes are shown in the unit that fits', () => {
  const shown = {
    ...{ 0: '0 B', 1023: '1023 B', 1024: '1.0 KiB', 1536: '1.5 KiB', 1048524: '1023.9 KiB' },
    ...{ 1048575: '1.0 MiB', [64 * 2 ** 20]: '64.0 MiB', [2 ** 50]: '1.0 PiB', [2 ** 60]: '1024.0 PiB' },
  }
  for (const [bytes, text] of Object.entries(shown)) assert.equal(formatSize(Number(bytes)), text)
})

const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
  PiB: 2 ** 50,
}

test('a size that is shown is as near as its last digit, and stays in four', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (bytes) => {
      const [number = '', unit = ''] = formatSize(bytes).split(' ')
      assert.ok(Math.abs(Number(number) * UNITS[unit]! - bytes) <= 0.0501 * UNITS[unit]!, `${bytes}`)
      assert.ok(Number(number) < 1024, number)
    }),
  )
})

test('durations are shown as one would say them', () => {
  const shown: readonly (readonly [number, string])[] = [
    [0, '0.00 ms'],
    [0.04, '0.04 ms'],
    [0.996, '1.0 ms'],
    [12.34, '12.3 ms'],
    [99.95, '100 ms'],
    [999.4, '999 ms'],
    [999.5, '1.0 s'],
    [9949, '9.9 s'],
    [9950, '10 s'],
    [59_499, '59 s'],
    [59_500, '1 m 0 s'],
    [125_000, '2 m 5 s'],
    [3_599_499, '59 m 59 s'],
    [3_599_500, '1 h 0 m'],
    [7_380_000, '2 h 3 m'],
  ]
  for (const [milliseconds, text] of shown)
    assert.equal(formatDuration(milliseconds), text, `${milliseconds}`)
})

test('a longer duration is never shown as a shorter one', () => {
  const inMilliseconds: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }
  const read = (shown: string) =>
    [...shown.matchAll(/([\d.]+) (ms|s|m|h)/g)].reduce(
      (sum, [, n, unit]) => sum + Number(n) * inMilliseconds[unit!]!,
      0,
    )
  const duration = fc.double({ min: 0, max: 1e9, noNaN: true })
  fc.assert(
    fc.property(duration, duration, (one, other) => {
      const [less, more] = one < other ? [one, other] : [other, one]
      assert.ok(read(formatDuration(less)) <= read(formatDuration(more)))
    }),
  )
})
