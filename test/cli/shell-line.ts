import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The shell's line is printed between these, to be told from what the shell shows by itself. */
const [OPENING, CLOSING] = ['«', '»']

const READY = 'ready> '

const SHOW_LINE = '\x14'
const KILL_LINE = '\x15'

const STARTUP = {
  bash: `PS1='${READY}'
HISTFILE=
bind 'set completion-query-items 0'
bind 'set page-completions off'
bind 'set enable-bracketed-paste off'
bind '"\\C-g": insert-completions'
bind -x '"\\C-t": printf "${OPENING}%s${CLOSING}\\n" "$READLINE_LINE"'
`,
  zsh: `PS1='${READY}'
unset HISTFILE zle_bracketed_paste
COLUMNS=200
autoload -Uz compinit
compinit -D -u
show() { print -r -- "${OPENING}$BUFFER${CLOSING}" }
zle -N show
bindkey '^T' show
bindkey '^U' kill-whole-line
zle -C all complete-word _generic
bindkey '^G' all
zstyle ':completion:all::::' completer _all_matches _complete
zstyle ':completion:all:*' insert yes
`,
} as const

const INSERT_ALL = '\x07'

/** An interactive bash or zsh on a terminal of its own, at whose line somebody types. */
export class ShellLine {
  readonly #directory = mkdtempSync(join(tmpdir(), 'soquete-shell-'))
  readonly #child: ChildProcessWithoutNullStreams
  #heard = ''
  #ended = false
  #wake: () => void = () => {}

  /** It reads `startup` first and stands in the directory `cwd`. */
  constructor(shell: 'bash' | 'zsh', startup: string, cwd: string) {
    const directory = this.#directory
    writeFileSync(join(directory, shell === 'bash' ? 'bashrc' : '.zshrc'), STARTUP[shell] + startup)
    const command = shell === 'bash' ? `bash --noprofile --rcfile ${directory}/bashrc -i` : 'zsh -d -i'
    const env = {
      PATH: process.env.PATH,
      LC_ALL: 'C.UTF-8',
      TERM: 'dumb',
      HOME: directory,
      ZDOTDIR: directory,
    }
    this.#child = spawn('script', ['-qefc', command, '/dev/null'], { cwd, env })
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#heard += text
        this.#wake()
      })
    this.#child.on('close', () => {
      this.#ended = true
      this.#wake()
    })
    this.#child.stdin.on('error', () => {})
  }

  /** The line once somebody has typed this and pressed Tab. */
  async completes(typed: string): Promise<string> {
    return (await this.#press(`${typed}\t`)).line
  }

  /** What the shell shows when there is more than one way to go on. */
  async lists(typed: string): Promise<string> {
    return (await this.#press(`${typed}\t\t`)).shown
  }

  /** The line with all that is offered for its last word in the place of that. */
  async insertsAll(typed: string): Promise<string> {
    return (await this.#press(`${typed}${INSERT_ALL}`)).line
  }

  async close(): Promise<void> {
    this.#child.kill('SIGKILL')
    while (!this.#ended) await this.#more()
    rmSync(this.#directory, { recursive: true, force: true })
  }

  async #press(keys: string): Promise<{ readonly line: string; readonly shown: string }> {
    await this.#hears(READY)
    this.#heard = ''
    this.#child.stdin.write(`${keys}${SHOW_LINE}`)
    await this.#hears(CLOSING)
    const opening = this.#heard.lastIndexOf(OPENING)
    const said = {
      line: this.#heard.slice(opening + 1, this.#heard.indexOf(CLOSING, opening)),
      shown: this.#heard.slice(0, opening),
    }
    this.#child.stdin.write(KILL_LINE)
    this.#heard = READY
    return said
  }

  async #hears(text: string): Promise<void> {
    while (!this.#heard.includes(text)) {
      if (this.#ended) throw new Error(`the shell has ended, and said:\n${this.#heard}`)
      await this.#more()
    }
  }

  #more(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve))
  }
}

/** Why a test that needs a program does not run here. */
export function without(program: string): string | false {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined
    ? false
    : `${program} is not installed`
}
