import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseRoute4, parseRoute6, type RouteRow } from './route-tables.ts'

const facts = (row: RouteRow | null) =>
  row && [row.destination, row.device, row.gateway, row.metric, row.rejects]

test('/proc/net/route: the default route, a network, a route that forbids', () => {
  assert.equal(parseRoute4('Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU'), null)
  assert.deepEqual(facts(parseRoute4('eth0\t00000000\t010200C0\t0003\t0\t0\t100\t00000000\t0\t0\t0')), [
    'default',
    'eth0',
    '192.0.2.1',
    100,
    false,
  ])
  assert.deepEqual(facts(parseRoute4('eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0')), [
    '192.0.2.0/24',
    'eth0',
    null,
    0,
    false,
  ])
  assert.deepEqual(facts(parseRoute4('*\t0000090A\t00000000\t0201\t0\t0\t0\t0000FFFF\t0\t0\t0')), [
    '10.9.0.0/16',
    '*',
    null,
    0,
    true,
  ])
})

test('/proc/net/ipv6_route: a network, the default route, and the entry that says there is none', () => {
  const zero = '0'.repeat(32)
  const route = (text: string) => facts(parseRoute6(text))
  assert.deepEqual(
    route(`20010db8${'0'.repeat(24)} 20 ${zero} 00 ${zero} 00000100 00000001 00000000 00000001     eth0`),
    ['2001:db8::/32', 'eth0', null, 256, false],
  )
  assert.deepEqual(
    route(
      `${zero} 00 ${zero} 00 fd000000000000000000000000000001 00000400 00000003 00000000 00000003     eth0`,
    ),
    ['default', 'eth0', 'fd00::1', 1024, false],
  )
  assert.deepEqual(route(`${zero} 00 ${zero} 00 ${zero} ffffffff 00000001 00000000 00200200       lo`), [
    'default',
    'lo',
    null,
    0xffffffff,
    true,
  ])
  assert.equal(route(''), null)
})
