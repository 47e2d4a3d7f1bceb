import type { InternetAddress } from '../../socket/posix/addresses.ts'
import { SOCK_DGRAM } from '../../socket/posix/constants.ts'
import { few, type Protocol, type Who } from './facts.ts'
import { isOwnAddress } from './interfaces.ts'
import { covers, eachSocket, type InternetRow, withPort } from './net-tables.ts'
import { whoHolds } from './processes.ts'
import type { Search } from './search.ts'

/** ECONNREFUSED: nobody listens on that port, or not at that address, or not with that protocol. */
export async function refused(search: Search, target: InternetAddress): Promise<void> {
  const wanted: Protocol = search.failure.socket?.type === SOCK_DGRAM ? 'UDP' : 'TCP'
  if (!isOwnAddress(target.address)) {
    search.conclude('refusedFarAway', target.address, target.port, wanted)
    return
  }
  const same = await listeners(search, wanted, target.port)
  const here = same.rows.filter((row) => reaches(row, target))
  if (here[0] !== undefined) return tellListener(search, here[0], target)
  if (same.rows[0] !== undefined) {
    const [who] = (await whoHolds(search, same.rows.slice(0, 1))) as [Who]
    const addresses = same.rows.map((row) => withPort(row.address, row.port))
    search.conclude('listensElsewhere', who, few([...new Set(addresses)], 3), target.address)
    return
  }
  const other: Protocol = wanted === 'TCP' ? 'UDP' : 'TCP'
  const others = await listeners(search, other, target.port)
  const row = others.rows.find((each) => reaches(each, target))
  if (row !== undefined) {
    const [who] = (await whoHolds(search, [row])) as [Who]
    search.conclude('otherProtocol', who, other, wanted, target.port)
  } else if (same.complete) {
    search.tell('nobodyListens', wanted, target.port)
    search.conclude('startServer')
  }
}

/** Connecting to the wildcard address means the loopback interface. */
function reaches(row: InternetRow, { address }: InternetAddress): boolean {
  const loopback = address === '0.0.0.0' ? '127.0.0.1' : address === '::' ? '::1' : address
  const cover = covers(row.address, loopback, true)
  return cover === 'same' || cover === 'includes' || cover === 'takes-ipv4'
}

async function tellListener(search: Search, row: InternetRow, { address }: InternetAddress): Promise<void> {
  const [who] = (await whoHolds(search, [row])) as [Who]
  // It would have taken IPv4 too, had it not been told not to.
  const v6Only = row.address === '::' && covers(row.address, address, true) === 'takes-ipv4'
  search.conclude(v6Only ? 'listensV6Only' : 'listensNow', who, withPort(row.address, row.port))
}

/** Who takes connections, or datagrams of strangers, on a port of this machine. */
export async function listeners(
  search: Search,
  protocol: Protocol,
  port: number,
): Promise<{ rows: InternetRow[]; complete: boolean }> {
  const rows: InternetRow[] = []
  const state = protocol === 'TCP' ? 'LISTEN' : 'CLOSE'
  const complete = await eachSocket(search, protocol, port, (row) => {
    if (row.state === state && rows.length < 64) rows.push(row)
  })
  return { rows, complete }
}
