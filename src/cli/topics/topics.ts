import type { Topic } from '../frame/help.ts'

/** What `soquete help` tells about beside the commands, in the order in which it lists them. */
export const TOPICS: readonly Topic[] = [
  {
    name: 'endpoints',
    summary: {
      en: 'how places are written: tcp://[::1]:4444, unix:/run/x.sock, and what is shorter',
      es: 'cómo se escriben los lugares: tcp://[::1]:4444, unix:/run/x.sock, y formas más cortas',
    },
    load: async () => (await import('./endpoints.ts')).endpoints,
  },
  {
    name: 'quantities',
    summary: {
      en: 'how durations and sizes are written: 500ms, 64KiB',
      es: 'cómo se escriben duraciones y tamaños: 500ms, 64KiB',
    },
    load: async () => (await import('./quantities.ts')).quantities,
  },
  {
    name: 'json',
    summary: {
      en: 'what --json writes: every event and its fields',
      es: 'lo que escribe --json: cada suceso y sus campos',
    },
    load: async () => (await import('./json.ts')).json,
  },
  {
    name: 'exit-status',
    summary: {
      en: 'what a command ends with, for scripts',
      es: 'con qué estado termina una orden, para scripts',
    },
    load: async () => (await import('./exit-status.ts')).exitStatus,
  },
  {
    name: 'environment',
    summary: {
      en: 'the variables that soquete looks at',
      es: 'las variables que soquete mira',
    },
    load: async () => (await import('./environment.ts')).environment,
  },
]
