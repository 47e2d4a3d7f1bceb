/** The states of a connection: RFC 9293 section 3.3.2. The numbers are those of Linux's TCP_INFO. */

export const ESTABLISHED = 1
export const SYN_SENT = 2
export const SYN_RECEIVED = 3
export const FIN_WAIT_1 = 4
export const FIN_WAIT_2 = 5
export const TIME_WAIT = 6
export const CLOSED = 7
export const CLOSE_WAIT = 8
export const LAST_ACK = 9
export const LISTEN = 10
export const CLOSING = 11

/** As the RFC writes them, by number. */
export const STATE_NAMES: readonly string[] = [
  '',
  'ESTABLISHED',
  'SYN-SENT',
  'SYN-RECEIVED',
  'FIN-WAIT-1',
  'FIN-WAIT-2',
  'TIME-WAIT',
  'CLOSED',
  'CLOSE-WAIT',
  'LAST-ACK',
  'LISTEN',
  'CLOSING',
]

/** May more be sent: has the user not yet closed? */
export function maySend(state: number): boolean {
  return state === ESTABLISHED || state === CLOSE_WAIT
}

/** May data still come: has the peer not yet closed? */
export function mayReceive(state: number): boolean {
  return state === ESTABLISHED || state === FIN_WAIT_1 || state === FIN_WAIT_2
}
