import assert from 'node:assert/strict'
import { AF_INET, AF_INET6, IPPROTO_IP, IPPROTO_IPV6, SOCK_DGRAM, type Socket } from '../../src/index.ts'
import { fails } from '../errors/failing.ts'
import { scoped } from '../errors/loopback.ts'
import { test } from '../leak-check.ts'

const SOL_RDS = 276
const SOL_XDP = 283

/** Options whose structures point to memory: of firewalls, of remote access, of packets. */
const POINTING: readonly (readonly [level: number, number: number, name: string])[] = [
  [IPPROTO_IP, 64, 'IPT_SO_SET_REPLACE'],
  [IPPROTO_IP, 96, 'ARPT_SO_SET_REPLACE'],
  [IPPROTO_IP, 128, 'EBT_SO_SET_ENTRIES'],
  [IPPROTO_IP, 129, 'EBT_SO_SET_COUNTERS'],
  [IPPROTO_IPV6, 64, 'IP6T_SO_SET_REPLACE'],
  [SOL_RDS, 2, 'RDS_GET_MR'],
  [SOL_RDS, 7, 'RDS_GET_MR_FOR_DEST'],
  [SOL_XDP, 4, 'XDP_UMEM_REG'],
]

test(
  'an option whose value points to memory is refused by level and name, and the kernel does not see it',
  scoped(async (scope) => {
    for (const family of [AF_INET, AF_INET6]) {
      const s = scope.socket(family, SOCK_DGRAM)
      for (const [level, number] of POINTING) await refused(s, level, number)
    }
  }),
)

async function refused(s: Socket, level: number, number: number): Promise<void> {
  for (const length of [0, 8, 64, 4096]) {
    await fails(() => s.setsockopt(level, number, new Uint8Array(length)), {
      code: 'EFAULT',
      syscall: 'setsockopt',
      words: 'its value has an address of memory in it',
    })
  }
  // Without it the kernel would have said that there is no such option, or that so many bytes are no table.
  assert.throws(
    () => s.setsockopt(level, number + 1000, new Uint8Array(64)),
    (error: { code: string }) => ['ENOPROTOOPT', 'EOPNOTSUPP'].includes(error.code),
  )
}
