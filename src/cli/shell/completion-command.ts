import { type Command, command } from '../frame/command.ts'
import { choice } from '../frame/kinds.ts'
import { SHELLS } from './shells.ts'
import { COMPLETION_TEXTS } from './texts.ts'

/** `soquete completion`: a script for a shell, about all commands. */
export function completionCommand(commands: () => readonly Command[]): Command {
  return command({
    name: 'completion',
    operands: [{ kind: choice(SHELLS), least: 1, most: 1 }],
    options: {},
    examples: [
      'soquete completion bash > ~/.local/share/bash-completion/completions/soquete',
      'soquete completion zsh > ~/.zsh/completions/_soquete',
      'soquete completion fish > ~/.config/fish/completions/soquete.fish',
    ],
    texts: COMPLETION_TEXTS,
    auxiliary: true,
    stackless: true,
    load: async () => (await import('./completion.ts')).completionOf(commands()),
  })
}
