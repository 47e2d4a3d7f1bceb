import { type InternetAddress, isInternetAddress } from '../../socket/posix/addresses.ts'
import { AF_INET6 } from '../../socket/posix/constants.ts'
import type { PortRange } from './facts.ts'
import { ipv6Off } from './interfaces.ts'
import { covers, eachSocket, protocolsOf, withPort } from './net-tables.ts'
import type { Search } from './search.ts'

/**
 * The system found no port to choose: all of net.ipv4.ip_local_port_range are taken. Connections to different peers
 * may share a port, so for connect() those to this peer count.
 */
export async function exhaustedPorts(search: Search, peer: InternetAddress | null): Promise<void> {
  const range = await portsTaken(search, peer)
  if (range === null) return
  const size = range.high - range.low + 1
  // Some ports may be reserved, and connections end while they are counted.
  if (range.taken < size / 2) return
  search.tell('portsExhausted', range)
  search.conclude('useFewerPorts', peer !== null)
}

async function portsTaken(search: Search, peer: InternetAddress | null): Promise<PortRange | null> {
  const [low, high] = await search.numbers('/proc/sys/net/ipv4/ip_local_port_range')
  if (low === undefined || high === undefined) return null
  const taken = new Set<number>()
  let timeWait = 0
  for (const protocol of protocolsOf(search.failure.socket ?? {})) {
    await eachSocket(search, protocol, null, (row) => {
      if (row.port < low || row.port > high || taken.has(row.port)) return
      const towards = row.peerPort === peer?.port && covers(row.peer, peer.address, true) === 'same'
      if (peer !== null && !towards) return
      taken.add(row.port)
      if (row.state === 'TIME_WAIT') timeWait++
    })
  }
  return { low, high, taken: taken.size, timeWait, peer: peer && withPort(peer.address, peer.port) }
}

/** EADDRNOTAVAIL of connect(): a port of one's own that this peer already knows, or none left to choose. */
export async function noPortForPeer(search: Search, peer: InternetAddress): Promise<void> {
  const local = search.failure.socket?.local
  if (local !== undefined && isInternetAddress(local) && local.port !== 0) {
    const from = withPort(local.address, local.port)
    search.conclude('connectionExists', from, withPort(peer.address, peer.port))
    return
  }
  const off = peer.family === AF_INET6 ? await ipv6Off(search) : null
  if (off !== null) search.conclude('ipv6Off', off)
  else await exhaustedPorts(search, peer)
}
