import type { Language } from '../../socket/language.ts'
import { gai_strerror } from '../../socket/posix/eai.ts'
import { paragraph, type Section, section, terms } from '../frame/page.ts'
import { textsIn } from './catalogue.ts'
import { ERROR_GROUPS, errorsOf, numberOf } from './errors.ts'
import { IDEAS, type IdeaName } from './ideas.ts'
import { STATES, type StateName } from './states.ts'

/** One page among all of them. */
export interface Entry {
  readonly name: string
  /** Of an error: what C says. */
  readonly summary: string
}

export interface Group {
  readonly name: string
  readonly title: string
  readonly entries: readonly Entry[]
}

/** All pages, in their groups. */
export function contents(language: Language): Group[] {
  const { words, states, ideas } = textsIn(language)
  return [
    ...ERROR_GROUPS.map((group) => ({
      name: group,
      title: words.groups[group],
      entries: errorsOf(group).map(([name, facts]) => ({
        name,
        summary: facts.words ?? gai_strerror(numberOf(name)),
      })),
    })),
    {
      name: 'states',
      title: words.groups.states,
      entries: (Object.keys(STATES) as StateName[]).map((name) => ({ name, summary: states[name].summary })),
    },
    {
      name: 'ideas',
      title: words.groups.ideas,
      entries: (Object.keys(IDEAS) as IdeaName[]).map((name) => ({ name, summary: ideas[name].summary })),
    },
  ]
}

export function contentsPage(language: Language): Section[] {
  return [
    section('soquete explain', paragraph(textsIn(language).words.contents)),
    ...contents(language).map(({ title, entries }) =>
      section(title, terms(entries.map(({ name, summary }) => [name, summary]))),
    ),
  ]
}
