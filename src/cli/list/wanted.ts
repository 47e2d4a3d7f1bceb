import { SOCKET_KINDS, type SocketKind } from '../../netlink/index.ts'
import { portOf, unmapped } from './address-text.ts'
import type { Entry } from './entry.ts'
import { protoText } from './proto.ts'

/** What somebody looks for by a word: `4444`, `tcp://127.0.0.1:4444`, `/run/x.sock`, `nginx`. */
export interface Wanted {
  /** Only among these can it be. */
  readonly kinds: readonly SocketKind[]
  readonly takes: (entry: Entry) => boolean
}

/** Reads a port, an endpoint as other commands write it, or text of an address or of a process's name. */
export function wantedBy(said: string): Wanted {
  const [, proto, where = said] = /^(tcp|udp|unix(?:-dgram|-seqpacket)?):(?:\/\/)?(.+)$/s.exec(said) ?? []
  const [, digits] = /^(?:\*?:)?(\d{1,5})$/.exec(where) ?? []
  const port = digits !== undefined && Number(digits) <= 65535 ? Number(digits) : undefined
  const isThere = port === undefined ? containing(where) : atPort(port)
  return {
    kinds: SOCKET_KINDS.filter((kind) =>
      proto === undefined ? port === undefined || kind === 'tcp' || kind === 'udp' : proto.startsWith(kind),
    ),
    takes: (entry) => (proto === undefined || protoText(entry.socket) === proto) && isThere(entry),
  }
}

function atPort(port: number): (entry: Entry) => boolean {
  return ({ socket }) => portOf(socket.local) === port || portOf(socket.remote) === port
}

/** Numbers are meant whole: `10.0.0.1` is not found in `10.0.0.12`. */
function containing(text: string): (entry: Entry) => boolean {
  const quoted = text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  const pattern = new RegExp(
    `${/^\d/.test(text) ? '(?<!\\d)' : ''}${quoted}${/\d$/.test(text) ? '(?!\\d)' : ''}`,
  )
  return ({ local, peer, holders }) =>
    [local, unmapped(local), peer, unmapped(peer)].some((end) => pattern.test(end)) ||
    holders.some(({ process: { pid, name } }) => pattern.test(`${name} ${pid}`))
}
