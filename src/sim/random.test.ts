import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GilbertElliott } from './gilbert-elliott.ts'
import { drawJitter } from './jitter.ts'
import { Random, threshold } from './random.ts'

/** Draws as one number that a difference in any of them would change. */
function digest(draws: number, draw: () => number): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < draws; i++) hash = Math.imul(hash ^ draw(), 0x01000193)
  return (hash >>> 0).toString(16)
}

function times(count: number, draw: () => number): number[] {
  return Array.from({ length: count }, draw)
}

test('a million draws of each kind are the same on every runtime', () => {
  const million = 1_000_000
  const random = new Random('soquete')
  const uint32 = random.stream('uint32')
  const below = random.stream('below')
  const uniform = random.stream('uniform')
  const normal = random.stream('normal')
  const burst = new GilbertElliott(random.stream('burst'), { enter: 0.01, leave: 0.3, goodLoss: 0.001 })
  assert.deepEqual(
    [
      digest(million, () => uint32.uint32()),
      digest(million, () => below.below(10_000_000_007)),
      digest(million, () => drawJitter(uniform, 'uniform', 5_000_000)),
      digest(million, () => drawJitter(normal, 'normal', 5_000_001)),
      digest(million, () => Number(burst.loses())),
    ],
    ['b17ff91b', 'bd585f16', '6f8d3bfb', '18cc8bf8', '4719edb9'],
  )
})

test('the same seed gives the same, another another, and text and number alike name one', () => {
  const of = (seed: number | string) => times(4, bind(new Random(seed)))
  assert.deepEqual(of(7), of(7))
  assert.deepEqual(of(7), of('7'))
  assert.notDeepEqual(of(7), of(8))
  assert.notDeepEqual(of('a'), of('b'))
})

test('a stream depends on the seed and its name, and on nothing that is drawn elsewhere', () => {
  const alone = times(8, bind(new Random(1).stream('a')))
  const random = new Random(1)
  random.uint32()
  const others = random.stream('b')
  others.uint32()
  assert.deepEqual(times(8, bind(random.stream('a'))), alone)
  assert.notDeepEqual(times(8, bind(random.stream('b'))), alone)
  assert.notDeepEqual(times(8, bind(new Random(2).stream('a'))), alone)
})

test('no two ways to a stream give the same one', () => {
  const names = [['a', 'b'], ['ab'], ['a/1:b'], ['a', 'b', ''], ['', 'ab'], ['b', 'a'], []]
  const firsts = names.map((path) =>
    path.reduce((random, name) => random.stream(name), new Random(1)).uint53(),
  )
  assert.equal(new Set(firsts).size, names.length)
})

test('streams of ten thousand names begin with as many different numbers, bits set as often as not', () => {
  const random = new Random(3)
  const seen = new Set<number>()
  const bits = new Array<number>(32).fill(0)
  for (let i = 0; i < 10_000; i++) {
    const first = random.stream(`link ${i}`).uint32()
    seen.add(first)
    for (let bit = 0; bit < 32; bit++) bits[bit]! += (first >>> bit) & 1
  }
  // Birthdays: among 10⁴ draws of 2³², one pair is the same once in 86 times.
  assert.ok(seen.size >= 9_999)
  for (const set of bits) assert.ok(Math.abs(set - 5000) < 250, `${set} of 10,000`)
})

test('below() draws each number as often as any other, and no other', () => {
  const random = new Random(4)
  for (const n of [1, 2, 3, 7, 10]) {
    const counts = new Array<number>(n).fill(0)
    for (let i = 0; i < 10_000 * n; i++) counts[random.below(n)]!++
    for (const count of counts) assert.ok(Math.abs(count - 10_000) < 500, `${count} of 10,000`)
  }
  // Without the rejection, two thirds would lie in the lower half.
  const n = 3 * 2 ** 30
  const low = times(10_000, () => random.below(n)).filter((drawn) => drawn < n / 2).length
  assert.ok(Math.abs(low - 5000) < 250, `${low} of 10,000`)
  const large = times(10_000, () => random.below(Number.MAX_SAFE_INTEGER))
  assert.ok(large.every((drawn) => Number.isSafeInteger(drawn) && drawn >= 0))
  assert.ok(large.some((drawn) => drawn > 2 ** 52))
  for (const n of [0, -1, 1.5, Number.NaN, 2 ** 53]) assert.throws(() => random.below(n), /cannot be drawn/)
})

test('happens() is true as often as the probability says, never at 0 and always at 1', () => {
  const random = new Random(5)
  const share = (probability: number) => {
    const limit = threshold(probability)
    return times(100_000, () => Number(random.happens(limit))).reduce((a, b) => a + b) / 100_000
  }
  assert.equal(share(0), 0)
  assert.equal(share(1), 1)
  for (const probability of [0.001, 0.05, 0.5, 0.97])
    assert.ok(Math.abs(share(probability) - probability) < 0.006, `${probability}`)
})

test('uniform jitter is anywhere within it, normal jitter mostly near', () => {
  const random = new Random(6)
  const uniform = times(100_000, () => drawJitter(random, 'uniform', 1000))
  assert.ok(Math.abs(mean(uniform)) < 10)
  assert.ok(Math.abs(deviation(uniform) - 577.6) < 5)
  assert.deepEqual([Math.min(...uniform), Math.max(...uniform)], [-1000, 1000])
  const normal = times(100_000, () => drawJitter(random, 'normal', 1000))
  assert.ok(Math.abs(mean(normal)) < 15)
  assert.ok(Math.abs(deviation(normal) - 1000) < 10)
  const within = (limit: number) => normal.filter((drawn) => Math.abs(drawn) < limit).length / 1000
  assert.ok(Math.abs(within(1000) - 68.3) < 1, `${within(1000)} %`)
  assert.ok(Math.abs(within(2000) - 95.4) < 0.6, `${within(2000)} %`)
})

test('losses in bursts: as many and as long as the model says', () => {
  const burst = new GilbertElliott(new Random(7), { enter: 0.02, leave: 0.25 })
  const lost = times(200_000, () => Number(burst.loses()))
  const share = lost.reduce((a, b) => a + b) / lost.length
  // enter / (enter + leave)
  assert.ok(Math.abs(share - 0.0741) < 0.004, `${share}`)
  const bursts = lost.filter((one, index) => one === 1 && lost[index - 1] !== 1).length
  // 1 / leave
  assert.ok(Math.abs((share * lost.length) / bursts - 4) < 0.15)
})

test('a seed is text or a whole number', () => {
  for (const seed of [Number.NaN, 1.5, 2 ** 60, null, undefined, {}])
    assert.throws(() => new Random(seed as number), /a seed is text or a whole number, not /)
})

function bind(random: Random): () => number {
  return () => random.uint32()
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length
}

function deviation(values: readonly number[]): number {
  const middle = mean(values)
  return Math.sqrt(mean(values.map((value) => (value - middle) * (value - middle))))
}
