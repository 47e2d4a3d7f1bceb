/** A failure that a command words itself, with its exit status and what to do about it. */
export class CommandFailure extends Error {
  readonly status: number
  readonly advice: readonly string[]

  constructor(message: string, status: number, advice: readonly string[] = [], options?: ErrorOptions) {
    super(message, options)
    this.status = status
    this.advice = advice
  }
}
