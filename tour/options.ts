import { CHAPTER_NAMES, type ChapterName } from './chapters.ts'
import { LANGUAGES, type Language, languageOf } from './languages.ts'

export interface Options {
  readonly language: Language
  readonly list: boolean
  /** The chapters to run, in the tour's order. */
  readonly chapters: readonly ChapterName[]
}

/** Reads the command line; a text is what is wrong with it. */
export function parseOptions(args: readonly string[], environment: NodeJS.ProcessEnv): Options | string {
  let language = languageOf(environment)
  let list = false
  const names: string[] = []
  const left = [...args]
  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    const usage = LANGUAGES[language].usage
    if (arg === '--list') list = true
    else if (arg === '--lang' || arg.startsWith('--lang=')) {
      const said = arg === '--lang' ? (left.shift() ?? '') : arg.slice('--lang='.length)
      if (!isLanguage(said)) return usage.unknownLanguage(said)
      language = said
    } else if (arg.startsWith('-')) return usage.unknownOption(arg)
    else names.push(arg)
  }
  const unknown = names.filter((name) => !(CHAPTER_NAMES as readonly string[]).includes(name))
  if (unknown.length > 0) return LANGUAGES[language].usage.unknownChapter(unknown, CHAPTER_NAMES)
  return {
    language,
    list,
    chapters: CHAPTER_NAMES.filter((name) => names.length === 0 || names.includes(name)),
  }
}

function isLanguage(text: string): text is Language {
  return Object.hasOwn(LANGUAGES, text)
}
