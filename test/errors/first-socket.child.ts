// Run with a low limit of descriptors: makes its first socket when there are none left, then when there are.
import { closeSync, openSync } from 'node:fs'
import { AF_INET, getaddrinfo, SOCK_STREAM, SocketError, socket } from '../../src/index.ts'

// Loads the library, which needs descriptors itself.
await getaddrinfo('127.0.0.1', '1')
const taken: number[] = []
try {
  for (;;) taken.push(openSync('/dev/null', 'r'))
} catch {}

const results: string[] = []
for (const left of [0, 1, 2]) {
  for (let i = 0; i < left; i++) closeSync(taken.pop() ?? -1)
  try {
    await socket(AF_INET, SOCK_STREAM).close()
    results.push('made')
  } catch (error) {
    results.push(error instanceof SocketError ? `${error.syscall} ${error.code}` : `${error}`)
  }
}
for (const fd of taken) closeSync(fd)
console.log(JSON.stringify(results))
