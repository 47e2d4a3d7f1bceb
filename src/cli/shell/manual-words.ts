import type { Language } from '../../socket/language.ts'
import type { Term } from '../frame/page.ts'

interface ManualWords {
  /** What the page's head says of its kind. */
  readonly section: string
  readonly headings: Readonly<
    Record<
      'name' | 'synopsis' | 'description' | 'examples' | 'commands' | 'options' | 'files' | 'seeAlso',
      string
    >
  >
  /** Behind the name: what it is, in a few words. */
  readonly name: string
  readonly description: readonly string[]
  readonly files: readonly Term[]
}

export const MANUAL_WORDS: Readonly<Record<Language, ManualWords>> = {
  en: {
    section: 'User Commands',
    headings: {
      name: 'Name',
      synopsis: 'Synopsis',
      description: 'Description',
      examples: 'Examples',
      commands: 'Commands',
      options: 'Options of every command',
      files: 'Files',
      seeAlso: 'See also',
    },
    name: 'sockets from the command line',
    description: [
      'Each command does one thing with sockets. Data goes to stdout and messages to stderr; what listens does so ' +
        'on this machine alone unless it is told otherwise.',
      'Ctrl-C asks a command to finish what it has begun; a second one ends it at once.',
    ],
    files: [
      ['/etc/hosts, /etc/resolv.conf, /etc/services', 'where the names of hosts and services are looked up'],
      ['~/.local/share/bash-completion/completions/soquete', 'the completion for bash, once it is put there'],
      ['~/.config/fish/completions/soquete.fish', 'the completion for fish'],
    ],
  },
  es: {
    section: 'Órdenes de usuario',
    headings: {
      name: 'Nombre',
      synopsis: 'Sinopsis',
      description: 'Descripción',
      examples: 'Ejemplos',
      commands: 'Órdenes',
      options: 'Opciones de todas las órdenes',
      files: 'Archivos',
      seeAlso: 'Véase también',
    },
    name: 'sockets desde la línea de órdenes',
    description: [
      'Cada orden hace una sola cosa con sockets. Los datos van por stdout y los mensajes por stderr; lo que escucha ' +
        'lo hace solo en esta máquina, salvo que se pida otra cosa.',
      'Ctrl-C le pide a una orden que termine lo que empezó; un segundo Ctrl-C acaba en el acto.',
    ],
    files: [
      ['/etc/hosts, /etc/resolv.conf, /etc/services', 'donde se averiguan los nombres de hosts y servicios'],
      ['~/.local/share/bash-completion/completions/soquete', 'el completado para bash, una vez puesto allí'],
      ['~/.config/fish/completions/soquete.fish', 'el completado para fish'],
    ],
  },
}

/** Pages of other manuals. */
export const SEE_ALSO = [
  'ss(8)',
  'nc(1)',
  'socat(1)',
  'socket(7)',
  'ip(7)',
  'ipv6(7)',
  'tcp(7)',
  'udp(7)',
  'unix(7)',
]
