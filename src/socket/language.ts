/** The languages in which failures are explained; an error's own message is English. */
export const LANGUAGES = ['en', 'es'] as const

export type Language = (typeof LANGUAGES)[number]
