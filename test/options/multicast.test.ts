import assert from 'node:assert/strict'
import {
  AF_INET,
  type Inet4Address,
  IP_ADD_MEMBERSHIP,
  IP_ADD_SOURCE_MEMBERSHIP,
  IP_BLOCK_SOURCE,
  IP_DROP_MEMBERSHIP,
  IP_DROP_SOURCE_MEMBERSHIP,
  IP_MSFILTER,
  IP_MULTICAST_ALL,
  IP_MULTICAST_IF,
  IP_UNBLOCK_SOURCE,
  MCAST_BLOCK_SOURCE,
  MCAST_EXCLUDE,
  MCAST_INCLUDE,
  MCAST_JOIN_GROUP,
  MCAST_JOIN_SOURCE_GROUP,
  MCAST_LEAVE_GROUP,
  MCAST_MSFILTER,
  MCAST_UNBLOCK_SOURCE,
  SOCK_DGRAM,
  type Socket,
} from '../../src/index.ts'
import { loopback, type Scope, scoped } from '../errors/loopback.ts'
import { test } from '../leak-check.ts'
import { LOOPBACK } from './system.ts'

/** Of the range for organizations, RFC 2365. */
const GROUP = '239.255.42.7'
const FIRST = '127.0.0.2'
const SECOND = '127.0.0.3'
const here = { multiaddr: GROUP, interface: '127.0.0.1' }

/** A receiver that takes only what it has joined, and two senders, whose bytes tell which is which. */
class Stage {
  readonly receiver: Socket
  readonly senders: readonly Socket[]

  constructor(scope: Scope) {
    this.receiver = scope.bound(SOCK_DGRAM, loopback(0, '0.0.0.0'))
    this.receiver.setsockopt(IP_MULTICAST_ALL, false)
    this.senders = [FIRST, SECOND].map((address) => {
      const sender = scope.bound(SOCK_DGRAM, loopback(0, address))
      sender.setsockopt(IP_MULTICAST_IF, { address: '127.0.0.1' })
      return sender
    })
  }

  /** Who of the two is heard: 1, 2, both or nobody. Loopback delivers before sendto() returns. */
  async heard(): Promise<number[]> {
    const { port } = this.receiver.getsockname() as Inet4Address
    for (const [index, sender] of this.senders.entries())
      await sender.sendto(Uint8Array.of(index + 1), { family: AF_INET, address: GROUP, port })
    const bytes: number[] = []
    while (this.receiver.unread > 0) bytes.push((await this.receiver.recv(1))[0]!)
    return bytes
  }
}

test(
  'IP_ADD_MEMBERSHIP: what is sent to a group comes once it is joined, until IP_DROP_MEMBERSHIP',
  scoped(async (scope) => {
    const stage = new Stage(scope)
    assert.deepEqual(await stage.heard(), [])
    stage.receiver.setsockopt(IP_ADD_MEMBERSHIP, { multiaddr: GROUP, ifindex: LOOPBACK })
    assert.deepEqual(await stage.heard(), [1, 2])
    stage.receiver.setsockopt(IP_DROP_MEMBERSHIP, { multiaddr: GROUP, ifindex: LOOPBACK })
    assert.deepEqual(await stage.heard(), [])
    stage.receiver.setsockopt(IP_ADD_MEMBERSHIP, { multiaddr: GROUP, address: '127.0.0.1' })
    assert.deepEqual(await stage.heard(), [1, 2])
  }),
)

test(
  'IP_ADD_SOURCE_MEMBERSHIP: what these sources send, and nobody else',
  scoped(async (scope) => {
    const stage = new Stage(scope)
    stage.receiver.setsockopt(IP_ADD_SOURCE_MEMBERSHIP, { ...here, sourceaddr: FIRST })
    assert.deepEqual(await stage.heard(), [1])
    stage.receiver.setsockopt(IP_ADD_SOURCE_MEMBERSHIP, { ...here, sourceaddr: SECOND })
    assert.deepEqual(await stage.heard(), [1, 2])
    stage.receiver.setsockopt(IP_DROP_SOURCE_MEMBERSHIP, { ...here, sourceaddr: FIRST })
    assert.deepEqual(await stage.heard(), [2])
  }),
)

test(
  'IP_BLOCK_SOURCE: a source is not heard any more, until IP_UNBLOCK_SOURCE',
  scoped(async (scope) => {
    const stage = new Stage(scope)
    stage.receiver.setsockopt(IP_ADD_MEMBERSHIP, { multiaddr: GROUP, address: '127.0.0.1' })
    stage.receiver.setsockopt(IP_BLOCK_SOURCE, { ...here, sourceaddr: FIRST })
    assert.deepEqual(await stage.heard(), [2])
    stage.receiver.setsockopt(IP_UNBLOCK_SOURCE, { ...here, sourceaddr: FIRST })
    assert.deepEqual(await stage.heard(), [1, 2])
  }),
)

test(
  'IP_MSFILTER: all sources at once',
  scoped(async (scope) => {
    const stage = new Stage(scope)
    stage.receiver.setsockopt(IP_ADD_MEMBERSHIP, { multiaddr: GROUP, address: '127.0.0.1' })
    const filter = (fmode: number, ...slist: string[]) =>
      stage.receiver.setsockopt(IP_MSFILTER, { ...here, fmode, slist })
    filter(MCAST_INCLUDE, SECOND)
    assert.deepEqual(await stage.heard(), [2])
    filter(MCAST_EXCLUDE, SECOND)
    assert.deepEqual(await stage.heard(), [1])
    filter(MCAST_EXCLUDE)
    assert.deepEqual(await stage.heard(), [1, 2])
  }),
)

test(
  'MCAST_JOIN_GROUP, MCAST_LEAVE_GROUP, MCAST_BLOCK_SOURCE, MCAST_UNBLOCK_SOURCE and MCAST_MSFILTER do the same',
  scoped(async (scope) => {
    const stage = new Stage(scope)
    const { receiver } = stage
    const group = { group: GROUP, interface: LOOPBACK }
    receiver.setsockopt(MCAST_JOIN_GROUP, group)
    assert.deepEqual(await stage.heard(), [1, 2])
    receiver.setsockopt(MCAST_BLOCK_SOURCE, { ...group, source: FIRST })
    assert.deepEqual(await stage.heard(), [2])
    receiver.setsockopt(MCAST_UNBLOCK_SOURCE, { ...group, source: FIRST })
    assert.deepEqual(await stage.heard(), [1, 2])
    receiver.setsockopt(MCAST_MSFILTER, { ...group, fmode: MCAST_INCLUDE, slist: [FIRST] })
    assert.deepEqual(await stage.heard(), [1])
    receiver.setsockopt(MCAST_LEAVE_GROUP, group)
    assert.deepEqual(await stage.heard(), [])
    receiver.setsockopt(MCAST_JOIN_SOURCE_GROUP, { ...group, source: SECOND })
    assert.deepEqual(await stage.heard(), [2])
  }),
)

test(
  'IP_MULTICAST_ALL: the groups that other sockets have joined',
  scoped(async (scope) => {
    const stage = new Stage(scope)
    stage.receiver.setsockopt(IP_ADD_MEMBERSHIP, { multiaddr: GROUP, ifindex: LOOPBACK })
    const bystander = new Stage(scope)
    assert.deepEqual(await bystander.heard(), [])
    bystander.receiver.setsockopt(IP_MULTICAST_ALL, true)
    assert.deepEqual(await bystander.heard(), [1, 2])
  }),
)
