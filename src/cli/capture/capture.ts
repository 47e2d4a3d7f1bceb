import type { Instruction } from '../../socket/options/filter.ts'
import type { Run } from '../frame/command.ts'
import { Interruption } from '../frame/interruption.ts'
import type { Values } from '../frame/option.ts'
import type { Terminal } from '../frame/terminal.ts'
import { UsageError } from '../frame/usage-error.ts'
import { Capturing } from './capturing.ts'
import { compileFilter } from './filter.ts'
import { FilterError } from './filter-error.ts'
import { filterMistake } from './filter-mistake.ts'
import { showInterfaces } from './interface-table.ts'
import type { CAPTURE_OPTIONS } from './options.ts'
import { WHOLE_PACKET } from './packet-source.ts'
import { type CaptureWords, captureWords } from './words.ts'

type CaptureValues = Values<typeof CAPTURE_OPTIONS>

export const run: Run<typeof CAPTURE_OPTIONS> = async ({ values, operands }, terminal) => {
  const words = captureWords(terminal.language)
  checkTogether(values, words)
  if (values.list) return showInterfaces(terminal, words, values.json)
  const size = Math.min(values.snap ?? WHOLE_PACKET, WHOLE_PACKET)
  const text = operands.join(' ')
  const program = compile(text, size, terminal)
  const interruption = new Interruption(terminal)
  try {
    const filter = { text, program }
    return await new Capturing(terminal, { ...values, filter, size }, interruption.signal, words).run()
  } finally {
    interruption.release()
  }
}

/** Options that would spoil what is written to the standard output. */
function checkTogether({ write, print, hex, json }: CaptureValues, words: CaptureWords): void {
  if (write !== '-') return
  for (const [option, said] of Object.entries({ '--print': print, '--hex': hex, '--json': json }))
    if (said) throw new UsageError(words.notWithPackets(option))
}

function compile(text: string, size: number, { language }: Terminal): readonly Instruction[] {
  try {
    return compileFilter(text, size)
  } catch (error) {
    throw error instanceof FilterError ? filterMistake(error, language) : error
  }
}
