import type { Language } from '../../socket/language.ts'
import { type Section, section } from '../frame/page.ts'
import { type Said, type Shown, shown } from './said.ts'

const TITLE: Said = { en: 'Environment', es: 'Entorno' }

export const VARIABLES: readonly Shown[] = [
  [
    'SOQUETE_LANG',
    {
      en: "the language of messages: en or es; what --lang says comes before it, the locale's variables behind",
      es: 'el idioma de los mensajes: en o es; antes vale lo que dice --lang, y después las variables del locale',
    },
  ],
  [
    'LC_ALL, LC_MESSAGES, LANG',
    {
      en: 'the locale, the first of them that is set: Spanish by es, es_AR.UTF-8 and their like, else English',
      es: 'el locale, la primera que tenga valor: español con es, es_AR.UTF-8 y similares; si no, inglés',
    },
  ],
  [
    'NO_COLOR',
    {
      en: 'with any value: no colours, unless --color=always asks for them',
      es: 'con cualquier valor: sin colores, salvo que --color=always los pida',
    },
  ],
  ['TERM', { en: 'a terminal that is dumb has no colours', es: 'una terminal dumb no tiene colores' }],
  [
    'COLUMNS',
    {
      en: 'how wide pages are when the output is no terminal; otherwise 100',
      es: 'el ancho de las páginas cuando la salida no es una terminal; si no se dice, 100',
    },
  ],
]

export function environment(language: Language): readonly Section[] {
  return [section(TITLE[language], shown(VARIABLES, language))]
}
