import { UsageError } from '../frame/usage-error.ts'
import type { TransferWords } from './transfer-words.ts'

/** Ports of one range. */
const MOST = 1024

/** `tcp://host:20-25` is six endpoints; anything else is one. */
export function expandPorts(text: string, words: TransferWords): string[] {
  const [, before, first, last] = /^(.*?)(\d+)-(\d+)$/.exec(text) ?? []
  if (before === undefined || !/(^|:)$/.test(before) || before.startsWith('unix')) return [text]
  const [from, to] = [Number(first), Number(last)]
  if (from < 1 || from > to || to > 65535) throw new UsageError(words.usage.badRange(`${first}-${last}`))
  if (to - from >= MOST) throw new UsageError(words.usage.tooManyPorts(MOST))
  return Array.from({ length: to - from + 1 }, (_, index) => `${before}${from + index}`)
}
