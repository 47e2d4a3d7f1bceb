// Guide 003, «Conectar Sockets: Direcciones Locales vs de Red»: the two kinds of address that its programs take.
import { type Address, AF_INET, AF_UNIX } from 'soquete'

/** What an echo program is told on its command line: a path, or a port of this machine. */
export function addressOf(argument: string): Address {
  if (argument.includes('/')) return { family: AF_UNIX, path: argument }
  return { family: AF_INET, address: '127.0.0.1', port: Number(argument) }
}
