import { readFileSync } from 'node:fs'

/** A number of this kernel's settings, as `net/core/txrehash`; -1 where it has no such. */
export function sysctl(name: string): number {
  try {
    return Number(readFileSync(`/proc/sys/${name}`, 'utf8').trim())
  } catch {
    return -1
  }
}

/** The loopback interface's index. */
export const LOOPBACK: number = Number(readFileSync('/sys/class/net/lo/ifindex', 'utf8'))
