// Closes with bytes unsent and a lingering time below zero, which the kernel takes for one of many years.
import { SO_LINGER, SOL_SOCKET } from '../../src/index.ts'
import { Scope } from './loopback.ts'

const scope = new Scope()
const [client] = await scope.connected()
const setting = new Uint8Array(Int32Array.of(1, -1).buffer)
client.setsockopt(SOL_SOCKET, SO_LINGER.number, setting)
const bytes = new Uint8Array(1 << 20)
try {
  for (;;) await client.send(bytes, 0, { timeout: 100 })
} catch {
  // Nothing more fits.
}
void client.close()
// The loop goes on: nothing has stopped the thread.
setTimeout(() => process.exit(7), 50)
