import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ALL_COMMANDS } from '../../src/cli/commands.ts'
import { manualPage } from '../../src/cli/shell/manual.ts'
import { TOPICS } from '../../src/cli/topics/topics.ts'
import { LANGUAGES } from '../../src/socket/language.ts'

const ROOT = join(import.meta.dirname, '../../..')

interface ManualFile {
  readonly file: string
  /** What stands there, and what shall stand there. */
  readonly written: string
  readonly current: string
}

/** The manual's page in each language. One that has changed is dated today. */
export async function manualPages(today: Date): Promise<ManualFile[]> {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
  const pages = LANGUAGES.map(async (language): Promise<ManualFile> => {
    const file = join(ROOT, 'docs', language === 'en' ? '' : language, 'soquete.1')
    const written = existsSync(file) ? readFileSync(file, 'utf8') : ''
    const dated = (date: string) =>
      manualPage({ commands: ALL_COMMANDS, topics: TOPICS, language, version, date })
    const [, before = ''] = /^\.TH SOQUETE 1 (\S+)/m.exec(written) ?? []
    const same = await dated(before)
    const current = same === written ? same : await dated(today.toISOString().slice(0, 10))
    return { file, written, current }
  })
  return Promise.all(pages)
}
