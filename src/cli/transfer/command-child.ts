import { spawn } from 'node:child_process'
import { closeSync } from 'node:fs'
import type { Socket } from '../../socket/socket.ts'
import type { Names } from './end.ts'

/**
 * Runs a command whose standard input and output are the connection itself, and waits for its end: no shell stands
 * between, and nothing passes through this process. Gives its exit status or its signal.
 */
export async function serveByCommand(
  [program, ...args]: readonly [string, ...string[]],
  socket: Socket,
  { name, local }: Names,
): Promise<number | NodeJS.Signals> {
  const { fd } = socket.detach({ blocking: true })
  try {
    const child = spawn(program, args, {
      stdio: [fd, fd, 'inherit'],
      env: { ...process.env, SOQUETE_PEER: name, SOQUETE_LOCAL: local },
    })
    return await new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', (status, signal) => resolve(signal ?? status ?? 0))
    })
  } finally {
    closeSync(fd)
  }
}
