import { formatEndpoint } from '../../socket/endpoint.ts'
import type { Address } from '../../socket/posix/addresses.ts'
import type { Socket } from '../../socket/socket.ts'
import { formatPlace, type Place } from './place.ts'

/** A socket's own endpoint, with the address and port that the system has chosen; an unnamed one's is its place. */
export function localName(socket: Socket, place: Place): string {
  return nameOf(() => socket.getsockname(), place) ?? formatPlace(place)
}

/** Its peer's; an unnamed one's, as clients of Unix sockets mostly are, is undefined. */
export function peerName(socket: Socket, place: Place): string | undefined {
  return nameOf(() => socket.getpeername(), place)
}

export function addressName(address: Address, place: Place): string | undefined {
  return nameOf(() => address, place)
}

function nameOf(address: () => Address, { endpoint, tls }: Place): string | undefined {
  try {
    const name = formatEndpoint(address(), endpoint.type)
    return tls ? name.replace('tcp', 'tls') : name
  } catch {
    return undefined
  }
}
