import type { Entry } from '../../src/cli/list/entry.ts'
import type { ListedSocket } from '../../src/netlink/index.ts'
import { type TcpInfo, tcpInfo } from '../../src/socket/options/tcp-info.ts'
import type { Address } from '../../src/socket/posix/addresses.ts'
import { AF_INET, AF_UNIX, SOCK_STREAM } from '../../src/socket/posix/constants.ts'

/** What all sockets have; a test says what matters to it. */
const COMMON = { inode: 7, cookie: 7n, uid: 1000, ifindex: 0, rqueue: 0, wqueue: 0, type: SOCK_STREAM }

/** A socket of TCP, by its ends as a list shows them; process 4313 has it unless its inode is 0. */
export function tcpEntry(local: string, peer: string, fields: Partial<ListedSocket> = {}): Entry {
  return held(local, peer, {
    ...COMMON,
    kind: 'tcp',
    family: AF_INET,
    protocol: 6,
    state: 'ESTABLISHED',
    local: internet(local),
    remote: peer === '*' ? null : internet(peer),
    ...fields,
  })
}

/** A listener with a name, or a connection. */
export function unixEntry(local: string, peer: string, fields: Partial<ListedSocket> = {}): Entry {
  return held(local, peer, {
    ...COMMON,
    kind: 'unix',
    family: AF_UNIX,
    protocol: 0,
    state: peer === '-' ? 'LISTEN' : 'ESTABLISHED',
    local: { family: AF_UNIX, path: local },
    remote: null,
    ...fields,
  })
}

export function infoWith(fields: Partial<TcpInfo>): TcpInfo {
  return { ...tcpInfo.decode(new Uint8Array(tcpInfo.size)), ...fields }
}

function held(local: string, peer: string, socket: ListedSocket): Entry {
  const holders = socket.inode === 0 ? [] : [{ process: { pid: 4313, name: 'node' }, descriptors: [21] }]
  return { socket, local, peer, holders }
}

function internet(text: string): Address {
  const colon = text.lastIndexOf(':')
  return { family: AF_INET, address: text.slice(0, colon), port: Number(text.slice(colon + 1)) }
}
