import { readFileSync } from 'node:fs'
import { adviceFor } from '../../socket/advice.ts'
import type { Language } from '../../socket/language.ts'
import { TCP_STATES } from '../../socket/options/tcp-info.ts'
import { textsIn } from './catalogue.ts'
import {
  type Call,
  type Code,
  ERROR_GROUPS,
  type ErrorFacts,
  errorsOf,
  isLookupCode,
  numberOf,
} from './errors.ts'
import { IDEAS, type IdeaFacts, type IdeaName } from './ideas.ts'
import type { CallMeaning, Page, Setting } from './page.ts'
import { STATES, type StateFacts, type StateName, TRANSITIONS } from './states.ts'

/** A page by its name, which there is. */
export function pageOf(name: string, language: Language): Page {
  if (Object.hasOwn(STATES, name)) return statePage(name as StateName, language)
  if (Object.hasOwn(IDEAS, name)) return ideaPage(name as IdeaName, language)
  return errorPage(name as Code, language)
}

/** What a catalogue tells of a code, without the types that hold it complete. */
interface Told {
  readonly means: string
  readonly calls: Readonly<Partial<Record<Call, string>>>
  readonly todo: readonly string[]
  readonly shows?: string
}

function errorPage(code: Code, language: Language): Page {
  const { errors } = textsIn(language)
  const group = ERROR_GROUPS.find((each) => errorsOf(each).some(([known]) => known === code))!
  const facts = new Map(errorsOf(group)).get(code)!
  const told = (errors[group] as Readonly<Partial<Record<Code, Told>>>)[code]
  return {
    kind: isLookupCode(code) ? 'lookup' : 'error',
    name: code,
    number: numberOf(code),
    ...(facts.words === null ? {} : { words: facts.words }),
    aliases: facts.aliases ?? [],
    ...(told === undefined
      ? general(code, facts, language)
      : {
          means: [told.means],
          calls: facts.calls.map((call) => ({ calls: [call], means: told.calls[call] ?? null })),
          todo: told.todo,
        }),
    ...(facts.see === undefined ? {} : { see: seeing(facts.see, told?.shows) }),
    also: facts.also,
  }
}

/** What general advice says: it is one text for what it means and what to do. */
function general(
  code: Code,
  { calls }: ErrorFacts,
  language: Language,
): Pick<Page, 'means' | 'calls' | 'todo'> {
  const advice = adviceFor(code, language)
  const meanings = calls.map((call): CallMeaning => {
    const own = adviceFor(code, language, call)
    return { calls: [call], means: own === advice ? null : (own ?? null) }
  })
  const usual = meanings.filter(({ means }) => means === null).flatMap((each) => each.calls)
  const others = meanings.filter(({ means }) => means !== null)
  return {
    means: advice === undefined ? [] : [advice],
    calls: [...(usual.length === 0 ? [] : [{ calls: usual, means: null }]), ...others],
    todo: [],
  }
}

function statePage(name: StateName, language: Language): Page {
  const { states, words } = textsIn(language)
  const { rfc, ss, linux, settings, sections, also, ...facts }: StateFacts = STATES[name]
  const { means, who, lasts, problem, todo, ...text }: (typeof states)[StateName] = states[name]
  return {
    kind: 'state',
    name,
    number: TCP_STATES.indexOf(linux),
    aliases: [...new Set([rfc, ss, linux].map((alias) => alias.replaceAll('-', '_')))].filter(
      (alias) => alias !== name,
    ),
    means: [means],
    who,
    transitions: TRANSITIONS.filter(({ from, to }) => from === name || to === name).map(
      ({ from, to, cause }) => ({ from, to, when: words.causes[cause] }),
    ),
    lasts,
    settings: settings.map(settingOf),
    problem,
    todo,
    ...(facts.see === undefined ? {} : { see: seeing(facts.see, 'shows' in text ? text.shows : undefined) }),
    also,
    sections,
  }
}

function ideaPage(name: IdeaName, language: Language): Page {
  const { means, todo, shows } = textsIn(language).ideas[name]
  const { aliases, see, also }: IdeaFacts = IDEAS[name]
  return {
    kind: 'idea',
    name,
    aliases,
    means,
    todo,
    ...(see === undefined ? {} : { see: seeing(see, shows) }),
    also,
  }
}

function seeing(command: string, shows: string | undefined): NonNullable<Page['see']> {
  return { command, ...(shows === undefined ? {} : { shows }) }
}

/** What a setting is on this machine. */
function settingOf(name: string): Setting {
  try {
    const file = `/proc/sys/${name.replaceAll('.', '/')}`
    return { name, value: readFileSync(file, 'utf8').trim() }
  } catch {
    return { name, value: null } // Older kernels lack some.
  }
}
