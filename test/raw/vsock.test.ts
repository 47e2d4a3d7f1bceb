import assert from 'node:assert/strict'
import {
  type Address,
  AF_VSOCK,
  isSocketError,
  kernel,
  SOCK_STREAM,
  type Socket,
  VMADDR_CID_ANY,
  VMADDR_CID_HYPERVISOR,
  VMADDR_CID_LOCAL,
  VMADDR_PORT_ANY,
  type VsockAddress,
} from '../../src/index.ts'
import { type Scope, scoped } from '../errors/loopback.ts'
import { test } from '../leak-check.ts'

interface Diagnostics {
  diagnostic(text: string): void
}

/** A test for kernels with AF_VSOCK; of one without it is said that it refuses. */
function vsockTest(words: string, body: (scope: Scope, t: Diagnostics) => Promise<void>): void {
  test(words, (t) =>
    scoped(async (scope) => {
      try {
        await kernel.socket(AF_VSOCK, SOCK_STREAM).close()
      } catch (error) {
        assert.ok(isSocketError(error, 'EAFNOSUPPORT'), `${error}`)
        t.diagnostic('this kernel has no AF_VSOCK; the encoding of its addresses is held against C elsewhere')
        return
      }
      await body(scope, t)
    })(),
  )
}

function open(scope: Scope): Socket {
  return scope.own(kernel.socket(AF_VSOCK, SOCK_STREAM))
}

vsockTest('a vsock socket is bound to a port that the system chooses', async (scope) => {
  const socket = open(scope)
  socket.bind({ family: AF_VSOCK, cid: VMADDR_CID_ANY, port: VMADDR_PORT_ANY })
  const { cid, port } = socket.getsockname() as VsockAddress
  assert.equal(cid, VMADDR_CID_ANY)
  assert.ok(port > 1023 && port < VMADDR_PORT_ANY)
  const other = open(scope)
  assert.throws(() => other.bind({ family: AF_VSOCK, cid: VMADDR_CID_ANY, port }), {
    code: 'EADDRINUSE',
    address: `vsock:${VMADDR_CID_ANY}:${port}`,
  })
})

vsockTest('a vsock socket cannot be bound to a context that is not its own', async (scope) => {
  const socket = open(scope)
  const hypervisor: Address = { family: AF_VSOCK, cid: VMADDR_CID_HYPERVISOR, port: VMADDR_PORT_ANY }
  assert.throws(() => socket.bind(hypervisor), { code: 'EADDRNOTAVAIL' })
})

vsockTest('two vsock sockets talk over VMADDR_CID_LOCAL, where the kernel has it', async (scope, t) => {
  const listener = open(scope)
  try {
    listener.bind({ family: AF_VSOCK, cid: VMADDR_CID_LOCAL, port: VMADDR_PORT_ANY })
  } catch (error) {
    assert.ok(isSocketError(error, 'EADDRNOTAVAIL'), `${error}`)
    t.diagnostic('this kernel has no vsock loopback (CONFIG_VSOCKETS_LOOPBACK), so nobody can be talked to')
    return
  }
  listener.listen()
  const address = listener.getsockname()
  const client = open(scope)
  await client.connect(address)
  const server = scope.own(await listener.accept())
  assert.deepEqual(client.getpeername(), address)
  assert.deepEqual(server.getpeername(), client.getsockname())
  await client.send(Uint8Array.of(1, 2, 3))
  assert.deepEqual(await server.recv(10), Uint8Array.of(1, 2, 3))
})
