import { AF_VSOCK } from '../posix/constants.ts'
import { option, type SocketOption } from './option.ts'
import { milliseconds, unsignedLong } from './option-values.ts'

// Options of vsock streams, sorted by name: vsock(7). Their level is the family itself.

/** The largest SO_VM_SOCKETS_BUFFER_SIZE, in bytes. */
export const SO_VM_SOCKETS_BUFFER_MAX_SIZE: SocketOption<number> = option(
  'SO_VM_SOCKETS_BUFFER_MAX_SIZE',
  AF_VSOCK,
  2,
  unsignedLong,
)
/** The smallest SO_VM_SOCKETS_BUFFER_SIZE, in bytes. */
export const SO_VM_SOCKETS_BUFFER_MIN_SIZE: SocketOption<number> = option(
  'SO_VM_SOCKETS_BUFFER_MIN_SIZE',
  AF_VSOCK,
  1,
  unsignedLong,
)
/** Bytes of receive buffer, between the two: what lies outside is cut to them. */
export const SO_VM_SOCKETS_BUFFER_SIZE: SocketOption<number> = option(
  'SO_VM_SOCKETS_BUFFER_SIZE',
  AF_VSOCK,
  0,
  unsignedLong,
)
/**
 * Milliseconds in which the other machine must answer connect(), or it fails with ETIMEDOUT. Source:
 * linux/vm_sockets.h.
 */
export const SO_VM_SOCKETS_CONNECT_TIMEOUT: SocketOption<number> = option(
  'SO_VM_SOCKETS_CONNECT_TIMEOUT',
  AF_VSOCK,
  6,
  milliseconds,
)
