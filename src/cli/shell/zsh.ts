import type { Language } from '../../socket/language.ts'
import type { Command } from '../frame/command.ts'
import { SCHEMES } from '../frame/place.ts'
import { wordsOf } from '../frame/words.ts'
import { quoted } from './shells.ts'
import {
  type Completed,
  type CompletedOption,
  type CompletedValue,
  completed,
  type NamedCompletion,
  overallOptions,
} from './table.ts'

/** Places that one kind of operand may take in a line of its own; more of them are written as any number. */
const FEW = 4

/** The script for zsh, in the language given: to be sourced behind compinit, or found in fpath as `_soquete`. */
export function zshCompletion(commands: readonly Command[], language: Language): string {
  const table = completed(commands, language)
  const described = table.map(
    ({ name, says }) => `    ${quoted(`${escaped(name, ':')}:${escaped(says, '')}`)}`,
  )
  return `#compdef soquete
# Completion of soquete in zsh, made by: soquete completion zsh

_soquete() {
  # Behind -- nothing is offered.
  (( \${words[(i)--]} < CURRENT )) && return 1
  local curcontext=$curcontext state line ret=1
  local -A opt_args
  _arguments -C -S \\
${argumentLines(overallOptions(language).flatMap(optionSpecs))} \\
    '1: :_soquete_commands' \\
    '*:: :->rest' && ret=0
  [[ $state == rest ]] || return ret
  case $words[1] in
${table.map(commandArm).join('\n')}
  esac
  return ret
}

_soquete_commands() {
  local -a commands=(
${described.join('\n')}
  )
  _describe -t commands ${quoted(wordsOf(language).headings.commands)} commands
}

${FUNCTIONS}`
}

function commandArm({ name, options, operands }: Completed): string {
  const specs = [...options.flatMap(optionSpecs), ...operands.flatMap(operandSpecs)]
  return `    ${quoted(name)})
      _arguments -s -S \\
${argumentLines(specs, '  ')} && ret=0
      ;;`
}

function argumentLines(specs: readonly string[], indent = ''): string {
  return specs.map((spec) => `    ${indent}${indent}${spec}`).join(' \\\n')
}

/** An option once by each of its names, which exclude each other: \`'(-q --quiet)--quiet[say less]'\`. */
function optionSpecs({ long, short, says, takes, many }: CompletedOption): string[] {
  const names = [`--${long}`, ...(short === undefined ? [] : [`-${short}`])]
  const before = many ? '*' : names.length > 1 ? `(${names.join(' ')})` : ''
  const value = takes === null ? '' : `:${escaped(takes.placeholder, ':')}:${action(takes)}`
  return names.map((name) => {
    // A long option's value may stand behind =, a letter's in the same word.
    const joined = takes === null ? '' : name === `--${long}` ? '=' : '+'
    return quoted(`${before}${name}${joined}[${escaped(says, '[]')}]${value}`)
  })
}

function operandSpecs({ first, last, ...value }: Completed['operands'][number]): string[] {
  const said = `${escaped(value.placeholder, ':')}:${action(value)}`
  if (last - first >= FEW) return [quoted(`*:${said}`)]
  return Array.from({ length: last - first + 1 }, (_, index) => quoted(`${first + index + 1}:${said}`))
}

const ACTIONS: Readonly<Record<NamedCompletion, string>> = {
  file: '_files',
  interface: '_soquete_interface',
  endpoint: '_soquete_endpoint',
}

function action({ completion }: CompletedValue): string {
  if (completion === null) return ' '
  if (typeof completion === 'string') return ACTIONS[completion]
  return `(${completion.map((word) => escaped(word, ':() ')).join(' ')})`
}

/** With a backslash before each of the characters, and before backslashes. */
function escaped(text: string, characters: string): string {
  return [...text]
    .map((character) => (`\\${characters}`.includes(character) ? `\\${character}` : character))
    .join('')
}

const UNIX = SCHEMES.filter((scheme) => scheme.startsWith('unix'))
const INTERNET = SCHEMES.filter((scheme) => !UNIX.includes(scheme))

const FUNCTIONS = `_soquete_interface() {
  local -a interfaces=(/sys/class/net/*(N:t))
  compadd -a interfaces
}

_soquete_endpoint() {
  if compset -P '(${UNIX.join('|')}):'; then
    [[ $PREFIX == @* ]] || _files
  elif [[ $PREFIX == (/|.|\\~)* ]]; then
    _files
  else
    compadd -S '' -- ${SCHEMES.map((scheme) => (INTERNET.includes(scheme) ? `${scheme}://` : `${scheme}:`)).join(' ')}
  fi
}

if [[ $funcstack[1] == _soquete ]]; then
  _soquete "$@"
else
  compdef _soquete soquete
fi
`
