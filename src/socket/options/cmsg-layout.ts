import type { ControlMessage } from './control.ts'

/** `struct cmsghdr` on 64-bit Linux: cmsg(3). A test asks C compilers whether it is so. */
export const CMSGHDR = { size: 16, len: 0, level: 8, type: 12 } as const

/** CMSG_ALIGN: messages begin at multiples of 8. */
function align(length: number): number {
  return (length + 7) & ~7
}

/** CMSG_SPACE: what a message with so many bytes takes. */
export function controlSpace(length: number): number {
  return CMSGHDR.size + align(length)
}

/** Bytes that a message's data takes: of descriptors, an `int` each. */
function dataLength({ data, descriptors }: ControlMessage): number {
  return descriptors.length === 0 ? data.length : 4 * descriptors.length
}

/**
 * Writes messages one after the other into the room from `start` to `end`; gives where they end, or -1 when they do
 * not fit. A descriptor that has been closed becomes -1, which the kernel refuses with EBADF.
 */
export function writeControl(
  messages: readonly ControlMessage[],
  into: Uint8Array,
  start: number,
  end: number,
): number {
  // All are asked before the first byte is written: an `fd` that is computed may send another message meanwhile.
  const numbers = messages.map(({ descriptors }) =>
    descriptors.map(({ fd }) => (Number.isInteger(fd) ? fd : -1)),
  )
  let at = start
  const view = new DataView(into.buffer, into.byteOffset, into.byteLength)
  for (const [index, message] of messages.entries()) {
    const length = dataLength(message)
    const space = controlSpace(length)
    if (space > end - at) return -1
    into.fill(0, at, at + space)
    view.setUint32(at + CMSGHDR.len, CMSGHDR.size + length, true)
    view.setInt32(at + CMSGHDR.level, message.level, true)
    view.setInt32(at + CMSGHDR.type, message.number, true)
    const data = at + CMSGHDR.size
    if (message.descriptors.length === 0) into.set(message.data, data)
    for (const [place, fd] of numbers[index]!.entries()) view.setInt32(data + 4 * place, fd, true)
    at += space
  }
  return at
}

/** Reads the messages between `start` and `end`: level, number, and where its data begins and ends. */
export function readControl(
  from: Uint8Array,
  start: number,
  end: number,
  take: (level: number, number: number, begin: number, end: number) => void,
): void {
  const view = new DataView(from.buffer, from.byteOffset, from.byteLength)
  for (let at = start; at + CMSGHDR.size <= end; ) {
    const length = view.getUint32(at + CMSGHDR.len, true)
    // The last one is cut when MSG_CTRUNC is set.
    if (length < CMSGHDR.size) return
    const stop = Math.min(at + length, end)
    const level = view.getInt32(at + CMSGHDR.level, true)
    take(level, view.getInt32(at + CMSGHDR.type, true), at + CMSGHDR.size, stop)
    at += align(length)
  }
}
