/** What the calculator says while it runs. Every language has all of it, or it does not compile. */
export interface CalcWords {
  readonly usage: {
    readonly evalIsForClients: string
    readonly oneServer: string
    /** It names datagrams, packets, or TLS. */
    streamsOnly(place: string): string
  }
  /** Said once, on a terminal. */
  readonly connected: (server: string) => string
  readonly howTo: string
  /** An operator stands where an operand must; `instead` is how to write it. */
  postfix(instead: string | undefined): string
  /** Before what is said about a line of the input. */
  line(number: number): string
  /** The input has ended; `operands` have had no operator. */
  unfinished(operands: string): string
  /** `message` is null when nothing was asked. */
  gone(server: string, message: string | null): string
  readonly mayBeIdle: string
  silent(server: string, message: string, duration: string): string
  noCalculator(server: string, message: string, answer: string): string
  readonly whichServer: string
  lineTooLong(most: string): string
}
