/**
 * Arithmetic of sequence numbers, modulo 2³²: RFC 9293 section 3.4. Which of two comes first is only known while they
 * are less than 2³¹ apart, as those of one connection's window are. All take numbers of 32 bits with or without sign.
 */

/** `a` and so many bytes on, from 0 to 2³² − 1. */
export function add(a: number, bytes: number): number {
  return (a + bytes) >>> 0
}

/** How far `a` is ahead of `b`; negative when it is behind. */
export function diff(a: number, b: number): number {
  return (a - b) | 0
}

/** `a` < `b` */
export function lt(a: number, b: number): boolean {
  return ((a - b) | 0) < 0
}

/** `a` =< `b` */
export function leq(a: number, b: number): boolean {
  return ((a - b) | 0) <= 0
}

/** `a` > `b` */
export function gt(a: number, b: number): boolean {
  return ((a - b) | 0) > 0
}

/** `a` >= `b` */
export function geq(a: number, b: number): boolean {
  return ((a - b) | 0) >= 0
}

/** `low` =< `a` =< `high`, however far apart these are. */
export function between(low: number, a: number, high: number): boolean {
  return (a - low) >>> 0 <= (high - low) >>> 0
}

/** `first` =< `a` < `first` + `length`, as a segment is judged by the window: RFC 9293 section 3.4. */
export function inWindow(a: number, first: number, length: number): boolean {
  return (a - first) >>> 0 < length
}
