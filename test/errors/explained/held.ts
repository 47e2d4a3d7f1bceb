import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Scope } from '../loopback.ts'

/** Another process holds an address as long as the scope lasts. */
export async function held(scope: Scope, where: string): Promise<void> {
  const file = fileURLToPath(new URL('holder.child.js', import.meta.url))
  const child = spawn(process.execPath, [file, where], { stdio: ['pipe', 'pipe', 'inherit'] })
  scope.onClose(() => {
    child.stdin.end()
    return once(child, 'exit')
  })
  await once(child.stdout, 'data')
}
