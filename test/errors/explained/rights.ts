import {
  AF_INET,
  AF_PACKET,
  IPPROTO_ICMP,
  SOCK_DGRAM,
  SOCK_RAW,
  SOCK_STREAM,
  SOL_SOCKET,
  socket,
} from '../../../src/index.ts'
import { at, becomeNobody, errorOf, type Situations } from './situation.ts'

const byte = new Uint8Array(1)
const SO_MARK = 36

export const rights: Situations = {
  'a port that is reserved': (scope) => {
    becomeNobody()
    return errorOf(() => scope.bound(SOCK_STREAM, at(80)))
  },
  'a raw socket without privileges': () => {
    becomeNobody()
    return errorOf(() => socket(AF_INET, SOCK_RAW, IPPROTO_ICMP))
  },
  'a raw socket as root of another namespace': () => errorOf(() => socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)),
  'a packet socket without privileges': () => {
    becomeNobody()
    return errorOf(() => socket(AF_PACKET, SOCK_DGRAM))
  },
  'a ping socket that is for no group': () => {
    becomeNobody()
    return errorOf(() => socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP))
  },
  'SO_MARK without privileges': (scope) => {
    const own = scope.socket()
    becomeNobody()
    return errorOf(() => own.setsockopt(SOL_SOCKET, SO_MARK, Uint8Array.of(1, 0, 0, 0)))
  },
  'a broadcast without SO_BROADCAST': (scope) =>
    errorOf(() => scope.socket(undefined, SOCK_DGRAM).sendto(byte, at(9, '127.255.255.255'))),
  'a route that forbids': (scope) =>
    errorOf(() => scope.socket(undefined, SOCK_DGRAM).sendto(byte, at(9, '10.9.8.7'))),
}
