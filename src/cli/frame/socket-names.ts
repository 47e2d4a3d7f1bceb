import { formatEndpoint } from '../../socket/endpoint.ts'
import type { Address } from '../../socket/posix/addresses.ts'
import { AF_INET, AF_INET6, AF_UNIX } from '../../socket/posix/constants.ts'
import type { Socket } from '../../socket/socket.ts'
import { formatPlace, type Place } from './place.ts'

/** A socket's own endpoint, with the address and port that the system has chosen; an unnamed one's is its place. */
export function localName(socket: Socket, place: Place): string {
  const { endpoint } = place
  const address = known(() => socket.getsockname())
  if (address === undefined) return formatPlace(place)
  // Every address of both families, and not only the `::` that the system shows for it.
  if (endpoint.family !== AF_UNIX && endpoint.host === null && isAny(address))
    return formatPlace({ ...place, endpoint: { ...endpoint, port: address.port } })
  return addressName(address, place) ?? formatPlace(place)
}

/** Its peer's; an unnamed one's, as clients of Unix sockets mostly are, is undefined. */
export function peerName(socket: Socket, place: Place): string | undefined {
  const address = known(() => socket.getpeername())
  return address === undefined ? undefined : addressName(address, place)
}

/** IPv4 that comes to an IPv6 socket is named as IPv4. */
export function addressName(address: Address, { endpoint, tls }: Place): string | undefined {
  const name = known(() => formatEndpoint(unmapped(address), endpoint.type))
  return tls ? name?.replace('tcp', 'tls') : name
}

const MAPPED = '::ffff:'

function unmapped(address: Address): Address {
  if (address.family !== AF_INET6 || !('address' in address)) return address
  const text = address.address as string
  if (!text.startsWith(MAPPED) || !text.includes('.')) return address
  return { family: AF_INET, address: text.slice(MAPPED.length), port: address.port as number }
}

function isAny(address: Address): address is Address & { readonly port: number } {
  return 'address' in address && (address.address === '::' || address.address === '0.0.0.0')
}

function known<T>(ask: () => T): T | undefined {
  try {
    return ask()
  } catch {
    return undefined
  }
}
