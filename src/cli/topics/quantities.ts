import type { Language } from '../../socket/language.ts'
import { paragraph, type Section, section } from '../frame/page.ts'
import { type Said, type Shown, shown } from './said.ts'

const TITLE: Said = { en: 'Quantities', es: 'Cantidades' }

const ABOUT: Said = {
  en: 'A number and its unit, with no space between or one in quotes. Numbers may have a fraction: 1.5s, 0.5MiB.',
  es: 'Un número y su unidad, sin espacio, o con uno entre comillas. El número puede tener decimales: 1.5s, 0.5MiB.',
}

/** Each with what it comes to in milliseconds: a test reads it. */
export const DURATIONS: readonly (readonly [...Shown, milliseconds: number])[] = [
  ['500ms', { en: 'milliseconds', es: 'milisegundos' }, 500],
  ['10s', { en: 'seconds', es: 'segundos' }, 10_000],
  ['10', { en: 'seconds too', es: 'también segundos' }, 10_000],
  ['2m', { en: 'minutes', es: 'minutos' }, 120_000],
  ['1h', { en: 'hours, up to 596', es: 'horas, hasta 596' }, 3_600_000],
]

/** Each with what it comes to in bytes. */
export const SIZES: readonly (readonly [...Shown, bytes: number])[] = [
  ['1500', { en: 'bytes', es: 'bytes' }, 1500],
  ['64KiB', { en: '64 × 1024 bytes; 64k is the same', es: '64 × 1024 bytes; 64k es lo mismo' }, 65_536],
  ['1MiB', { en: '1024 × 1024 bytes; 1m is the same', es: '1024 × 1024 bytes; 1m es lo mismo' }, 1_048_576],
  ['1GiB', { en: '1024 MiB; 1g is the same', es: '1024 MiB; 1g es lo mismo' }, 1_073_741_824],
  ['64kB', { en: '64 × 1000 bytes', es: '64 × 1000 bytes' }, 64_000],
  ['1MB', { en: '1000 × 1000 bytes', es: '1000 × 1000 bytes' }, 1_000_000],
  ['1GB', { en: '1000 MB', es: '1000 MB' }, 1_000_000_000],
]

const HEADINGS: Readonly<Record<'durations' | 'sizes', Said>> = {
  durations: { en: 'Durations', es: 'Duraciones' },
  sizes: { en: 'Sizes', es: 'Tamaños' },
}

const NOTES: Readonly<Record<'durations' | 'sizes', Said>> = {
  durations: { en: 'A duration is more than nothing.', es: 'Una duración es mayor que cero.' },
  sizes: {
    en: 'Capitals and small letters are the same, and a size is a whole number of bytes.',
    es: 'Mayúsculas y minúsculas son lo mismo, y un tamaño es un número entero de bytes.',
  },
}

export function quantities(language: Language): readonly Section[] {
  const part = (name: keyof typeof HEADINGS, all: readonly (readonly [...Shown, number])[]) =>
    section(
      HEADINGS[name][language],
      shown(
        all.map(([written, says]) => [written, says]),
        language,
      ),
      paragraph(NOTES[name][language]),
    )
  return [
    section(TITLE[language], paragraph(ABOUT[language])),
    part('durations', DURATIONS),
    part('sizes', SIZES),
  ]
}
