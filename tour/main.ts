import { paintFor } from '../src/node/paint.ts'
import { CHAPTERS, type ChapterName } from './chapters.ts'
import { LANGUAGES, type Language } from './languages.ts'
import { parseOptions } from './options.ts'
import { type Performance, perform } from './perform.ts'
import { report } from './report.ts'
import type { Texts } from './texts.ts'

/** Chapters played at one time; what they show comes in order all the same. */
const AT_ONCE = 3

/** The tour: `npm start` runs every chapter, `npm start -- NAME …` those named, `npm start -- --list` names them. */
async function main(args: readonly string[]): Promise<number> {
  const options = parseOptions(args, process.env)
  if (typeof options === 'string') {
    console.error(options)
    return 2
  }
  const { language, chapters } = options
  const texts = LANGUAGES[language]
  if (options.list) {
    for (const name of chapters) console.log(entry(name, texts))
    return 0
  }
  const width = process.stdout.columns ?? (Number(process.env.COLUMNS) || 116)
  const paint = paintFor(process.stdout.isTTY === true, process.env)
  const started = performance.now()
  const failed: string[] = []
  for (const { name, played } of playAll(chapters, language)) {
    const { lines, good } = report(name, await played, { texts, width, paint })
    console.log(lines.join('\n'))
    if (!good) failed.push(name)
  }
  const mark = failed.length === 0 ? paint.good('✓') : paint.bad('✗')
  console.log(`${mark} ${texts.summary(chapters.length, failed, (performance.now() - started) / 1000)}`)
  return failed.length === 0 ? 0 : 1
}

/** Begins to play the chapters, some at one time. */
function playAll(chapters: readonly ChapterName[], language: Language) {
  const lanes = Array.from({ length: AT_ONCE }, (): Promise<unknown> => Promise.resolve())
  return chapters.map((name, index) => {
    const lane = index % AT_ONCE
    const played: Promise<Performance> = lanes[lane]!.then(() => perform(CHAPTERS[name], language))
    lanes[lane] = played
    return { name, played }
  })
}

function entry(name: ChapterName, texts: Texts): string {
  const { title } = texts.chapters[name]
  return `${name.padEnd(22)}${title.padEnd(48)}${texts.credit(CHAPTERS[name].guide)}`
}

// Whoever reads along may have seen enough.
process.stdout.on('error', () => process.exit(1))
process.on('SIGINT', () => process.exit(130))
process.exitCode = await main(process.argv.slice(2))
