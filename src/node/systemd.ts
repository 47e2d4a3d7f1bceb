import { adopt } from '../kernel/adopt.ts'
import { kernel } from '../kernel/kernel-stack.ts'
import { AF_UNIX, SOCK_DGRAM } from '../socket/posix/constants.ts'
import type { Socket } from '../socket/socket.ts'

/** SD_LISTEN_FDS_START: the first descriptor that systemd hands over. */
const FIRST = 3

/** A socket that this process was started with. */
export interface InheritedSocket {
  /** FileDescriptorName= of the .socket unit: by default the unit's name; empty when none was told. */
  readonly name: string
  readonly socket: Socket
}

/**
 * Takes the sockets that systemd, or who speaks its protocol, has started this process with: sd_listen_fds(3). None
 * when the environment does not speak of this process. The variables are removed, so that children do not take them
 * for theirs.
 */
export function listenFds(environment: NodeJS.ProcessEnv = process.env): InheritedSocket[] {
  const { LISTEN_PID, LISTEN_FDS, LISTEN_FDNAMES } = environment
  if (LISTEN_PID === undefined || Number(LISTEN_PID) !== process.pid) return []
  for (const name of ['LISTEN_PID', 'LISTEN_FDS', 'LISTEN_FDNAMES']) delete environment[name]
  if (!/^\d{1,5}$/.test(LISTEN_FDS ?? ''))
    throw new TypeError(`LISTEN_FDS is the number of sockets, not ${JSON.stringify(LISTEN_FDS)}`)
  const names = LISTEN_FDNAMES?.split(':') ?? []
  return takeAll(Array.from({ length: Number(LISTEN_FDS) }, (_, index) => names[index] ?? ''))
}

function takeAll(names: readonly string[]): InheritedSocket[] {
  const taken: InheritedSocket[] = []
  try {
    for (const [index, name] of names.entries()) taken.push({ name, socket: adopt(FIRST + index) })
    return taken
  } catch (error) {
    for (const { socket } of taken) void socket.close()
    throw error
  }
}

/**
 * Tells the service manager how we are, as `READY=1`, `STOPPING=1` or `STATUS=…`: sd_notify(3). False when nobody wants
 * to know (NOTIFY_SOCKET is not set).
 */
export async function notify(
  state: string,
  { NOTIFY_SOCKET: name }: NodeJS.ProcessEnv = process.env,
): Promise<boolean> {
  if (name === undefined || name === '') return false
  const where = name.startsWith('@') ? { abstract: name.slice(1) } : { path: name }
  const socket = kernel.socket(AF_UNIX, SOCK_DGRAM)
  try {
    await socket.sendto(new TextEncoder().encode(state), { family: AF_UNIX, ...where }, 0, { timeout: 5000 })
    return true
  } finally {
    await socket.close()
  }
}
