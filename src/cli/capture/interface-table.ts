import { Events } from '../frame/events.ts'
import { EXIT } from '../frame/exit-status.ts'
import { printable } from '../frame/printable.ts'
import type { Terminal } from '../frame/terminal.ts'
import { type ListedInterface, listInterfaces } from './interfaces.ts'
import type { CaptureWords } from './words.ts'

/** Shows the interfaces, a line each: name, state, what made it, addresses. */
export async function showInterfaces(
  { stack, stdout }: Terminal,
  words: CaptureWords,
  json: boolean,
): Promise<number> {
  const listed = await listInterfaces(stack)
  if (json) {
    const events = new Events(stdout)
    for (const each of listed) await events.emit('interface', { ...each })
  } else await stdout.write(table(listed.map((each) => row(each, words))))
  return EXIT.done
}

function row({ name, state, kind, addresses }: ListedInterface, words: CaptureWords): string[] {
  return [printable(name), words.states[state], kind ?? '', addresses.join('  ')]
}

function table(rows: readonly (readonly string[])[]): string {
  const [first = []] = rows
  const widths = first.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)))
  const lines = rows.map((cells) => cells.map((cell, column) => cell.padEnd(widths[column]!)).join('  '))
  return lines.map((line) => `${line.trimEnd()}\n`).join('')
}
