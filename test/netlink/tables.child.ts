import assert from 'node:assert/strict'
import {
  AF_INET,
  AF_INET6,
  if_indextoname,
  if_nametoindex,
  kernel,
  SOCK_DGRAM,
  socket,
} from '../../src/index.ts'
import {
  IFF_LOOPBACK,
  IFF_LOWER_UP,
  IFF_UP,
  type InterfaceAddress,
  type Link,
  listAddresses,
  listLinks,
  listNeighbours,
  listRoutes,
  type Route,
  RT_SCOPE_HOST,
  RT_SCOPE_LINK,
  RT_SCOPE_UNIVERSE,
  RTN_BLACKHOLE,
  RTN_LOCAL,
  RTN_UNICAST,
  RTPROT_BOOT,
  routeTo,
} from '../../src/netlink/index.ts'
import { rejection } from '../errors/failing.ts'
import { test } from '../leak-check.ts'
import { CABLE, ip, ipJson, layCable } from '../namespace.ts'

// A small network with something of each kind.
layCable()
ip('link property add dev v0 altname first-end')
ip('link add br0 type bridge')
ip('link set v1 master br0')
ip('addr add 10.0.0.1/24 brd + dev v0 label v0:x')
ip('addr add 10.1.0.1 peer 10.1.0.2/32 dev v0')
ip('addr add fd00:1::1/64 dev v0 nodad valid_lft 1000 preferred_lft 500')
ip('addr add fe80::a/64 dev v0 nodad')
ip('route add default via 10.0.0.2')
ip('route add 10.5.0.0/16 dev v0 table 1000')
ip('route add 10.6.0.0/16 via 10.0.0.9 metric 77 mtu 1300')
ip('route add blackhole 10.7.0.0/16')
ip('route add unreachable 10.77.0.0/16')
ip('route add 10.8.0.0/16 via inet6 fe80::1 dev v0')
ip('route add 10.9.0.0/16 nexthop via 10.0.0.2 weight 1 nexthop via 10.0.0.3 weight 5')
ip('-6 route add 2001:db8::/32 via fd00:1::2')
ip(`neigh add 10.0.0.7 lladdr ${CABLE.other.address} dev v0`)
ip(`neigh add fd00:1::7 lladdr ${CABLE.other.address} dev v0 router`)

/** The fields that ip(8) tells too, by its names. */
function likeIp(link: Link): Record<string, unknown> {
  const { index, name, mtu, qdisc, operstate, txqlen, address, broadcast, altNames } = link
  const common = { ifindex: index, ifname: name, mtu, qdisc, operstate, txqlen, address, broadcast }
  return altNames.length === 0 ? common : { ...common, altnames: altNames }
}

test('links', async () => {
  const links = await listLinks(kernel)
  const fields = Object.keys({ ...likeIp(links[0] as Link), altnames: [] })
  const wanted = ipJson('-j link').map((link) =>
    Object.fromEntries(Object.entries(link).filter(([name]) => fields.includes(name))),
  )
  assert.deepEqual(links.map(likeIp), wanted)
  const byName = Object.fromEntries(links.map((link) => [link.name, link]))
  const { lo, v0, v1, br0 } = byName as Record<string, Link>
  assert.deepEqual([lo?.kind, v0?.kind, br0?.kind], [undefined, 'veth', 'bridge'])
  assert.deepEqual([v0?.link, v1?.link, v1?.master], [v1?.index, v0?.index, br0?.index])
  assert.equal(v0?.address, CABLE.one.address)
  const flags = IFF_UP | IFF_LOOPBACK | IFF_LOWER_UP
  assert.equal(Number(lo?.flags) & flags, flags)
  assert.equal(v0?.index, if_nametoindex('v0'))
})

