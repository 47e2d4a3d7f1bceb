import { formatAddress } from '../../socket/posix/addresses.ts'
import { AF_INET, AF_INET6 } from '../../socket/posix/constants.ts'
import type { End, Packet } from './packet.ts'
import type { PacketWords } from './words.ts'

/** A packet in a line, as `127.0.0.1:1000 > 127.0.0.1:2000  UDP  2 bytes`. */
export function packetLine(packet: Packet, words: PacketWords): string {
  switch (packet.protocol) {
    case 'TCP': {
      const { flags, seq, ack, bytes } = packet
      return `${ends(packet)}  TCP  ${flags.join(',')}  seq ${seq}  ack ${ack}  ${words.bytes(bytes)}`
    }
    case 'UDP':
      return `${ends(packet)}  UDP  ${words.bytes(packet.bytes)}`
    case 'ICMP':
    case 'ICMPv6':
      return `${ends(packet)}  ${packet.protocol}  ${message(packet, words)}`
    case 'fragment':
      return `${ends(packet)}  ${words.fragment(packet.number)}  ${words.bytes(packet.bytes)}`
    case 'IP':
      return `${ends(packet)}  ${words.protocol(packet.number)}  ${words.bytes(packet.bytes)}`
    case 'ARP':
      return `ARP  ${words.arp[packet.operation](packet.sender, packet.target)}`
    case 'other':
      return `${words.etherType(`0x${packet.type.toString(16).padStart(4, '0')}`)}  ${words.bytes(packet.bytes)}`
    case 'unknown':
      return words.bytes(packet.bytes)
  }
}

function ends({ source, destination }: { readonly source: End; readonly destination: End }): string {
  return `${end(source)} > ${end(destination)}`
}

function end({ address, port }: End): string {
  if (port === undefined) return address
  return formatAddress({ family: address.includes(':') ? AF_INET6 : AF_INET, address, port })
}

const REQUESTS = [8, 128]

function message(
  { type, code, identifier, sequence }: Extract<Packet, { protocol: 'ICMP' | 'ICMPv6' }>,
  words: PacketWords,
): string {
  if (identifier === undefined || sequence === undefined) return words.icmp(type, code)
  const what = REQUESTS.includes(type) ? words.echoRequest : words.echoReply
  return `${what}  id ${identifier}  seq ${sequence}`
}
