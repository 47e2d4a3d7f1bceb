import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { EchoSocket } from '../../src/cli/ping/echo-socket.ts'
import {
  AF_INET,
  errno,
  type InternetAddress,
  kernel,
  SOCK_RAW,
  SocketError,
  type Stack,
} from '../../src/index.ts'
import { test } from '../leak-check.ts'
import { ip, layCable, Machine } from '../namespace.ts'
import { type Bench, cliTest, type Running } from './running.ts'
import { soqueteWithoutNetRaw } from './unprivileged.ts'

// 10.0.0.1, here, - 10.0.0.2, a router, 10.0.1.1 - 10.0.1.2, a host; and with fd00: the same.
layCable()
const [router, host] = [await Machine.start(), await Machine.start()]
// What has an address may use it at once.
for (const machine of [router, host]) machine.run('echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad')
ip(`link set v1 netns ${router.pid}`)
ip('addr add 10.0.0.1/24 dev v0')
ip('addr add fd00::1/64 dev v0 nodad')
router.run(
  'ip link set v1 up',
  'ip addr add 10.0.0.2/24 dev v1',
  'ip addr add fd00::2/64 dev v1 nodad',
  'ip addr add fe80::2/64 dev v1 nodad',
  `ip link add w0 type veth peer name w1 netns ${host.pid}`,
  'ip link set w0 up',
  'ip addr add 10.0.1.1/24 dev w0',
  'ip addr add fd00:1::1/64 dev w0',
  'ip route add unreachable 10.0.2.0/24',
  'ip -6 route add unreachable fd00:2::/64',
  'echo 1 > /proc/sys/net/ipv4/ip_forward',
  'echo 1 > /proc/sys/net/ipv6/conf/all/forwarding',
  // Else a router says only so much in a second.
  'echo 0 > /proc/sys/net/ipv4/icmp_ratemask',
  'echo 0 > /proc/sys/net/ipv6/icmp/ratelimit',
)
host.run(
  'ip link set w1 up',
  'ip addr add 10.0.1.2/24 dev w1',
  'ip addr add fd00:1::2/64 dev w1',
  'ip route add default via 10.0.1.1',
  'ip -6 route add default via fd00:1::1',
)
ip('route add default via 10.0.0.2')
ip('-6 route add default via fd00::2')
// To ping by a datagram socket is granted to everybody here.
writeFileSync('/proc/sys/net/ipv4/ping_group_range', '0 0')

const FOUR = {
  router: '10.0.0.2',
  host: '10.0.1.2',
  exceeded: 'time to live exceeded',
  nowhere: '10.0.2.9',
  unreachable: 'host unreachable',
}

const SIX: typeof FOUR = {
  router: 'fd00::2',
  host: 'fd00:1::2',
  exceeded: 'time to live exceeded',
  nowhere: 'fd00:2::9',
  unreachable: 'network unreachable',
}

const WAYS: Readonly<Record<string, (bench: Bench, args: readonly string[]) => Running>> = {
  'a raw socket': (bench, args) => bench.soquete(args),
  'an ICMP datagram socket': soqueteWithoutNetRaw,
}

for (const [way, start] of Object.entries(WAYS)) {
  for (const [version, far] of Object.entries({ IPv4: FOUR, IPv6: SIX })) {
    const ping = async (bench: Bench, status: number, ...args: string[]) => {
      const { stdout, stderr } = await start(bench, ['ping', '-c', '1', '-W', '5', ...args]).ends(status)
      assert.equal(stderr, '')
      assert.match(stdout.toString(), new RegExp(`, by ${way}\n`))
      return stdout.toString().split('\n').slice(1, -1)
    }

    cliTest(`${version}, ${way}: an answer from behind a router has passed it`, async (bench) => {
      const lines = await ping(bench, 0, '-t', '2', far.host)
      assert.match(lines[0] as string, new RegExp(`^64 bytes from ${far.host}: icmp_seq=1 ttl=63 time=`))
    })

    cliTest(`${version}, ${way}: the router that a request may not pass says so`, async (bench) => {
      const lines = await ping(bench, 1, '-t', '1', far.host)
      assert.equal(lines[0], `From ${far.router} icmp_seq=1 ${far.exceeded}`)
      assert.match(
        lines.join('\n'),
        /1 packets transmitted, 0 received, \+1 errors, 100% packet loss, time \d+ ms$/,
      )
    })

    cliTest(`${version}, ${way}: the router that knows no way says so`, async (bench) => {
      const lines = await ping(bench, 1, far.nowhere)
      assert.equal(lines[0], `From ${far.router} icmp_seq=1 ${far.unreachable}`)
    })
  }
}

/** The kernel, as those see it to whom raw sockets are not permitted. */
const unprivileged = {
  random: kernel.random,
  socket(family: number, type: number, protocol: number) {
    if (type === SOCK_RAW) throw new SocketError(errno.EPERM, 'socket')
    return kernel.socket(family, type, protocol)
  },
} as Stack

for (const [way, stack] of [
  ['raw sockets', kernel],
  ['ICMP datagram sockets', unprivileged],
] as const) {
  test(`${way}: trouble is told once, to whom it is about, and stops no request that is sent meanwhile`, async () => {
    const to: InternetAddress = { family: AF_INET, address: FOUR.host, port: 0 }
    const open = () => EchoSocket.open(stack, AF_INET, 1) as EchoSocket
    const [socket, stranger] = [open(), open()]
    try {
      for (let sequence = 1; sequence <= 3; sequence++) {
        await stranger.send(10 * sequence, new Uint8Array(8), to, {})
        await socket.send(sequence, new Uint8Array(8), to, {})
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
      const told: number[] = []
      while (told.length < 3) {
        const answer = await socket.receive({ timeout: 5000 })
        if (answer !== null) told.push(answer.sequence)
      }
      assert.deepEqual(told, [1, 2, 3])
      await assert.rejects(socket.receive({ timeout: 10 }), { code: 'ETIMEDOUT' })
    } finally {
      await Promise.all([socket.close(), stranger.close()])
    }
  })
}
