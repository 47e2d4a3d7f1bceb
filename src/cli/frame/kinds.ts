import type { Endpoint } from '../../socket/endpoint.ts'
import { parseEndpoint } from '../../socket/parse-endpoint.ts'
import type { Completion, Kind } from './option.ts'
import { parseDuration, parseSize } from './quantities.ts'

/** Any text that is not empty, by the name that help shows. */
export function text(placeholder: string, completion: Completion = null): Kind<string> {
  return { placeholder, needs: 'text', completion, read: (said) => (said === '' ? undefined : said) }
}

export const file: Kind<string> = {
  placeholder: 'FILE',
  needs: 'file',
  completion: 'file',
  read: (said) => (said === '' || said.includes('\0') ? undefined : said),
}

/** Milliseconds. */
export const duration: Kind<number> = {
  placeholder: 'DURATION',
  needs: 'duration',
  completion: null,
  read: parseDuration,
}

/** Bytes, one at least. */
export const size: Kind<number> = {
  placeholder: 'SIZE',
  needs: 'size',
  completion: null,
  read: (said) => parseSize(said) || undefined,
}

/** A whole number from 1 on. */
export const count: Kind<number> = {
  placeholder: 'COUNT',
  needs: 'count',
  completion: null,
  read: (said) => (/^[1-9][0-9]{0,14}$/.test(said) ? Number(said) : undefined),
}

export const port: Kind<number> = {
  placeholder: 'PORT',
  needs: 'port',
  completion: null,
  read: (said) => (/^[1-9][0-9]{0,4}$/.test(said) && Number(said) <= 65535 ? Number(said) : undefined),
}

export const endpoint: Kind<Endpoint> = {
  placeholder: 'ENDPOINT',
  needs: 'endpoint',
  completion: 'endpoint',
  read: parseEndpoint,
}

/** One of a few words. */
export function choice<const Words extends readonly string[]>(words: Words): Kind<Words[number]> {
  return {
    placeholder: words.join('|'),
    needs: 'choice',
    completion: words,
    read: (said) => words.find((word) => word === said),
  }
}
