import { SOL_SOCKET } from '../socket/posix/constants.ts'
import { SCM_PIDFD, SCM_RIGHTS } from './layout.ts'

/** Does ancillary data of this kind consist of descriptors? */
export function holdsDescriptors(level: number, number: number): boolean {
  return level === SOL_SOCKET && (number === SCM_RIGHTS || number === SCM_PIDFD)
}

/** Descriptors that stand in ancillary data. */
export function descriptorsOf(control: Uint8Array, begin: number, end: number): number[] {
  const view = new DataView(control.buffer, control.byteOffset, control.byteLength)
  const descriptors: number[] = []
  for (let at = begin; at + 4 <= end; at += 4) {
    const fd = view.getInt32(at, true)
    if (fd >= 0) descriptors.push(fd)
  }
  return descriptors
}
