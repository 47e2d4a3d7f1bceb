/** Whatever has a descriptor: a socket, a FileHandle, an object of one's own. */
export interface HasDescriptor {
  readonly fd: number
}

/**
 * A descriptor that came beside a message: of a socket, a file, a pipe, anything. It is the receiver's own, who closes
 * it or gives it on; one that is dropped while open is reported and closed.
 */
export interface Descriptor extends HasDescriptor {
  /** -1 once it is closed or released. */
  readonly fd: number
  close(): void
  /** Gives the number away: whoever takes it closes it. */
  release(): number
  [Symbol.dispose](): void
}
