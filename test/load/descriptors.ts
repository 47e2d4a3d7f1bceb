import { readdirSync, readlinkSync } from 'node:fs'

/** Descriptors of epolls: each thread has some of Node's, and one of ours when it has sockets. */
export function epolls(): number {
  return readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === 'anon_inode:[eventpoll]'
    } catch {
      return false
    }
  }).length
}