test('counters of a link', async () => {
  const received = async () => (await listLinks(kernel)).find(({ name }) => name === 'v1')?.statistics
  const before = await received()
  const sender = socket(AF_INET, SOCK_DGRAM)
  await sender.sendto(new Uint8Array(100), { family: AF_INET, address: '10.0.0.7', port: 9 })
  await sender.close()
  const after = await received()
  assert.ok(before !== undefined && after !== undefined)
  assert.ok(after.rxPackets > before.rxPackets)
  assert.ok(after.rxBytes - before.rxBytes >= 14 + 20 + 8 + 100)
  const shown = ipJson('-j -s link show v1')[0]?.stats64 as Record<string, Record<string, number>>
  assert.deepEqual(
    [shown.rx?.errors, shown.rx?.dropped, shown.tx?.errors],
    [after.rxErrors, after.rxDropped, after.txErrors],
  )
})

const SCOPES = { global: RT_SCOPE_UNIVERSE, link: RT_SCOPE_LINK, host: RT_SCOPE_HOST } as Record<
  string,
  number
>

test('addresses', async () => {
  const found = await listAddresses(kernel)
  const wanted = ipJson('-j addr').flatMap(({ ifindex, addr_info }) =>
    (addr_info as Record<string, unknown>[]).map((info) => addressOf(Number(ifindex), info)),
  )
  const comparable = ({ flags: _, ...rest }: InterfaceAddress) => rest
  const order = (list: readonly unknown[]) => list.map((each) => JSON.stringify(each)).sort()
  assert.deepEqual(order(found.map(comparable)), order(wanted))
  const limited = found.find(({ address }) => address === 'fd00:1::1')
  assert.ok(limited && limited.validLifetime > 900 && limited.preferredLifetime <= 500)
  assert.equal(found.find(({ peer }) => peer === '10.1.0.2')?.address, '10.1.0.1')
})

/** An address as ip(8) tells it. */
function addressOf(ifindex: number, info: Record<string, unknown>): Omit<InterfaceAddress, 'flags'> {
  const seconds = (value: unknown) => (value === 0xffffffff ? Number.POSITIVE_INFINITY : Number(value))
  return {
    family: info.family === 'inet' ? AF_INET : AF_INET6,
    ifindex,
    address: String(info.local),
    prefixLength: Number(info.prefixlen),
    ...('address' in info ? { peer: String(info.address) } : {}),
    ...('broadcast' in info ? { broadcast: String(info.broadcast) } : {}),
    ...('label' in info ? { label: String(info.label) } : {}),
    scope: SCOPES[String(info.scope)] ?? -1,
    validLifetime: seconds(info.valid_life_time),
    preferredLifetime: seconds(info.preferred_life_time),
  }
}

/** A route as ip(8) tells it, which leaves out what is usual. */
function routeOf(family: number, shown: Record<string, unknown>): Partial<Route> {
  const whole = family === AF_INET ? 32 : 128
  const [address, bits] = String(shown.dst).split('/')
  const all = shown.dst === 'default'
  const via = shown.via as { host: string } | undefined
  const gateway = via?.host ?? shown.gateway
  return {
    family: family as Route['family'],
    type: Number(shown.type ?? RTN_UNICAST),
    destination: all ? (family === AF_INET ? '0.0.0.0' : '::') : String(address),
    prefixLength: all ? 0 : Number(bits ?? whole),
    table: Number(shown.table ?? 254),
    protocol: Number(shown.protocol ?? RTPROT_BOOT),
    scope: Number(shown.scope ?? RT_SCOPE_UNIVERSE),
    ...(gateway === undefined ? {} : { gateway: String(gateway) }),
    ...(shown.dev === undefined ? {} : { ifindex: if_nametoindex(String(shown.dev)) }),
    ...(shown.prefsrc === undefined ? {} : { prefSource: String(shown.prefsrc) }),
    ...(shown.metric === undefined ? {} : { priority: Number(shown.metric) }),
    ...(shown.metrics === undefined ? {} : { mtu: (shown.metrics as { mtu: number }[])[0]?.mtu }),
  } as Partial<Route>
}

