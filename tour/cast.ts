/** Who takes part; the catalogues name them in the reader's language. */
export type Role = 'client' | 'server' | 'relay' | 'sender' | 'receiver' | 'parent' | 'program'

/** A program of examples/guides, as a process. */
export interface Part {
  readonly role: Role
  readonly program: string
  /** `{server}` stands for the port or path where that role listens, `{path}` for a path that is free. */
  readonly args: readonly string[]
  /** Those behind it begin when it listens. */
  readonly listens?: boolean
  /** Those behind it begin when its output holds this. */
  readonly ready?: RegExp
  /** Enter is pressed for it when the others are done, or after so many milliseconds. */
  readonly enter?: number
  /** It goes on into the next scene; the last one waits for it. */
  readonly stays?: boolean
  /** Its exit status, 0 unless said otherwise. */
  readonly status?: number
  /** What its output must hold. */
  readonly says?: RegExp
}

export interface Scene {
  readonly cast: readonly Part[]
  /** Roles whose output is shown below. */
  readonly prints?: readonly Role[]
  /** Says false where there is no conversation to show. */
  readonly ladder?: boolean
  /** Calls that are shown although they only prepare. */
  readonly show?: readonly string[]
  /** Of the clients, which one must be answered first. */
  readonly firstAnswered?: number
  /** Whose end of the connection the kernel must have in TIME_WAIT afterwards. */
  readonly timeWait?: 'server' | 'client' | 'nobody'
}

export interface Chapter {
  /** The guide that it goes along with, and the section there. */
  readonly guide: readonly [guide: string, section: string]
  readonly scenes: Readonly<Record<string, Scene>>
}
