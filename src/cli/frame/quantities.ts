const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** As far as timers reach. */
const LONGEST = 0x7fffffff

const BYTES: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  k: 2 ** 10,
  kib: 2 ** 10,
  m: 2 ** 20,
  mib: 2 ** 20,
  g: 2 ** 30,
  gib: 2 ** 30,
}

const NUMBER_AND_UNIT = /^(\d{1,15}(?:\.\d{1,6})?)\s?([a-z]*)$/i

/** `500ms`, `10s`, `1.5m`, `2h` in milliseconds; a bare number is seconds. Undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const [, number, unit] = NUMBER_AND_UNIT.exec(text) ?? []
  if (number === undefined || unit === undefined) return undefined
  const factor = MILLISECONDS[unit === '' ? 's' : unit]
  if (factor === undefined) return undefined
  const milliseconds = Number(number) * factor
  return milliseconds > 0 && milliseconds <= LONGEST ? milliseconds : undefined
}

/** `1500`, `64KiB` or `64k`, `1MB` in bytes. Undefined for anything else, and for what is no whole number of them. */
export function parseSize(text: string): number | undefined {
  const [, number, unit] = NUMBER_AND_UNIT.exec(text) ?? []
  if (number === undefined || unit === undefined) return undefined
  const factor = BYTES[unit.toLowerCase()]
  if (factor === undefined) return undefined
  const bytes = Number(number) * factor
  return Number.isSafeInteger(bytes) ? bytes : undefined
}

const UNITS = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const

/** Bytes in four characters or so: `512 B`, `1.5 KiB`, `64.0 MiB`. */
export function formatSize(bytes: number): string {
  let [amount, unit] = [bytes, 'B']
  for (const larger of UNITS) {
    // What would be rounded to 1024 is one of the next unit.
    if (amount < 1023.95) break
    amount /= 1024
    unit = larger
  }
  return `${unit === 'B' ? amount : amount.toFixed(1)} ${unit}`
}

/** Milliseconds, as one would say them: `0.04 ms`, `12.3 ms`, `1.2 s`, `41 s`, `2 m 5 s`, `2 h 3 m`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 0.995) return `${milliseconds.toFixed(2)} ms`
  if (milliseconds < 99.95) return `${milliseconds.toFixed(1)} ms`
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`
  if (milliseconds < 9950) return `${(milliseconds / 1000).toFixed(1)} s`
  const seconds = Math.round(milliseconds / 1000)
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${seconds % 60} s`
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} m`
}
