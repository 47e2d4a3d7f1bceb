import { CHAPTERS } from './chapters.ts'
import { perform } from './perform.ts'

/** The tour: `npm start` runs every chapter, `npm start -- NAME …` those named. */
async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !CHAPTERS.some((chapter) => chapter.name === name))
  if (unknown.length > 0) {
    console.error(`soquete: no chapter is called ${unknown.join(', ')}`)
    console.error(`  Chapters: ${CHAPTERS.map((chapter) => chapter.name).join(', ')}.`)
    return 2
  }
  const width = process.stdout.columns ?? 116
  const started = performance.now()
  let played = 0
  let failed = 0
  for (const [index, chapter] of CHAPTERS.entries()) {
    if (names.length > 0 && !names.includes(chapter.name)) continue
    played++
    if (!(await perform(chapter, index + 1, width, (line) => console.log(line)))) failed++
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  const count = `${played} ${played === 1 ? 'chapter' : 'chapters'}`
  if (failed === 0) console.log(`✓ ${count}, all as they should be, in ${seconds} s`)
  else console.log(`✗ ${failed} of ${count} went wrong, in ${seconds} s`)
  return failed === 0 ? 0 : 1
}

process.exitCode = await main(process.argv.slice(2))
