import { SOL_SOCKET } from './constants.ts'
import { type Credentials, credentials, pidfd, rights } from './control-values.ts'
import type { Descriptor, HasDescriptor } from './descriptor.ts'
import { type ControlType, controlType } from './option.ts'

// Ancillary data that is no option, sorted by name: cmsg(3), unix(7).

/** Who sent the message; asked for with SO_PASSCRED. Only root may send others than its own. */
export const SCM_CREDENTIALS: ControlType<Credentials> = controlType(
  'SCM_CREDENTIALS',
  SOL_SOCKET,
  2,
  credentials,
)
/** A descriptor of the process that sent the message; asked for with SO_PASSPIDFD. */
export const SCM_PIDFD: ControlType<never, Descriptor | undefined> = controlType(
  'SCM_PIDFD',
  SOL_SOCKET,
  4,
  pidfd,
)
/** Open descriptors, given to the receiver: 253 at most. On a stream they go with at least one byte. */
export const SCM_RIGHTS: ControlType<readonly (number | HasDescriptor)[], readonly Descriptor[]> =
  controlType('SCM_RIGHTS', SOL_SOCKET, 1, rights)
