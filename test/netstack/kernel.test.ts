import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { testsInNamespace } from '../namespace.ts'

/** Why the kernel cannot be talked to from here; false where it can. */
function lacking(): string | false {
  try {
    accessSync('/dev/net/tun', constants.R_OK | constants.W_OK)
  } catch {
    return 'needs /dev/net/tun: run as root'
  }
  return spawnSync('python3', ['--version']).status === 0 ? false : 'needs python3'
}

testsInNamespace(
  'a host of ours and the kernel, through a TUN device',
  new URL('kernel.child.js', import.meta.url),
  lacking(),
)
