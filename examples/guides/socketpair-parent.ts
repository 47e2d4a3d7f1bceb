// Guide 003, «Ejemplo con socketpair»: a parent and its child, each with one end of a pair. Processes are Node's.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { AF_UNIX, type Program, SOCK_STREAM } from 'soquete'

const CHILD = fileURLToPath(new URL('./socketpair-child.js', import.meta.url))

/** Arguments: what the parent says. */
export const main: Program = async (stack, [words = 'hello, child'], { stdout }) => {
  const [ours, theirs] = stack.socketpair(AF_UNIX, SOCK_STREAM)
  try {
    // fork() copies both ends into the child, and each process closes the one that it does not use. spawn() gives the
    // child only what stands in stdio: there the other end becomes its descriptor 3, and here it is closed.
    const { fd } = theirs.detach({ blocking: true })
    const child = spawn(process.execPath, [CHILD], { stdio: ['inherit', 'pipe', 'inherit', fd] })
    closeSync(fd)
    child.stdout?.on('data', (text: Uint8Array) => void stdout.write(text))
    const ended = once(child, 'close')

    await ours.send(new TextEncoder().encode(words))
    const answer = await ours.recv(1024)
    await stdout.write(`the child says: ${new TextDecoder().decode(answer)}\n`)
    await ended
  } finally {
    await ours.close()
  }
}
