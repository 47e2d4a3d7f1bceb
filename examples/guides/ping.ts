// Guide 001, «Internet Sockets»: a ping, whose messages the program itself makes and reads. Needs CAP_NET_RAW.
import { AF_INET, IPPROTO_ICMP, type Program, SOCK_RAW } from 'soquete'

const [ECHO_REPLY, ECHO_REQUEST] = [0, 8]

/** Milliseconds for an answer. */
const PATIENCE = 1000

/** Arguments: an IPv4 address, how many requests. Its exit status is 1 when one was not answered. */
export const main: Program = async (stack, [address = '127.0.0.1', requests = '3'], { stdout }) => {
  const socket = stack.socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)
  const identifier = Math.floor(65536 * Math.random())
  try {
    for (let sequence = 1; sequence <= Number(requests); sequence++) {
      const sent = stack.clock.now()
      await socket.sendto(echo(identifier, sequence), { family: AF_INET, address, port: 0 })
      for (;;) {
        // A raw socket gets every ICMP message of this machine, and each with its IP header.
        const { data: packet, from } = await socket.recvfrom(1500, 0, {
          timeout: Math.max(0, sent + PATIENCE - stack.clock.now()),
        })
        const message = new DataView(packet.buffer, packet.byteOffset + 4 * ((packet[0] ?? 0) & 0xf))
        if (message.byteLength < 8 || message.getUint8(0) !== ECHO_REPLY) continue
        if (message.getUint16(4) !== identifier || message.getUint16(6) !== sequence) continue
        const who = from?.family === AF_INET ? from.address : address
        await stdout.write(
          `answer ${sequence} from ${who} after ${(stack.clock.now() - sent).toFixed(2)} ms\n`,
        )
        break
      }
    }
  } finally {
    await socket.close()
  }
}

/** An echo request: type, code, checksum, identifier, sequence number (RFC 792). */
function echo(identifier: number, sequence: number): Uint8Array {
  const words = new DataView(new ArrayBuffer(8))
  words.setUint8(0, ECHO_REQUEST)
  words.setUint16(4, identifier)
  words.setUint16(6, sequence)
  const sum = words.getUint16(0) + identifier + sequence
  words.setUint16(2, ~((sum & 0xffff) + (sum >>> 16)))
  return new Uint8Array(words.buffer)
}
