import type { Language } from '../../socket/language.ts'
import type { Command } from '../frame/command.ts'
import { SCHEMES } from '../frame/place.ts'
import { quoted } from './shells.ts'
import {
  type Completed,
  type CompletedOption,
  type CompletedValue,
  completed,
  type NamedCompletion,
  overallOptions,
} from './table.ts'

/** The script for bash. It has no explanations: bash has no place for them. */
export function bashCompletion(commands: readonly Command[], language: Language): string {
  const table = completed(commands, language)
  const overall = overallOptions(language)
  const common = new Set(overall.map(({ long }) => long))
  const own = table.flatMap(({ name, options }) =>
    options.filter(({ long }) => !common.has(long)).map((option) => optionArm(name, option)),
  )
  const operands = table.flatMap(({ name, operands: places }) =>
    places.map(
      ({ first, last, ...value }) =>
        `    ${quoted(name)}) if (($2 >= ${first} && $2 <= ${last})); then ${wanted(value)}; fi ;;&`,
    ),
  )
  return `# Completion of soquete in bash, made by: soquete completion bash

# What an option of a command wants: sets what is wanted, and the option's names when it may be said only once.
_soquete_option() {
  case "$1 $2" in
${[...own, ...overall.map((option) => optionArm(null, option))].join('\n')}
    *) kind=unknown names= ;;
  esac
}

# What the command's operand of this number wants.
_soquete_operand() {
  case $1 in
${operands.join('\n')}
  esac
}

# The names that may stand in place of an option, or of the command.
_soquete_options() {
  kind=words
  case $1 in
${table.map(({ name, options }) => `    ${quoted(name)}) candidates=(${optionNames(options)}) ;;`).join('\n')}
    *) candidates=(${optionNames(overall)}) ;;
  esac
}

_soquete_commands() {
  kind=words candidates=(${table.map(({ name }) => quoted(name)).join(' ')})
}

${ENGINE}`
}

/** Of one command, or of any. */
function optionArm(command: string | null, { long, short, takes, many }: CompletedOption): string {
  const names = [`--${long}`, ...(short === undefined ? [] : [`-${short}`])]
  const patterns = names
    .map((name) => (command === null ? `*${quoted(` ${name}`)}` : quoted(`${command} ${name}`)))
    .join(' | ')
  const once = many ? '' : quoted(` ${names.join(' ')} `)
  return `    ${patterns}) names=${once} ${takes === null ? 'kind=flag' : wanted(takes)} ;;`
}

/** Each is a case of the engine below. */
const KINDS: Readonly<Record<NamedCompletion, string>> = {
  file: 'file',
  interface: 'interface',
  endpoint: 'endpoint',
}

function wanted({ completion }: CompletedValue): string {
  if (completion === null) return 'kind=text'
  if (typeof completion === 'string') return `kind=${KINDS[completion]}`
  return `kind=words candidates=(${completion.map(quoted).join(' ')})`
}

function optionNames(options: Completed['options']): string {
  return options
    .flatMap(({ long, short }) => [`--${long}`, ...(short === undefined ? [] : [`-${short}`])])
    .map(quoted)
    .join(' ')
}

const UNIX = SCHEMES.filter((scheme) => scheme.startsWith('unix'))
const SCHEME_WORDS = SCHEMES.map((scheme) => quoted(UNIX.includes(scheme) ? `${scheme}:` : `${scheme}://`))

const ENGINE = `_soquete() {
  local -a words=() candidates=()
  local line=\${COMP_LINE:0:COMP_POINT} operators='[<>&|;(]*' said=' ' command='' kind='' names=''
  local gap word current before='' lead='' kept='' index operand=0
  COMPREPLY=()

  # The words as they were typed, up to the cursor: bash has broken them at colons and the like.
  for ((index = 0; index <= COMP_CWORD; index++)); do
    word=\${COMP_WORDS[index]}
    gap=\${line%%[![:space:]]*}
    line=\${line#"$gap"}
    ((index < COMP_CWORD)) || word=$line
    line=\${line#"$word"}
    # shellcheck disable=SC2053
    if [[ -z $gap && $index -gt 0 && $word != $operators && $before != $operators ]]; then
      words[\${#words[@]} - 1]+=$word
    else
      words+=("$word")
    fi
    before=$word
  done
  current=\${words[\${#words[@]} - 1]}

  for ((index = 1; index < \${#words[@]} - 1; index++)); do
    word=\${words[index]}
    if [[ $kind ]]; then
      kind=
      continue
    fi
    case $word in
      # Behind it nothing is offered.
      --) return ;;
      [\\<\\>\\&]*) kind=file ;;
      --*=*)
        _soquete_option "$command" "\${word%%=*}"
        said+=$names kind=
        ;;
      --*)
        _soquete_option "$command" "$word"
        said+=$names
        ;;
      -?*)
        # Letters together: the first one that takes a value has the rest of them for it.
        word=\${word#-}
        while [[ $word ]]; do
          _soquete_option "$command" "-\${word:0:1}"
          said+=$names word=\${word:1}
          [[ $kind == flag || $kind == unknown ]] || break
        done
        [[ -z $word ]] || kind=
        ;;
      *) if [[ $command ]]; then ((++operand)); else command=$word; fi ;;
    esac
    [[ $kind == flag || $kind == unknown ]] && kind=
  done

  if [[ -z $kind ]]; then
    case $current in
      --*=*)
        lead=\${current%%=*}
        _soquete_option "$command" "$lead"
        lead+='='
        ;;
      -*) _soquete_options "$command" ;;
      *) if [[ $command ]]; then _soquete_operand "$command" "$operand"; else _soquete_commands; fi ;;
    esac
  fi
  current=\${current#"$lead"}

  case $kind in
    words) ;;
    file) _soquete_files ;;
    interface)
      candidates=(/sys/class/net/*)
      candidates=("\${candidates[@]##*/}")
      ;;
    endpoint)
      case $current in
        ${UNIX.map((scheme) => `${scheme}:*`).join(' | ')})
          lead+=\${current%%:*}:
          current=\${current#*:}
          [[ $current == @* ]] || _soquete_files
          ;;
        /* | .* | '~'*) _soquete_files ;;
        *)
          candidates=(${SCHEME_WORDS.join(' ')})
          compopt -o nospace
          ;;
      esac
      ;;
    *) return ;;
  esac

  # bash puts a candidate in place of what stands behind the last of its word breaks.
  kept=$lead$current
  while [[ $kept && $COMP_WORDBREAKS != *"\${kept: -1}"* ]]; do kept=\${kept%?}; done
  for word in "\${candidates[@]}"; do
    [[ $word == "$current"* && $said != *" $word "* ]] || continue
    word=$lead$word
    COMPREPLY+=("\${word#"$kept"}")
  done
}

# Names of files: bash offers them itself, when the word that it sees is the name alone.
_soquete_files() {
  candidates=()
  if [[ -z $lead || $COMP_WORDBREAKS == *"\${lead: -1}"* ]]; then
    compopt -o default
    return
  fi
  while IFS= read -r word; do
    if [[ -d $word ]]; then
      word+=/
      compopt -o nospace
    fi
    candidates+=("$word")
  done < <(compgen -f -- "$current")
}

complete -F _soquete soquete
`
