import { type Summary, spread } from './statistics.ts'

export function whole(value: number): string {
  return Math.round(value).toLocaleString('en')
}

/** A duration of nanoseconds in microseconds, with a decimal where it says something. */
export function microseconds(nanoseconds: number): string {
  const value = nanoseconds / 1000
  return value < 100 ? value.toFixed(1) : whole(value)
}

/** 12,345 ± 3 %; a single sample has no spread. */
export function figure(summary: Summary): string {
  const { median, min, max } = summary
  if (min === max) return whole(median)
  return `${whole(median)} ±${(spread(summary) * 100).toFixed(0).padStart(3)} %`
}

/** 1.31 (1.25 to 1.33) */
export function ratio({ median, min, max }: Summary): string {
  if (min === max) return digits(median)
  return `${digits(median)} (${digits(min)} to ${digits(max)})`
}

function digits(value: number): string {
  return value < 10 ? value.toFixed(2) : value.toFixed(1)
}
