import type { Language } from '../../socket/language.ts'
import type { CommandText } from '../frame/command.ts'

export const HELP_TEXTS: Readonly<Record<Language, CommandText<'json'>>> = {
  en: {
    summary: 'What an error or a TCP state means, and what to do: a page on each.',
    examples: [
      'what it means, what to do, and how to see it happen',
      'several pages; names are understood in any spelling: time-wait, FIN-WAIT-2, ESTAB',
      'from the message of any program',
      'by its number, for a program to read',
      'all pages, in groups',
    ],
    options: { json: 'each page as a line of JSON; without names, a line for each page that there is' },
    notes: [
      'Names are those of errors (EPIPE, EAI_AGAIN), of TCP states, and of a few ideas (EOF, backlog).',
    ],
  },
  es: {
    summary: 'Qué significa un error o un estado de TCP y qué hacer: una página sobre cada uno.',
    examples: [
      'qué significa, qué hacer y cómo verlo pasar',
      'varias páginas; los nombres se entienden como se escriban: time-wait, FIN-WAIT-2, ESTAB',
      'por el mensaje de cualquier programa',
      'por su número, para que lo lea un programa',
      'todas las páginas, en grupos',
    ],
    options: {
      json: 'cada página en una línea de JSON; sin nombres, una línea por cada página que existe',
    },
    notes: [
      'Hay páginas de errores (EPIPE, EAI_AGAIN), de estados de TCP y de algunas ideas (EOF, backlog).',
    ],
  },
}
