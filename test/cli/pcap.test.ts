import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { checkPacket } from '../../src/netstack/packet/check-packet.ts'
import { type Packet, readPacket } from '../../src/netstack/packet/packet.ts'
import { GOOD } from '../../src/netstack/packet/verdict.ts'
import { hasTcpdump, readByTcpdump, readPcapng } from '../trace/pcapng-reader.ts'
import { type Bench, cliTest, portOf } from './running.ts'

const ENHANCED_PACKET = 6

/** The packets of a file, each with checksums and lengths that are right. */
function packetsOf(file: string): Packet[] {
  return readPcapng(readFileSync(file))
    .filter(({ type }) => type === ENHANCED_PACKET)
    .map(({ bytes }) => {
      const packet = Buffer.from(bytes!, 'hex')
      const view = new DataView(packet.buffer, packet.byteOffset, packet.length)
      assert.equal(checkPacket(view, 0, packet.length), GOOD)
      return readPacket(view, 0, packet.length)
    })
}

function story(packets: readonly Packet[]): string[] {
  return packets.map(
    ({ tcp, payload }) => `${tcp?.sourcePort} ${tcp?.flags} ${tcp?.seq} ${tcp?.ack} ${Buffer.from(payload)}`,
  )
}

async function echoPort(bench: Bench, where: string): Promise<string> {
  return portOf(await bench.soquete(['echo', where]).listens())
}

cliTest('--pcap keeps a conversation as packets that others can read', async (bench) => {
  const file = join(bench.directory, 'talk.pcapng')
  const port = await echoPort(bench, '0')
  await bench.soquete(['connect', '--pcap', file, port], { input: 'hola\n' }).ends()
  const packets = packetsOf(file)
  const own = packets[0]!.tcp!.sourcePort
  assert.deepEqual(story(packets), [
    `${own} SYN 0 0 `,
    `${port} SYN,ACK 0 1 `,
    `${own} ACK 1 1 `,
    `${own} PSH,ACK 1 1 hola\n`,
    ...(story(packets)[4]?.includes('FIN')
      ? [`${own} FIN,ACK 6 1 `, `${port} PSH,ACK 1 7 hola\n`, `${port} FIN,ACK 6 7 `]
      : [`${port} PSH,ACK 1 6 hola\n`, `${own} FIN,ACK 6 6 `, `${port} FIN,ACK 6 7 `]),
  ])
  assert.equal(statSync(file).mode & 0o777, 0o600)
  if (hasTcpdump) assert.match(readByTcpdump(readFileSync(file)).join('\n'), /Flags \[S\].*\n.*Flags \[S\.\]/)
})

cliTest(
  '--pcap keeps what many clients say, datagrams, and Unix sockets; a failure is a reset',
  async (bench) => {
    const file = join(bench.directory, 'relay.pcapng')
    const target = await echoPort(bench, '0')
    const relay = bench.soquete(['relay', '--pcap', file, '0', target])
    const port = portOf(await relay.listens())
    for (const said of ['one', 'two']) await bench.soquete(['connect', port], { input: said }).ends()
    relay.interrupt()
    await relay.ends()
    const said = packetsOf(file).flatMap(({ payload }) =>
      payload.length > 0 ? [`${Buffer.from(payload)}`] : [],
    )
    assert.deepEqual(said, ['one', 'one', 'two', 'two'])

    const datagrams = join(bench.directory, 'datagrams.pcapng')
    const udp = await echoPort(bench, 'udp://[::1]:0')
    await bench.soquete(['connect', '--pcap', datagrams, `udp://[::1]:${udp}`], { input: 'a\nb\n' }).ends()
    const ports = packetsOf(datagrams).map((packet) => packet.udp?.destinationPort)
    assert.equal(ports.filter((each) => each === Number(udp)).length, 2)
    assert.equal(ports.length, 4)

    const path = join(bench.directory, 'echo.sock')
    await echoPort(bench, path)
    const unix = join(bench.directory, 'unix.pcapng')
    await bench.soquete(['connect', '--pcap', unix, path], { input: 'x' }).ends()
    assert.equal(packetsOf(unix).length, 7)

    const script = `
import socket, struct
s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen()
print('listening on', s.getsockname()[1], flush=True)
c, _ = s.accept(); c.recv(1)
c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0)); c.close()`
    const [, rude] = await bench.program('python3', ['-c', script]).says(/listening on (\d+)/, 'stdout')
    const broken = join(bench.directory, 'broken.pcapng')
    const client = bench.soquete(['connect', '--pcap', broken, rude!])
    client.write('x')
    await client.ends(6)
    assert.equal(packetsOf(broken).at(-1)?.tcp?.flags, 'RST,ACK')
  },
)

cliTest('--pcap says when its file cannot be written', async (bench) => {
  const port = await echoPort(bench, '0')
  const { stderr } = await bench
    .soquete(['connect', '--pcap', '/no/such/directory/file', port], { input: '' })
    .ends(1)
  assert.match(stderr, /cannot write \/no\/such\/directory\/file: ENOENT/)
})
