import type { TraceWords } from '../src/trace/index.ts'
import type { Role } from './cast.ts'
import type { ChapterName, SceneName } from './chapters.ts'

/** What the tour says, in one language: a text that is missing does not compile. */
export interface Texts {
  readonly words: TraceWords
  readonly roles: Readonly<Record<Role | 'child', string>>
  /** `client, process 4312`; `number` tells several of one role apart. */
  readonly party: (role: Role | 'child', number: number | null, pid: number) => string
  readonly thread: (number: number, pid: number) => string
  /** `guide 000, «send() y recv()»` */
  readonly credit: (guide: readonly [guide: string, section: string]) => string
  /** Before a program's output. */
  readonly prints: (role: Role) => string
  /** Before what the kernel lists of a connection that is over. */
  readonly kernelLists: string
  readonly kernelListsNothing: string
  readonly summary: (chapters: number, failed: readonly string[], seconds: number) => string
  readonly wrong: Wrong
  readonly usage: Usage
  readonly chapters: { readonly [Name in ChapterName]: ChapterTexts<Name> }
}

export interface ChapterTexts<Name extends ChapterName> {
  readonly title: string
  /** What to look at, in a sentence or two. */
  readonly look: string
  readonly scenes: { readonly [Scene in SceneName<Name>]: SceneTexts }
}

export interface SceneTexts {
  /** Who comes now; nothing in the first scene. */
  readonly heading?: string
  /** What was seen: it stands behind the check mark. */
  readonly verdict: string
}

/** What may go wrong in a scene. */
export interface Wrong {
  readonly status: (role: Role, status: number, output: string) => string
  readonly output: (role: Role, output: string) => string
  readonly order: string
  readonly timeWait: string
  readonly play: (reason: string) => string
}

/** What the command line may get wrong. */
export interface Usage {
  readonly unknownChapter: (names: readonly string[], known: readonly string[]) => string
  readonly unknownOption: (option: string) => string
  readonly unknownLanguage: (language: string) => string
}
