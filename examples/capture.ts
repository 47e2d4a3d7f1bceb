import { parseArgs } from 'node:util'
import {
  AF_PACKET,
  ETH_P_ALL,
  isSocketError,
  MSG_TRUNC,
  PACKET_OUTGOING,
  type Program,
  SO_RCVBUF,
  SOCK_RAW,
  SOL_PACKET,
  type Socket,
  type Stack,
  type Stdio,
} from 'soquete'
import { ARPHRD_LOOPBACK, listLinks } from 'soquete/netlink'
import { CaptureFile, CaptureLines, type CaptureOutput, linkTypeOf, SNAP_LENGTH } from './capture-output.ts'
import { interruption } from './interrupt.ts'
import { type PacketFilter, parseFilter, summarize } from './packet.ts'

const USAGE = `usage: capture [-i INTERFACE] [-w FILE] [-c COUNT] [--filter FILTER]
  -i        the interface; without it all of them
  -w        a pcapng file to write; without it a line is printed for each packet
  -c        packets to capture; without it until Ctrl-C
  --filter  tcp, udp, icmp, arp, 'port N', 'tcp port N' or 'udp port N'
`

const NOT_PERMITTED = `capture: cannot capture: packet sockets need the capability CAP_NET_RAW
  Run it as root, or let node have it: sudo setcap cap_net_raw+ep "$(command -v node)"
`

interface Options {
  readonly interface: string | undefined
  readonly file: string | undefined
  readonly count: number
  readonly filter: PacketFilter
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
        filter: { type: 'string' },
      },
    })
    const count = Number(values.c)
    const filter = values.filter === undefined ? () => true : parseFilter(values.filter)
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
  // Protocol 0 receives nothing yet, and so nothing of other interfaces.
  const socket = stack.socket(AF_PACKET, SOCK_RAW, 0)
  const { signal, release } = interruption()
  let output: CaptureOutput | null = null
  try {
    output =
      options.file === undefined ? new CaptureLines(links, stdio) : new CaptureFile(links, options.file)
    socket.setsockopt(SO_RCVBUF, 4 << 20)
    socket.bind({ family: AF_PACKET, protocol: ETH_P_ALL, ifindex: chosen?.index ?? 0 })
    const captured = await receive(socket, options, signal, output)
    await stdio.stderr.write(`captured ${captured}, and dropped ${drops(socket)} for want of room\n`)
    return 0
  } finally {
    release()
    output?.close()
    await socket.close()
  }
}

async function receive(
  socket: Socket,
  { count, filter }: Options,
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
    const { from, length } = received
    // What is sent by lo comes back by it, and would be there twice.
    if (from.hatype === ARPHRD_LOOPBACK && from.pkttype === PACKET_OUTGOING) continue
    const bytes = buffer.subarray(0, Math.min(length, SNAP_LENGTH))
    const summary = summarize(bytes, linkTypeOf(from))
    // Here and not in the kernel: SO_ATTACH_FILTER takes an address, and has no option of its own yet.
    if (!filter(summary)) continue
    captured++
    const direction = from.pkttype === PACKET_OUTGOING ? 'out' : 'in'
    await output.packet({ time: nanoseconds(), bytes, length, direction }, from, summary.text)
  }
  return captured
}

/** When the program got it: a little later than the kernel did. */
function nanoseconds(): bigint {
  return BigInt(Math.round((performance.timeOrigin + performance.now()) * 1e6))
}

/** Of packet(7), by its number until it has an option: packets seen, and those for which there was no room. */
const PACKET_STATISTICS = 6

function drops(socket: Socket): number {
  const statistics = socket.getsockopt(SOL_PACKET, PACKET_STATISTICS, 8)
  return new DataView(statistics.buffer, statistics.byteOffset).getUint32(4, true)
}
