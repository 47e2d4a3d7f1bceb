import type { IncomingMessage } from '../socket/message.ts'
import { readControl } from '../socket/options/cmsg-layout.ts'
import type { ReceivedControl } from '../socket/options/control.ts'
import type { Descriptor } from '../socket/options/descriptor.ts'
import { MSG_CTRUNC } from '../socket/posix/constants.ts'
import { descriptorsOf, holdsDescriptors } from './descriptor-control.ts'
import type { KernelThread } from './kernel-thread.ts'
import { closeAtOnce } from './ledger.ts'
import { ReceivedDescriptor } from './received-descriptor.ts'

/**
 * Takes over what stood beside a message. Descriptors are ours from the moment of the call: as many as are welcome get
 * an owner, the others are closed.
 */
export function takeControl(thread: KernelThread, message: IncomingMessage): void {
  const { control, controlLength } = thread.header
  const taken: ReceivedControl[] = []
  let welcome = message.maxDescriptors
  readControl(control, 0, controlLength, (level, number, begin, end) => {
    if (!holdsDescriptors(level, number)) {
      taken.push({ level, number, data: control.slice(begin, end), descriptors: [] })
      return
    }
    const descriptors: Descriptor[] = []
    for (const fd of descriptorsOf(control, begin, end)) {
      if (welcome > 0) descriptors.push(new ReceivedDescriptor(thread, fd))
      else closeAtOnce(fd)
      if (welcome-- <= 0) message.flags |= MSG_CTRUNC
    }
    if (descriptors.length > 0) taken.push({ level, number, data: new Uint8Array(0), descriptors })
  })
  message.control = taken
}
