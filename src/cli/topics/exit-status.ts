import type { Language } from '../../socket/language.ts'
import { codesOf } from '../frame/failure-status.ts'
import { paragraph, type Section, section, terms, verbatim } from '../frame/page.ts'
import { wordsOf } from '../frame/words.ts'
import type { Said } from './said.ts'

const ABOUT: Said = {
  en: 'Every command ends with one of these, so that a script can tell what happened without reading messages.',
  es: 'Toda orden termina con uno de estos, para que un script sepa qué pasó sin leer mensajes.',
}

const IN_A_SCRIPT: Said = { en: 'In a script', es: 'En un script' }

/** Another command's status would have been lost behind `if !`. */
const SCRIPT = [
  'soquete echo tcp://:4444',
  'case $? in',
  "  8) echo 'port 4444 is taken' ;;",
  "  9) echo 'not permitted' ;;",
  'esac',
]

export function exitStatus(language: Language): readonly Section[] {
  const { headings, exitStatuses } = wordsOf(language)
  const all = exitStatuses.map(([status, says]) => {
    const codes = codesOf(status)
    return [`${status}`, codes.length === 0 ? says : `${says} (${codes.join(', ')})`] as const
  })
  return [
    section(headings.exitStatus, paragraph(ABOUT[language]), terms(all)),
    section(IN_A_SCRIPT[language], verbatim(...SCRIPT)),
  ]
}
