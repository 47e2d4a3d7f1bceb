import { parseArgs } from 'node:util'
import {
  AF_PACKET,
  ETH_P_ALL,
  type Instruction,
  isSocketError,
  MSG_TRUNC,
  PACKET_OUTGOING,
  PACKET_STATISTICS,
  type Program,
  SO_ATTACH_FILTER,
  SO_RCVBUF,
  SO_TIMESTAMPNS,
  SOCK_RAW,
  type Socket,
  type Stack,
  type Stdio,
} from 'soquete'
import { ARPHRD_LOOPBACK, listLinks } from 'soquete/netlink'
import { compileFilter } from './capture-filter.ts'
import { CaptureFile, CaptureLines, type CaptureOutput, SNAP_LENGTH } from './capture-output.ts'
import { interruption } from './interrupt.ts'

const USAGE = `usage: capture [-i INTERFACE] [-w FILE] [-c COUNT] [--filter FILTER]
  -i        the interface; without it all of them
  -w        a pcapng file to write; without it a line is printed for each packet
  -c        packets to capture; without it until Ctrl-C
  --filter  all of these that are named, as in 'udp and port 53': ip, ip6, arp, tcp, udp,
            icmp (of IPv4 and IPv6), 'port N', 'host ADDRESS'
`

const NOT_PERMITTED = `capture: cannot capture: packet sockets need the capability CAP_NET_RAW
  Run it as root, or let node have it: sudo setcap cap_net_raw+ep "$(command -v node)"
`

interface Options {
  readonly interface: string | undefined
  readonly file: string | undefined
  readonly count: number
  readonly filter: readonly Instruction[]
}

/**
 * Captures packets, as tcpdump does: packet(7). Its exit status is 0, or 2 when it could not capture.
 *
 *     npm run build && node dist/src/node/main.js dist/examples/capture.js -i lo -c 10 --filter tcp
 */
export const main: Program = async (stack, args, stdio) => {
  const options = readOptions(args)
  if (options === null) {
    await stdio.stderr.write(USAGE)
    return 2
  }
  try {
    return await capture(stack, options, stdio)
  } catch (error) {
    const denied = isSocketError(error, 'EPERM') && error.syscall === 'socket'
    await stdio.stderr.write(denied ? NOT_PERMITTED : `capture: ${(error as Error).message}\n`)
    return 2
  }
}

/** Null when they make no sense. */
function readOptions(args: readonly string[]): Options | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        i: { type: 'string', short: 'i' },
        w: { type: 'string', short: 'w' },
        c: { type: 'string', short: 'c', default: 'Infinity' },
        filter: { type: 'string', default: '' },
      },
    })
    const count = Number(values.c)
    const filter = compileFilter(values.filter, SNAP_LENGTH)
    if (!(count >= 1) || filter === null) return null
    return { interface: values.i, file: values.w, count: Math.floor(count), filter }
  } catch {
    return null
  }
}

async function capture(stack: Stack, options: Options, stdio: Stdio): Promise<number> {
  const links = await listLinks(stack)
  const chosen = links.find(({ name }) => name === options.interface)
  if (options.interface !== undefined && chosen === undefined) {
    const names = links.map(({ name }) => name).join(', ')
    throw new Error(`there is no interface ${options.interface}; there are ${names}`)
  }
  // Of protocol 0 it receives nothing yet: all that bind() lets in is of this interface, and has passed the filter.
  const socket = stack.socket(AF_PACKET, SOCK_RAW, 0)
  const { signal, release } = interruption()
  let output: CaptureOutput | null = null
  try {
    output =
      options.file === undefined ? new CaptureLines(links, stdio) : new CaptureFile(links, options.file)
    socket.setsockopt(SO_ATTACH_FILTER, options.filter)
    socket.setsockopt(SO_TIMESTAMPNS, true)
    socket.setsockopt(SO_RCVBUF, 4 << 20)
    socket.bind({ family: AF_PACKET, protocol: ETH_P_ALL, ifindex: chosen?.index ?? 0 })
    const captured = await receive(socket, options, signal, output)
    const { drops } = socket.getsockopt(PACKET_STATISTICS)
    await stdio.stderr.write(`captured ${captured}, and dropped ${drops} for want of room\n`)
    return 0
  } finally {
    release()
    output?.close()
    await socket.close()
  }
}

async function receive(
  socket: Socket,
  { count }: Options,
  signal: AbortSignal,
  output: CaptureOutput,
): Promise<number> {
  const buffer = new Uint8Array(SNAP_LENGTH)
  let captured = 0
  while (captured < count && !signal.aborted) {
    const received = await socket.recvmsg(buffer, MSG_TRUNC, { signal }).catch((error: unknown) => {
      if (signal.aborted) return null
      throw error
    })
    if (received?.from?.family !== AF_PACKET) continue
    const { from, length, control } = received
    // What is sent by lo comes back by it, and would be there twice.
    if (from.hatype === ARPHRD_LOOPBACK && from.pkttype === PACKET_OUTGOING) continue
    const bytes = buffer.subarray(0, Math.min(length, SNAP_LENGTH))
    captured++
    const direction = from.pkttype === PACKET_OUTGOING ? 'out' : 'in'
    // There always is one: a packet from before the kernel began to stamp gets it as it is read.
    const time = control.get(SO_TIMESTAMPNS) as bigint
    await output.packet({ time, bytes, length, direction }, from)
  }
  return captured
}
