import type { Language } from '../../socket/language.ts'
import type { CommandText } from '../frame/command.ts'

export const HELP_TEXTS: Readonly<Record<Language, CommandText<never>>> = {
  en: {
    summary: 'A page about all commands, one of them, or a topic.',
    examples: [
      'what there is',
      'one command; soquete echo --help is the same',
      'how places are written that one connects to or listens at',
    ],
    options: {},
    notes: [],
  },
  es: {
    summary: 'Una página sobre todas las órdenes, una de ellas o un tema.',
    examples: [
      'lo que hay',
      'una orden; es lo mismo que soquete echo --help',
      'cómo se escribe el lugar al que conectarse o donde escuchar',
    ],
    options: {},
    notes: [],
  },
}

export const COMPLETION_TEXTS: Readonly<Record<Language, CommandText<never>>> = {
  en: {
    summary: 'A script that lets a shell complete commands, options and endpoints.',
    examples: [
      'bash, with the package bash-completion, which reads it when it is needed',
      'zsh, when ~/.zsh/completions is in fpath before compinit runs',
      'fish',
    ],
    options: {},
    notes: [
      'For the shell that runs now, and always up to date from a startup file: source <(soquete completion bash), ' +
        'source <(soquete completion zsh) behind compinit, or soquete completion fish | source.',
      'Explanations in the script are in the language in which it is made. Make it anew when soquete is updated.',
    ],
  },
  es: {
    summary: 'Un script con el que la shell completa órdenes, opciones y extremos.',
    examples: [
      'bash, con el paquete bash-completion, que lo lee cuando hace falta',
      'zsh, si ~/.zsh/completions está en fpath antes de compinit',
      'fish',
    ],
    options: {},
    notes: [
      'Para la shell que ya corre, y siempre al día desde un archivo de inicio: source <(soquete completion bash), ' +
        'source <(soquete completion zsh) después de compinit, o soquete completion fish | source.',
      'Las explicaciones del script salen en el idioma en que se lo hace. Hágalo de nuevo al actualizar soquete.',
    ],
  },
}
