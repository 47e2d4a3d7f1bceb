/** What goes on, on stderr. A terminal gets one line that changes, a file a line for each part before a colon. */
export class Progress {
  #last = ''

  say(text: string): void {
    const { stderr } = process
    if (stderr.isTTY) {
      stderr.write(`\r\x1b[2K${text.slice(0, stderr.columns - 1)}`)
      return
    }
    const heading = text.split(':', 1)[0]!
    if (heading !== this.#last) stderr.write(`${heading}\n`)
    this.#last = heading
  }

  clear(): void {
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[2K')
  }
}
