import type { ListedSocket } from '../../netlink/index.ts'
import { SOCK_DGRAM, SOCK_SEQPACKET } from '../../socket/posix/constants.ts'

/** What a socket speaks, by the word with which an endpoint of its kind begins. */
export function protoText({ kind, type }: Pick<ListedSocket, 'kind' | 'type'>): string {
  if (kind !== 'unix') return kind
  if (type === SOCK_DGRAM) return 'unix-dgram'
  return type === SOCK_SEQPACKET ? 'unix-seqpacket' : 'unix'
}
