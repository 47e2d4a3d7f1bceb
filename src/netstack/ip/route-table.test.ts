import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ScriptedDevice } from '../../../test/netstack/hosts.ts'
import { bytes, holds } from '../../../test/packet/properties.ts'
import { Arena } from '../packet/arena.ts'
import { Address, commonPrefix, type Version } from './address.ts'
import { Interface } from './interface.ts'
import { type Route, RouteTable } from './route-table.ts'

const through = new Interface(new ScriptedDevice(new Arena()), { arrived() {} }, false)

/** Addresses that have much in common: few different bytes. */
const near = (length: number) =>
  fc.array(fc.constantFrom(0, 1, 0x80, 0xff), { minLength: length, maxLength: length })

function routes(version: Version): fc.Arbitrary<Route[]> {
  const length = version === 4 ? 4 : 16
  return fc.array(
    fc.tuple(near(length), fc.nat(8 * length), fc.nat(2)).map(([address, prefixLength, metric]) => ({
      version,
      view: new DataView(Uint8Array.from(address).buffer),
      prefixLength,
      through,
      metric,
    })),
    { maxLength: 40 },
  )
}

/** The longest prefix that fits, then the lowest metric, then the first. */
function naive(all: readonly Route[], version: Version, view: DataView): Route | null {
  let best: Route | null = null
  for (const route of all) {
    if (commonPrefix(version, route.view, 0, view, 0) < route.prefixLength) continue
    if (best !== null && route.prefixLength < best.prefixLength) continue
    if (best !== null && route.prefixLength === best.prefixLength && route.metric >= best.metric) continue
    best = route
  }
  return best
}

for (const version of [4, 6] as const)
  test(`IPv${version}: the longest prefix, as a look at every route finds it, also after some are gone`, () => {
    const length = version === 4 ? 4 : 16
    const addresses = fc.array(fc.oneof(near(length), bytes(length)), { minLength: 1, maxLength: 20 })
    holds(
      fc.property(routes(version), addresses, fc.nat(2), (all, wanted, metric) => {
        const table = new RouteTable(version)
        for (const route of all) table.add(route)
        const views = wanted.map((address) => new DataView(Uint8Array.from(address).buffer))
        for (const view of views) assert.equal(table.find(view, 0), naive(all, version, view))
        const kept = all.filter((route) => route.metric !== metric)
        assert.equal(
          table.remove((route) => route.metric === metric),
          all.length - kept.length,
        )
        for (const view of views) assert.equal(table.find(view, 0), naive(kept, version, view))
      }),
    )
  })

test('bits in common', () => {
  for (const [one, other, bits] of [
    ['10.0.0.1', '10.0.0.1', 32],
    ['10.0.0.1', '10.0.0.3', 30],
    ['10.0.0.1', '138.0.0.1', 0],
    ['2001:db8::', '2001:db8::1', 127],
    ['2001:db8::', '2001:db8:8000::', 32],
  ] as const) {
    const address = Address.parse(one)!
    assert.equal(commonPrefix(address.version, address.view, 0, Address.parse(other)!.view, 0), bits)
  }
})
