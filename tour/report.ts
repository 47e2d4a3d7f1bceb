import type { Paint } from '../src/node/paint.ts'
import { wrap } from '../src/node/wrap.ts'
import { joinCalls, ladder, moment } from '../src/trace/index.ts'
import { CHAPTERS, type ChapterName } from './chapters.ts'
import { connectionRows, judge } from './judge.ts'
import { partiesOf } from './parties.ts'
import type { Performance, PlayedScene } from './perform.ts'
import type { SceneTexts, Texts } from './texts.ts'

export interface Report {
  readonly lines: readonly string[]
  readonly good: boolean
}

export interface ReportOptions {
  readonly texts: Texts
  /** Columns of the terminal. */
  readonly width: number
  readonly paint: Paint
}

const INDENT = '   '

/** A chapter as the reader sees it. */
export function report(name: ChapterName, performance: Performance, options: ReportOptions): Report {
  const { texts, width, paint } = options
  const { title, look, scenes } = texts.chapters[name]
  const number = Object.keys(CHAPTERS).indexOf(name) + 1
  const credit = texts.credit(CHAPTERS[name].guide)
  const lines = [headline(`${number} · ${title}`, credit, options), '']
  lines.push(...wrap(look, width, INDENT), '')
  const complaints = performance.failure === undefined ? [] : [texts.wrong.play(performance.failure)]
  performance.scenes.forEach((played, index) => {
    const words = (scenes as Readonly<Record<string, SceneTexts>>)[played.name]!
    if (words.heading !== undefined) lines.push(...wrap(words.heading, width, INDENT))
    lines.push(...conversation(performance, index, options), ...shown(played, options))
    const wrong = judge(played, performance.traces, texts.wrong)
    complaints.push(...wrong)
    if (wrong.length === 0) lines.push(...marked(paint.good('✓'), words.verdict, width))
    for (const each of wrong) lines.push(...marked(paint.bad('✗'), each, width))
    lines.push('')
  })
  if (performance.failure !== undefined)
    lines.push(...marked(paint.bad('✗'), texts.wrong.play(performance.failure), width), '')
  return { lines, good: complaints.length === 0 }
}

/** The title and, at the other end of the line or below it, whom the chapter owes its subject to. */
function headline(title: string, credit: string, { width, paint }: ReportOptions): string {
  const gap = Math.min(width, 110) - title.length - credit.length
  if (gap < 3) return `${paint.bold(title)}\n${INDENT}${paint.dim(credit)}`
  return paint.bold(title) + ' '.repeat(gap) + paint.dim(credit)
}

/** What the sockets of a scene said to each other. */
function conversation(
  performance: Performance,
  index: number,
  { texts, width, paint }: ReportOptions,
): string[] {
  const played = performance.scenes[index]!
  const { scene, from: since, cast } = played
  if (scene.ladder === false) return []
  const until = performance.scenes[index + 1]?.from ?? Number.POSITIVE_INFINITY
  const parties = partiesOf(performance, index, texts)
  const calls = parties
    .flatMap(({ trace }, party) => joinCalls(trace.events.map((event) => ({ party, event }))))
    .filter((call) => moment(call) >= since && moment(call) < until)
  const head = index === 0 || cast.some(({ part }) => part.listens)
  const names = parties.map(({ name }) => name)
  const show = new Set(scene.show ?? [])
  const lines = ladder(calls, { width, since, parties: names, head, show, words: texts.words })
  return lines.map((line) => line.replace(/[─◀▶◁▷]+/g, (arrow) => paint.arrow(arrow)))
}

/** What programs printed and what the kernel lists, where the scene shows it. */
function shown(played: PlayedScene, { texts, width }: ReportOptions): string[] {
  const lines: string[] = []
  const block = (heading: string, text: string) => {
    lines.push(`${INDENT}${heading}`)
    for (const line of text.trimEnd().split('\n')) lines.push(...wrap(line, width, `${INDENT}   `))
  }
  for (const { part, stdout, stderr } of played.cast)
    if (played.scene.prints?.includes(part.role))
      block(texts.prints(part.role), stdout.replace(/^listening on .*\n/, '') + stderr)
  if (played.scene.timeWait !== undefined) {
    const rows = connectionRows(played).map(({ local, remote, state }) => `${local}   ${remote}   ${state}`)
    block(texts.kernelLists, rows.join('\n') || texts.kernelListsNothing)
  }
  return lines
}

function marked(mark: string, text: string, width: number): string[] {
  const [first = '', ...rest] = text.split('\n').flatMap((line) => wrap(line, width, `${INDENT}  `))
  return [`${INDENT}${mark} ${first.trimStart()}`, ...rest]
}
