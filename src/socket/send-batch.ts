import { isSocketError, type SocketError } from './errors.ts'

/** A message of a batch that could not be sent. */
export interface MessageFailure {
  /** Its slot. */
  readonly index: number
  readonly error: SocketError
}

/** Errors of the socket or of the wait: no other message fares better. */
const FATAL = ['EAGAIN', 'EBADF', 'EFAULT', 'ENOTCONN', 'EOPNOTSUPP', 'EPIPE', 'ETIMEDOUT'] as const

/**
 * Sends messages of a vector, going on behind one that fails: sendmmsg(2) stops there, and tells its error only when
 * it is the first.
 */
export async function sendBatch(
  count: number,
  sendmmsg: (start: number, count: number) => Promise<number>,
): Promise<MessageFailure[]> {
  const failures: MessageFailure[] = []
  for (let index = 0; index < count; ) {
    try {
      index += await sendmmsg(index, count - index)
    } catch (error) {
      if (!isSocketError(error) || FATAL.some((code) => error.code === code)) throw error
      failures.push({ index: index++, error })
    }
  }
  return failures
}
