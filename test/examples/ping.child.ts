import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { test } from '../leak-check.ts'
import { ip, layCable } from '../namespace.ts'
import { Example, run, UNPRIVILEGED } from './example.ts'

layCable()
ip('addr add 10.0.0.1/24 dev v0')
ip('addr add fe80::a/64 dev v0 nodad')
// Somebody whose answer never comes, and nobody at all, which turns out soon.
ip('neigh add 10.0.0.9 lladdr 02:00:00:00:00:09 dev v0')
writeFileSync('/proc/sys/net/ipv4/neigh/v0/retrans_time_ms', '20')

/** One line of the answer to `-c 1`, and the figures below. */
function answered(address: string, ttl = 64): RegExp {
  const time = '\\d+\\.?\\d*'
  return new RegExp(
    `^64 bytes from ${address}: icmp_seq=1 ttl=${ttl} time=${time} ms\n\n` +
      `--- ${address} ping statistics ---\n` +
      '1 packets transmitted, 1 received, 0% packet loss, time \\d+ ms\n' +
      `rtt min/avg/max = ${time}/${time}/${time} ms\n$`,
    'm',
  )
}

test('an answer over IPv4, by a raw socket', async () => {
  const { status, stdout, stderr } = await run('ping', ['-c', '1', '127.0.0.1'])
  assert.deepEqual([status, stderr], [0, ''])
  assert.match(stdout, /^PING 127\.0\.0\.1 \(127\.0\.0\.1\): 56 data bytes, by a raw socket\n/)
  assert.match(stdout, answered('127.0.0.1'))
})

test('answers over IPv6, to a name and to an address of a link', async () => {
  const { status, stdout } = await run('ping', ['-6', '-c', '2', '-i', '0.01', 'fe80::a%v0'])
  assert.equal(status, 0, stdout)
  assert.match(stdout, /^64 bytes from fe80::a: icmp_seq=1 ttl=64 time=/m)
  assert.match(stdout, /^2 packets transmitted, 2 received, 0% packet loss/m)
  assert.match((await run('ping', ['-c', '1', '::1'])).stdout, answered('::1'))
})

test('without privileges and without permission, what to do is said', async () => {
  const { status, stdout, stderr } = await run('ping', ['-c', '1', '127.0.0.1'], UNPRIVILEGED)
  assert.deepEqual([status, stdout], [2, ''])
  assert.match(stderr, /^ping: cannot ping: neither a raw socket nor an ICMP datagram socket is permitted\n/)
  assert.match(stderr, /root.*setcap cap_net_raw\+ep.*\n.*net\.ipv4\.ping_group_range/)
})

test('without privileges, but with permission, by an ICMP datagram socket', async () => {
  writeFileSync('/proc/sys/net/ipv4/ping_group_range', '0 0')
  for (const address of ['127.0.0.1', '::1']) {
    const { status, stdout, stderr } = await run('ping', ['-c', '1', address], UNPRIVILEGED)
    assert.deepEqual([status, stderr], [0, ''])
    assert.match(stdout, /by an ICMP datagram socket\n/)
    assert.match(stdout, answered(address))
  }
})

test('no answer in time', async () => {
  const { status, stdout } = await run('ping', ['-c', '2', '-i', '0.05', '-W', '0.1', '10.0.0.9'])
  assert.equal(status, 1)
  assert.match(
    stdout,
    /\n\n--- 10\.0\.0\.9 ping statistics ---\n2 packets transmitted, 0 received, 100% packet loss/,
  )
  assert.doesNotMatch(stdout, /rtt/)
})

test('a host that is not there, as this machine finds out', async () => {
  const { status, stdout } = await run('ping', ['-c', '1', '-W', '5', '10.0.0.77'])
  assert.equal(status, 1)
  assert.match(stdout, /^From 10\.0\.0\.1: icmp_seq=1 host unreachable$/m)
})

test('a network to which no route leads', async () => {
  const { status, stderr } = await run('ping', ['-c', '1', '-W', '0.1', '203.0.113.1'])
  assert.equal(status, 1)
  assert.equal(stderr, 'ping: cannot send to 203.0.113.1:0: network unreachable (ENETUNREACH)\n')
})

test('a name that nobody has, and words that make no sense', async () => {
  const unknown = await run('ping', ['nowhere.invalid'])
  assert.equal(unknown.status, 2)
  assert.match(unknown.stderr, /^ping: cannot resolve nowhere\.invalid: /)
  for (const args of [
    [],
    ['-c', '0', '::1'],
    ['-i', 'x', '::1'],
    ['-W', '-1', '::1'],
    ['-t', '0', '::1'],
    ['-t', '256', '::1'],
    ['-z', '::1'],
    ['::1', '::1'],
  ]) {
    const { status, stderr } = await run('ping', args)
    assert.equal(status, 2)
    assert.match(stderr, /^usage: ping /, args.join(' '))
  }
})

test('Ctrl-C ends it with the figures', async () => {
  const ping = new Example('ping', ['-i', '0.02', '127.0.0.1'])
  await ping.prints(/icmp_seq=3/)
  ping.signal('SIGINT')
  assert.equal(await ping.ended, 0)
  assert.match(ping.stdout, /\n(\d+) packets transmitted, \1 received, 0% packet loss/)
})
