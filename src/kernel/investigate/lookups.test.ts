import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseResolverConfig } from './name-servers.ts'
import { nearest } from './nearest.ts'

test('resolv.conf: name servers and search domains; the last search counts', () => {
  const text = `# made by hand
nameserver 192.0.2.53
nameserver fe80::1%eth0 ; the router
domain example.org
search lan example.net
options edns0`
  assert.deepEqual(parseResolverConfig(text), {
    servers: ['192.0.2.53', 'fe80::1%eth0'],
    domains: ['lan', 'example.net'],
  })
  assert.deepEqual(parseResolverConfig(''), { servers: [], domains: [] })
})

test('the nearest name: one slip in a short one, two in a long one', () => {
  const names = ['http', 'https', 'ssh', 'postgresql', 'domain']
  const cases = [
    ['htpp', 'http'],
    ['hppt', null],
    ['htttps', 'https'],
    ['shs', 'ssh'],
    ['postgresl', 'postgresql'],
    ['psotgersql', 'postgresql'],
    ['gopher', null],
    ['http', 'https'],
  ] as const
  for (const [wrong, right] of cases) assert.equal(nearest(wrong, names), right, wrong)
})
