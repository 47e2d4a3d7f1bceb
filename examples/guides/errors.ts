// Guide 000, «IMPORTANTÍSIMO» below «socket()»: calls may fail. Each failure is provoked, with code, words and cause.
import {
  AddrInfoError,
  AI_NUMERICHOST,
  MSG_DONTWAIT,
  type Program,
  SHUT_WR,
  SO_LINGER,
  SOCK_DGRAM,
  SocketError,
} from 'soquete'
import { Attempt, LOOPBACK } from './attempt.ts'

const byte = new Uint8Array(1)

const ATTEMPTS: Readonly<Record<string, (attempt: Attempt) => unknown>> = {
  'connect() where nobody listens': (a) => a.socket().connect(a.bound().getsockname()),
  'bind() to an address that is taken': (a) => a.socket().bind(a.bound().getsockname()),
  "bind() to another machine's address": (a) => a.socket().bind({ ...LOOPBACK, address: '192.0.2.1' }),
  'sendto() to everybody without SO_BROADCAST': (a) =>
    a.socket(SOCK_DGRAM).sendto(byte, { ...LOOPBACK, address: '127.255.255.255', port: 9 }),
  'sendto() of a datagram of 70,000 bytes': (a) =>
    a.socket(SOCK_DGRAM).sendto(new Uint8Array(70_000), { ...LOOPBACK, port: 9 }),
  'send() of a datagram to nobody': (a) => a.socket(SOCK_DGRAM).send(byte),
  'recv() before connect()': (a) => a.socket().recv(1),
  'recv() without waiting': async (a) => (await a.connected())[0].recv(1, MSG_DONTWAIT),
  'recv() with a limit of 50 ms': async (a) => (await a.connected())[0].recv(1, 0, { timeout: 50 }),
  'recv() from a peer who resets': async (a) => {
    const [client, server] = await a.connected()
    server.setsockopt(SO_LINGER, { onoff: true, linger: 0 })
    await server.close()
    await client.recv(1)
  },
  'send() behind shutdown()': async (a) => {
    const [client] = await a.connected()
    client.shutdown(SHUT_WR)
    await client.send(byte)
  },
  'recv() behind close()': async (a) => {
    const [client] = await a.connected()
    await client.close()
    await client.recv(1)
  },
  'getaddrinfo() of what is no address': (a) =>
    a.stack.getaddrinfo('300.0.0.1', '80', { flags: AI_NUMERICHOST }),
}

export const main: Program = async (stack, _args, { stdout }) => {
  for (const [what, provoke] of Object.entries(ATTEMPTS)) {
    const attempt = new Attempt(stack)
    try {
      await provoke(attempt)
      await stdout.write(`${what}: no error on this stack\n`)
    } catch (error) {
      if (!(error instanceof SocketError || error instanceof AddrInfoError)) throw error
      const causes = error instanceof SocketError ? await error.explain() : []
      await stdout.write(`${what}: ${error.code}\n`)
      for (const words of [error.message, ...causes]) await stdout.write(`  ${words}\n`)
    } finally {
      await attempt.close()
    }
  }
}
