// Performances that were recorded, for the tests of what is shown of them. `SOQUETE_GOLDEN=write` records anew.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventLine, headerLine } from '../src/trace/index.ts'
import type { Chapter, Part } from './cast.ts'
import { CHAPTERS, type ChapterName } from './chapters.ts'
import type { Performance, Played, PlayedScene } from './perform.ts'
import { readTraces } from './traces.ts'

export const GOLDEN = join(import.meta.dirname, '../../tour/golden')
export const WRITES = process.env.SOQUETE_GOLDEN === 'write'

const chapterOf = (name: ChapterName): Chapter => CHAPTERS[name]

/** As it stands in a file: what CHAPTERS tells is left out. */
type Recorded = (Omit<PlayedScene, 'scene' | 'cast'> & { cast: readonly Omit<Played, 'part'>[] })[]

export async function readPerformance(name: ChapterName): Promise<Performance> {
  const folder = join(GOLDEN, name)
  const recorded = JSON.parse(readFileSync(join(folder, 'scenes.json'), 'utf8')) as Recorded
  const scenes = recorded.map(({ cast, ...rest }) => {
    const scene = chapterOf(name).scenes[rest.name]!
    const parts = cast.map((played, index) => ({ ...played, part: scene.cast[index] as Part }))
    return { ...rest, scene, cast: parts }
  })
  return { scenes, traces: await readTraces(folder) }
}

export function writePerformance(name: ChapterName, { scenes, traces }: Performance): void {
  const folder = join(GOLDEN, name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const recorded: Recorded = scenes.map(({ scene: _scene, cast, ...rest }) => ({
    ...rest,
    cast: cast.map(({ part: _part, ...played }) => played),
  }))
  writeFileSync(join(folder, 'scenes.json'), `${JSON.stringify(recorded, null, 2)}\n`)
  for (const { pid, thread, events } of traces) {
    const lines = [headerLine(`${pid}-${thread}`, pid), ...events.map(eventLine)]
    writeFileSync(join(folder, `${pid}-${thread}.ndjson`), lines.join(''))
  }
}