test('routes of all tables', async () => {
  const wanted = [AF_INET, AF_INET6].flatMap((family) =>
    ipJson(`-N -j -${family === AF_INET ? 4 : 6} route show table all`).map((shown) =>
      routeOf(family, shown),
    ),
  )
  const found = await listRoutes(kernel)
  const comparable = ({ flags: _, nextHops: __, ...rest }: Route) => rest
  const order = (list: readonly object[]) =>
    list.map((each) => JSON.stringify(Object.entries(each).sort())).sort()
  assert.deepEqual(order(found.map(comparable)), order(wanted))
})

test('routes of one table, with several ways, and by a router of another family', async () => {
  const only = await listRoutes(kernel, { table: 1000 })
  assert.deepEqual(
    only.map(({ destination }) => destination),
    ['10.5.0.0'],
  )
  const routes = await listRoutes(kernel)
  const ifindex = if_nametoindex('v0')
  assert.deepEqual(routes.find(({ destination }) => destination === '10.9.0.0')?.nextHops, [
    { gateway: '10.0.0.2', ifindex, weight: 1 },
    { gateway: '10.0.0.3', ifindex, weight: 5 },
  ])
  assert.equal(routes.find(({ destination }) => destination === '10.8.0.0')?.gateway, 'fe80::1')
  assert.equal(routes.find(({ destination }) => destination === '10.7.0.0')?.type, RTN_BLACKHOLE)
})

test('the route to an address', async () => {
  for (const address of ['10.6.0.1', '10.0.0.44', '10.8.1.1', '8.8.8.8', '127.0.0.1', '2001:db8::9', '::1']) {
    const route = await routeTo(kernel, address)
    const [shown] = ipJson(`-j route get ${address}`)
    const { gateway, prefSource, ifindex = 0, mtu } = route
    const via = shown?.via as { host: string } | undefined
    const metrics = shown?.metrics as { mtu: number }[] | undefined
    assert.equal(route.destination, address)
    assert.deepEqual(
      { gateway, prefSource, dev: if_indextoname(ifindex), mtu },
      {
        gateway: via?.host ?? shown?.gateway,
        prefSource: shown?.prefsrc,
        dev: shown?.dev,
        mtu: metrics?.[0]?.mtu,
      },
      address,
    )
  }
  const local = await routeTo(kernel, { family: AF_INET, address: '10.0.0.1', port: 80 })
  assert.deepEqual([local.type, local.ifindex], [RTN_LOCAL, 1])
  const scoped = { family: AF_INET6, address: 'fe80::5', port: 0, scopeId: if_nametoindex('v0') } as const
  assert.equal((await routeTo(kernel, scoped)).ifindex, scoped.scopeId)
})

test('an address to which no route leads', async () => {
  const refusals: [string, string][] = [
    ['2001:dead::1', 'ENETUNREACH'],
    ['10.7.0.1', 'EINVAL'],
    ['10.77.0.1', 'EHOSTUNREACH'],
  ]
  for (const [address, code] of refusals) {
    const error = await rejection(routeTo(kernel, address))
    assert.deepEqual([Object(error).code, Object(error).syscall], [code, 'RTM_GETROUTE'], address)
    assert.ok(String(error).includes(`cannot ask for routes: to ${address}: `), `${error}`)
  }
  for (const address of ['localhost', '10.0.0', '', { family: 1, path: '/x' }, null, 7] as never[])
    assert.ok((await rejection(routeTo(kernel, address))) instanceof TypeError)
})

test('neighbours', async () => {
  const permanent = (await listNeighbours(kernel)).filter(({ state }) => state === 'PERMANENT')
  const wanted = [...ipJson('-j -4 neigh show nud permanent'), ...ipJson('-j -6 neigh show nud permanent')]
  assert.deepEqual(
    permanent.map(({ address, ifindex, lladdr }) => ({ dst: address, dev: if_indextoname(ifindex), lladdr })),
    wanted.map(({ dst, dev, lladdr }) => ({ dst, dev, lladdr })),
  )
  assert.deepEqual(
    permanent.map(({ family }) => family),
    [AF_INET, AF_INET6],
  )
})
