import assert from 'node:assert/strict'
import { readlinkSync } from 'node:fs'
import { isInternetAddress, kernel, SO_COOKIE, type Socket } from '../../src/index.ts'
import { type ListedSocket, listSockets, type SocketFilter } from '../../src/netlink/index.ts'

export function inodeOf(socket: Socket): number {
  const link = readlinkSync(`/proc/self/fd/${socket.channel.primitives.fd}`)
  return Number(/^socket:\[(\d+)\]$/.exec(link)?.[1])
}

export function portOf(socket: Socket): number {
  const name = socket.getsockname()
  return isInternetAddress(name) ? name.port : 0
}

/** A socket as it is listed. */
export async function listed(socket: Socket, filter: SocketFilter = {}): Promise<ListedSocket> {
  const port = portOf(socket)
  const narrow = port === 0 ? {} : { localPort: port }
  const cookie = socket.getsockopt(SO_COOKIE)
  const found = (await listSockets(kernel, { ...narrow, ...filter })).filter((each) => each.cookie === cookie)
  assert.equal(found.length, 1, 'the socket is listed once')
  return found[0] as ListedSocket
}

/** Asks until it is so; what TCP does by itself takes a moment. */
export async function until(
  look: () => Promise<ListedSocket>,
  so: (found: ListedSocket) => boolean,
): Promise<ListedSocket> {
  for (let waited = 0; ; waited += 5) {
    const found = await look()
    if (so(found)) return found
    assert.ok(waited < 5000, `still ${found.state}, timer ${found.timer?.kind}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
