import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  type Address,
  AF_NETLINK,
  AF_PACKET,
  AF_VSOCK,
  PACKET_OTHERHOST,
  VMADDR_CID_LOCAL,
  VMADDR_PORT_ANY,
} from '../../src/index.ts'
import { decodeSockaddr, encodeSockaddr, SOCKADDR_SIZE } from '../../src/socket/posix/sockaddr.ts'
import { fromHex, toHex } from '../../src/trace/index.ts'

/** Seen from dist/test/raw. */
const SOURCE = join(import.meta.dirname, '../../../test/raw/sockaddr.c')

/** What the program in C writes, in its order. */
const ADDRESSES: Address[] = [
  {
    family: AF_PACKET,
    protocol: 0x88b5,
    ifindex: 0x01020304,
    hatype: 772,
    pkttype: PACKET_OTHERHOST,
    address: '02:42:ac:11:00:ff',
  },
  { family: AF_NETLINK, pid: 0xfedcba98, groups: 0x80000001 },
  { family: AF_VSOCK, cid: VMADDR_CID_LOCAL, port: VMADDR_PORT_ANY - 1 },
]

const missing = spawnSync('gcc', ['--version']).error !== undefined && !process.env.CI

test('addresses of packet, netlink and vsock sockets stand in memory as C has them', {
  skip: missing ? 'gcc is not installed' : false,
}, () => {
  const folder = mkdtempSync(join(tmpdir(), 'soquete-sockaddr-'))
  try {
    const program = join(folder, 'sockaddr')
    execFileSync('gcc', ['-Wall', '-Wextra', '-o', program, SOURCE])
    const lines = execFileSync(program, { encoding: 'utf8' }).trim().split('\n')
    const ours = ADDRESSES.map((address) => {
      const bytes = new Uint8Array(SOCKADDR_SIZE).fill(0xee)
      return toHex(bytes.subarray(0, encodeSockaddr(address, bytes)))
    })
    assert.deepEqual(ours, lines)
    const read = lines.map(fromHex).map((bytes) => decodeSockaddr(bytes, 0, bytes.length))
    assert.deepEqual(read, ADDRESSES)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
