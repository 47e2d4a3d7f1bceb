import type { Language } from '../../socket/language.ts'
import { paragraph, type Section, section, type Term, terms, verbatim } from '../frame/page.ts'
import type { EventSpec, FieldType } from './event-spec.ts'
import { COMMON_FIELDS, EVENTS } from './json-events.ts'
import type { Said } from './said.ts'

const ABOUT: Said = {
  en:
    'With --json a command writes what happens on stdout: a line of JSON for each event (NDJSON), for other programs. ' +
    'What is said to people stays on stderr.',
  es:
    'Con --json una orden escribe lo que ocurre por stdout: una línea de JSON por cada suceso (NDJSON), para otros ' +
    'programas. Lo que se dice a las personas sigue yendo por stderr.',
}

const PROMISE: Said = {
  en: 'Fields may be added. When one changes its meaning or goes, v becomes 2.',
  es: 'Puede haber campos nuevos. Cuando uno cambie de sentido o desaparezca, v será 2.',
}

const EVERY: Said = { en: 'Every event', es: 'Todo suceso' }

const LIKEWISE: Readonly<Record<Language, (event: string) => string>> = {
  en: (event) => `It has the fields of ${event}.`,
  es: (event) => `Tiene los campos de ${event}.`,
}

const EXAMPLE_HEADING: Said = { en: 'For example', es: 'Por ejemplo' }

export const EXAMPLE = [
  'soquete echo --json',
  '{"v":1,"event":"listening","time":"2026-01-31T23:59:59.123Z","endpoint":"tcp://127.0.0.1:65432"}',
] as const

const FILTER = [`soquete echo --json | jq -r 'select(.event == "connected").peer'`]

const TYPES: Readonly<Record<Language, Readonly<Record<FieldType | 'optional', string>>>> = {
  en: {
    text: 'text',
    number: 'number',
    boolean: 'true or false',
    bytes: 'bytes in base64',
    bigint: 'a 64-bit number as text',
    list: 'list',
    object: 'object',
    optional: 'may be missing',
  },
  es: {
    text: 'texto',
    number: 'número',
    boolean: 'true o false',
    bytes: 'bytes en base64',
    bigint: 'un número de 64 bits como texto',
    list: 'lista',
    object: 'objeto',
    optional: 'puede faltar',
  },
}

export function json(language: Language): readonly Section[] {
  const events = Object.entries(EVENTS).map(([name, { says, like, fields }]) => {
    const more = like === undefined ? '' : ` ${LIKEWISE[language](like)}`
    const own = Object.keys(fields).length === 0 ? [] : [terms(fieldTerms(fields, language))]
    return section(name, paragraph(says[language] + more), ...own)
  })
  return [
    section('JSON', paragraph(ABOUT[language]), paragraph(PROMISE[language])),
    section(EXAMPLE_HEADING[language], verbatim(...EXAMPLE, '', ...FILTER)),
    section(EVERY[language], terms(fieldTerms(COMMON_FIELDS, language))),
    ...events,
  ]
}

function fieldTerms(fields: EventSpec['fields'], language: Language): Term[] {
  const words = TYPES[language]
  return Object.entries(fields).map(([name, { type, optional, says }]) => {
    const kind = optional === true ? `${words[type]}, ${words.optional}` : words[type]
    return [name, `${says[language]} (${kind})`]
  })
}
