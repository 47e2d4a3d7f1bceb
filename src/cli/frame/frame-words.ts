import type { Need } from './option.ts'

export type SharedOption = 'idle' | 'max' | 'json' | 'quiet' | 'verbose'

/** What the frame itself says. Every language has all of it, or it does not compile. */
export interface FrameWords {
  readonly headings: {
    readonly usage: string
    readonly examples: string
    readonly commands: string
    readonly options: string
    readonly common: string
    readonly topics: string
    readonly exitStatus: string
  }
  readonly about: string
  /** The usage of all commands: `soquete COMMAND [OPTION …]`. */
  readonly usage: string
  /** `[OPTION …]`. */
  readonly anyOption: string
  readonly common: Readonly<Record<'help' | 'lang' | 'color' | 'version', string>>
  readonly needs: Readonly<Record<Need, string>>
  readonly mistakes: {
    unknownCommand(name: string): string
    unknownOption(name: string, command: string): string
    didYouMean(word: string): string
    seeHelp(command: string): string
    seeTopic(topic: string): string
    needsValue(option: string, placeholder: string): string
    looksLikeOption(option: string, value: string): string
    takesNoValue(option: string): string
    twice(option: string): string
    badValue(option: string, value: string, must: string): string
    missingOperand(placeholder: string): string
    extraOperand(value: string): string
  }
  /** What a command that takes time says when it is asked to end. */
  readonly finishing: string
  readonly report: {
    listening(where: string): string
    connected(peer: string, local: string): string
    closed(peer: string, received: string, sent: string, duration: string): string
  }
  /** Options that several commands have, and mean alike. */
  readonly shared: Readonly<Record<SharedOption, string>>
  readonly exitStatuses: readonly (readonly [status: number, meaning: string])[]
  readonly outputFailed: string
  readonly otherwise: { readonly repeatable: string }
}
