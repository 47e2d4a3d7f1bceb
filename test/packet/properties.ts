import fc from 'fast-check'

/** Seed of what properties try: one that nobody has tried, or that in SOQUETE_SEED. A failure tells it. */
const SEED = Number(process.env.SOQUETE_SEED ?? Math.floor(Math.random() * 2 ** 31))
const SOAK = process.env.SOQUETE_SOAK !== undefined

/** Tries a property so many times, for two seconds at most; a hundred times as often in a soak. */
export function holds<Values>(property: fc.IProperty<Values>, runs = 500): void {
  fc.assert(property, {
    seed: SEED,
    numRuns: SOAK ? 100 * runs : runs,
    interruptAfterTimeLimit: SOAK ? 60_000 : 2000,
    markInterruptAsFailure: false,
  })
}

export const uint8 = fc.nat(0xff)
export const uint16 = fc.nat(0xffff)
/** Numbers of 32 bits, half of them near the ends and the middle, where signs change. */
export const uint32 = fc.oneof(
  fc.integer({ min: 0, max: 0xffffffff }),
  fc
    .tuple(fc.constantFrom(0, 0x8000_0000), fc.integer({ min: -9, max: 9 }))
    .map(([middle, offset]) => (middle + offset) >>> 0),
)

/** So many bytes. */
export function bytes(length: number): fc.Arbitrary<Uint8Array> {
  return fc.uint8Array({ minLength: length, maxLength: length })
}
