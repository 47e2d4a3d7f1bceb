/**
 * The time of a stack: that of a simulated network, or of the machine below. Nanoseconds since some fixed moment, whole
 * numbers: exact for 104 days.
 */
export interface Time {
  readonly now: number
  /** An alarm that rings nobody until it is set; it is kept and set again, so that timers cost nothing to restart. */
  alarm(due: Due): Alarm
}

/** Who is told when an alarm's time has come. Alarms of the same moment ring in the order in which they were set. */
export interface Due {
  due(alarm: Alarm): void
}

export interface Alarm {
  /** When it rings; −1 when it does not. */
  readonly at: number
  /** Rings at that moment, or as soon as it can when that has passed, and not when it was set to before. */
  set(at: number): void
  clear(): void
}

export const MICROSECOND = 1_000
export const MILLISECOND = 1_000_000
export const SECOND = 1_000_000_000
