import { SOCK_DGRAM } from '../../../src/index.ts'
import type { Scope } from '../loopback.ts'
import { at, errorOf, type Situations } from './situation.ts'

function connectError(scope: Scope, address: string, timeout?: number) {
  const client = scope.socket(at(0, address).family)
  return errorOf(() => client.connect(at(80, address), timeout === undefined ? undefined : { timeout }))
}

export const network: Situations = {
  'no route': (scope) => connectError(scope, '192.0.2.7'),
  'no route for IPv6': (scope) => connectError(scope, '2001:db8::7'),
  'IPv6 is off, and connected to': (scope) => connectError(scope, '2001:db8::7'),
  'a network whose rule leads elsewhere': (scope) => connectError(scope, '10.1.1.9'),
  'a route whose interface is down': (scope) => connectError(scope, '10.1.1.9'),
  'a neighbour that does not answer': (scope) => connectError(scope, '10.1.1.9'),
  'a router that does not answer': (scope) => connectError(scope, '192.0.2.7'),
  'a router that knows no way': (scope) => connectError(scope, '192.0.2.7'),
  'refused by another host': (scope) => connectError(scope, '10.1.1.2'),
  'a datagram that no route takes': async (scope) => {
    const sender = scope.socket(undefined, SOCK_DGRAM)
    return errorOf(() => sender.sendto(new Uint8Array(1), at(9, '192.0.2.7')))
  },
  'a host that is silent, within a limit of time': (scope) => connectError(scope, '10.1.1.9', 100),
  'a host that is silent': (scope) => connectError(scope, '10.1.1.9'),
  'a listener that does not accept': async (scope) => {
    scope.listener(0, at(4444))
    await scope.socket().connect(at(4444))
    return errorOf(() => scope.socket().connect(at(4444), { timeout: 100 }))
  },
}
