import type { Language } from '../../socket/language.ts'
import type { Command, Run } from '../frame/command.ts'
import { EXIT } from '../frame/exit-status.ts'
import type { Shell } from './shells.ts'

export function completionOf(commands: readonly Command[]): Run<Record<string, never>> {
  return async ({ operands: [shell] }, { language, stdio }) => {
    await stdio.stdout.write(await completionScript(shell as Shell, commands, language))
    return EXIT.done
  }
}

/** The script that lets a shell complete; explanations in it are in the language given. */
export async function completionScript(
  shell: Shell,
  commands: readonly Command[],
  language: Language,
): Promise<string> {
  switch (shell) {
    case 'bash':
      return (await import('./bash.ts')).bashCompletion(commands, language)
    case 'zsh':
      return (await import('./zsh.ts')).zshCompletion(commands, language)
    case 'fish':
      return (await import('./fish.ts')).fishCompletion(commands, language)
  }
}
