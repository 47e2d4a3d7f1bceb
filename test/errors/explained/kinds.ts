import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  IPPROTO_TCP,
  SHUT_WR,
  SO_LINGER,
  SO_TYPE,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOL_SOCKET,
  socket,
  TCP_INFO,
  TCP_NODELAY,
} from '../../../src/index.ts'
import { at, errorOf, type Situations } from './situation.ts'

const byte = new Uint8Array(1)
const IPPROTO_MPTCP = 262

export const kinds: Situations = {
  'a family that there is not': () => errorOf(() => socket(99, SOCK_STREAM)),
  'a type that there is not': () => errorOf(() => socket(AF_INET, 4)),
  'a Unix type that there is not': () => errorOf(() => socket(AF_UNIX, 4)),
  'a protocol of another type': () => errorOf(() => socket(AF_INET, SOCK_DGRAM, IPPROTO_TCP)),
  'a Unix protocol': () => errorOf(() => socket(AF_UNIX, SOCK_STREAM, 99)),
  'MPTCP is off': () => errorOf(() => socket(AF_INET, SOCK_STREAM, IPPROTO_MPTCP)),
  'an address of another family': (scope) => errorOf(() => scope.socket().connect(at(9, '::1'))),
  'an address of a shorter family': (scope) => errorOf(() => scope.socket(AF_INET6).bind(at(9))),
  'an option of TCP on UDP': (scope) =>
    errorOf(() => scope.socket(undefined, SOCK_DGRAM).setsockopt(TCP_NODELAY, true)),
  'an option of TCP asked of Unix': (scope) => errorOf(() => scope.socket(AF_UNIX).getsockopt(TCP_NODELAY)),
  'an option that is only read': (scope) =>
    errorOf(() => scope.socket().setsockopt(SOL_SOCKET, SO_TYPE.number, new Uint8Array(4))),
  'an option that there is not': (scope) => errorOf(() => scope.socket().getsockopt(SOL_SOCKET, 12_345, 4)),
  'bound twice': (scope) => {
    const bound = scope.bound(SOCK_STREAM, at(4444))
    return errorOf(() => bound.bind(at(4445)))
  },
  'accept before listen': (scope) => errorOf(() => scope.bound().accept()),
  'sending without a connection': (scope) => errorOf(() => scope.socket().send(byte)),
  'sending after shutdown': async (scope) => {
    const [client] = await scope.connected()
    client.shutdown(SHUT_WR)
    while (client.getsockopt(TCP_INFO).state !== 'FIN_WAIT2')
      await new Promise((resolve) => setImmediate(resolve))
    return errorOf(() => client.send(byte))
  },
  'sending after a reset': async (scope) => {
    const [client, server] = await scope.connected()
    server.setsockopt(SO_LINGER, { onoff: true, linger: 0 })
    await server.close()
    await client.recv(1).catch(() => undefined)
    return errorOf(() => client.send(byte))
  },
}
