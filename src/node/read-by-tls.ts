/** What Node's TLS puts around a stream that is not a net.Socket; as it is made, it begins to listen for 'data'. */
const ADAPTER = 'JSStreamSocket'

/** Frames between here and the adapter: this function, and the method `on` that asks. */
const FRAMES = 3

/**
 * Whether it is TLS that has called the caller. TLS reads ahead of its own reader, and takes the closing of the stream
 * below for a reason to drop what that one has not read yet; nothing but the stack tells that it is there.
 */
export function calledByTls(): boolean {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = FRAMES
  const { stack = '' } = new Error()
  Error.stackTraceLimit = stackTraceLimit
  return stack.includes(ADAPTER)
}
