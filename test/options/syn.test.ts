import assert from 'node:assert/strict'
import {
  type Address,
  AF_INET,
  AF_INET6,
  type Inet4Address,
  IP_OPTIONS,
  IP_TOS,
  IP_TTL,
  IPV6_TCLASS,
  IPV6_UNICAST_HOPS,
  type Socket,
  TCP_MAXSEG,
  TCP_SAVE_SYN,
  TCP_SAVED_SYN,
} from '../../src/index.ts'
import { loopback, type Scope, scoped } from '../errors/loopback.ts'
import { test } from '../leak-check.ts'

const LOOPBACK6: Address = { family: AF_INET6, address: '::1', port: 0 }

/** The headers with which a client began, as its server has kept them. */
async function synOf(scope: Scope, prepare: (client: Socket) => void, address = loopback()) {
  const listener = scope.bound(undefined, address)
  listener.setsockopt(TCP_SAVE_SYN, 1)
  listener.listen()
  const client = scope.socket(address.family)
  prepare(client)
  const [server] = await Promise.all([listener.accept(), client.connect(listener.getsockname())])
  scope.own(server)
  const syn = server.getsockopt(TCP_SAVED_SYN)
  return { client, server, syn, view: new DataView(syn.buffer, syn.byteOffset, syn.byteLength) }
}

test(
  'TCP_SAVED_SYN: the client’s own headers, once',
  scoped(async (scope) => {
    const { client, server, syn, view } = await synOf(scope, () => {})
    assert.equal(syn[0], 0x45, 'IPv4, without options')
    assert.equal(syn[9], 6, 'TCP')
    assert.deepEqual([...syn.subarray(12, 20)], [127, 0, 0, 1, 127, 0, 0, 1])
    const { port } = client.getsockname() as Inet4Address
    assert.equal(view.getUint16(20), port)
    assert.equal(view.getUint16(22), (client.getpeername() as Inet4Address).port)
    assert.equal(syn[33]! & 0x3f, 0x02, 'SYN alone')
    assert.equal(server.getsockopt(TCP_SAVED_SYN).length, 0)
  }),
)

test(
  'IP_TTL, IP_TOS, IP_OPTIONS and TCP_MAXSEG stand in the packets that are sent',
  scoped(async (scope) => {
    const { syn, view } = await synOf(scope, (client) => {
      client.setsockopt(IP_TTL, 7)
      client.setsockopt(IP_TOS, 0xb8)
      client.setsockopt(IP_OPTIONS, Uint8Array.of(1, 1, 1, 0))
      client.setsockopt(TCP_MAXSEG, 1000)
    })
    assert.equal(syn[0], 0x46, 'one word of options')
    assert.equal(syn[1], 0xb8)
    assert.equal(syn[8], 7)
    assert.deepEqual([...syn.subarray(20, 24)], [1, 1, 1, 0])
    // The first option of the SYN: kind 2, length 4.
    assert.deepEqual([syn[44], syn[45], view.getUint16(46)], [2, 4, 1000])
  }),
)

test(
  'IPV6_UNICAST_HOPS and IPV6_TCLASS stand in the packets that are sent',
  scoped(async (scope) => {
    const prepare = (client: Socket) => {
      client.setsockopt(IPV6_UNICAST_HOPS, 9)
      client.setsockopt(IPV6_TCLASS, 0xb8)
    }
    const { syn, view } = await synOf(scope, prepare, LOOPBACK6)
    assert.equal((view.getUint16(0) >> 4) & 0xff, 0xb8)
    assert.equal(syn[7], 9)
  }),
)

test(
  'TCP_SAVE_SYN of 2 keeps the link-layer header as well',
  scoped(async (scope) => {
    const listener = scope.bound()
    listener.setsockopt(TCP_SAVE_SYN, 2)
    listener.listen()
    const client = scope.socket(AF_INET)
    const [server] = await Promise.all([listener.accept(), client.connect(listener.getsockname())])
    scope.own(server)
    const syn = server.getsockopt(TCP_SAVED_SYN)
    assert.deepEqual([...syn.subarray(12, 15)], [0x08, 0x00, 0x45], 'ETH_P_IP, then IPv4')
  }),
)
