/** The sentences of a catalogue, as another language says them: none may be missing, and the facts are the same. */
export type Wording<Sentences> = {
  readonly [Name in keyof Sentences]: Sentences[Name] extends (...facts: infer Facts) => string
    ? (...facts: Facts) => string
    : never
}
