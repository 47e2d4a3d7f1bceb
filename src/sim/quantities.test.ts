import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bitsPerSecond, bytes, count, nanoseconds, probability } from './quantities.ts'

test('durations: text with a unit, or milliseconds', () => {
  const table = [
    ['10ms', 10_000_000],
    ['1.5s', 1_500_000_000],
    ['0.3ms', 300_000],
    ['250us', 250_000],
    ['250 µs', 250_000],
    ['15ns', 15],
    ['2m', 120_000_000_000],
    ['1h', 3_600_000_000_000],
    ['0s', 0],
    [20, 20_000_000],
    [0.0001, 100],
    [0.29, 290_000],
    ['30.123456789s', 30_123_456_789],
  ] as const
  for (const [value, expected] of table) assert.equal(nanoseconds('delay', value), expected, String(value))
})

test('rates: text with a unit, or bits in a second', () => {
  const table = [
    ['10Mbit', 10_000_000],
    ['1.5Gbit', 1_500_000_000],
    ['56kbit/s', 56_000],
    ['9600 bit/s', 9600],
    [64_000, 64_000],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  ] as const
  for (const [value, expected] of table) assert.equal(bitsPerSecond('rate', value), expected, String(value))
})

test('sizes: text with a unit, or bytes', () => {
  const table = [
    ['64KiB', 65_536],
    ['1MB', 1_000_000],
    ['1500B', 1500],
    ['0.5MiB', 524_288],
    [1500, 1500],
  ] as const
  for (const [value, expected] of table) assert.equal(bytes('queueBytes', value), expected, String(value))
})

test('what cannot be is refused, with what was said and what to do', () => {
  const refused: readonly (readonly [call: () => unknown, message: RegExp])[] = [
    [() => nanoseconds('delay', -1), /^RangeError: delay -1 is not possible; give text such as '10ms'/],
    [() => nanoseconds('delay', Number.NaN), /^RangeError: delay NaN is not possible/],
    [() => nanoseconds('delay', '10'), /^TypeError: delay "10" is no duration; give text such as '10ms'/],
    [() => nanoseconds('delay', '10 parsecs'), /"10 parsecs" is no duration/],
    [() => nanoseconds('delay', '-1ms'), /"-1ms" is no duration/],
    [() => nanoseconds('delay', '0.5ns'), /"0.5ns" is not possible/],
    [() => nanoseconds('delay', '721h'), /delay "721h" is too long; .* 30 days at most/],
    [() => nanoseconds('delay', '1constructor'), /is no duration/],
    [() => nanoseconds('delay', null as unknown as string), /^TypeError: delay null is no duration/],
    [() => nanoseconds('delay', {} as unknown as string), /delay a Object is no duration/],
    [() => bitsPerSecond('rate', 0), /^RangeError: rate 0 would never send anything; give text such as/],
    [() => bitsPerSecond('rate', -5), /rate -5 is not possible/],
    [() => bitsPerSecond('rate', Number.NaN), /rate NaN is not possible/],
    [() => bitsPerSecond('rate', '10MB'), /rate "10MB" is no rate; give text such as '10Mbit'/],
    [() => bytes('queueBytes', '1.5B'), /"1.5B" is not possible/],
    [() => bytes('queueBytes', '10Mbit'), /"10Mbit" is no size/],
    [() => probability('loss', 1.5), /^RangeError: loss 1.5 is no probability; give a number from 0 to 1/],
    [() => probability('loss', Number.NaN), /loss NaN is no probability/],
    [() => probability('loss', '5%'), /^TypeError: loss "5%" is no probability/],
    [() => count('queue', 0, 1, 9), /^RangeError: queue 0 is not possible; give a whole number from 1 to 9/],
    [() => count('queue', 1.5, 1, 9), /queue 1.5 is not possible/],
  ]
  for (const [call, message] of refused)
    assert.throws(call, (error) => message.test(String(error)), `${message}`)
})
