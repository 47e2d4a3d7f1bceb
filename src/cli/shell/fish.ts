import type { Language } from '../../socket/language.ts'
import type { Command } from '../frame/command.ts'
import { SCHEMES } from '../frame/place.ts'
import { quotedForFish } from './shells.ts'
import {
  type Completed,
  type CompletedOption,
  type CompletedValue,
  completed,
  type NamedCompletion,
  overallOptions,
} from './table.ts'

/** The script for fish, in the language given. */
export function fishCompletion(commands: readonly Command[], language: Language): string {
  const table = completed(commands, language)
  const overall = overallOptions(language)
  const common = new Set(overall.map(({ long }) => long))
  const lines = [
    'complete -c soquete -f',
    ...overall.map((option) => optionLine(option.long === 'version' ? "__soquete_in ''" : null, option)),
    ...table.flatMap(({ name, says, options, operands }) => [
      '',
      `complete -c soquete -n "__soquete_in ''" -a ${quotedForFish(name)} -d ${quotedForFish(says)}`,
      ...options
        .filter(({ long }) => !common.has(long))
        .map((option) => optionLine(`__soquete_in ${quotedForFish(name)}`, option)),
      ...operands.flatMap((operand) => operandLine(name, operand)),
    ]),
  ]
  return `# Completion of soquete in fish, made by: soquete completion fish

${functions(valued(table, overall))}
${lines.join('\n')}
`
}

function optionLine(condition: string | null, { long, short, says, takes }: CompletedOption): string {
  const when = condition === null ? '' : ` -n ${quotedForFish(condition)}`
  const names = `${short === undefined ? '' : ` -s ${short}`} -l ${long}`
  return `complete -c soquete${when}${names}${takes === null ? '' : ` ${offered(takes)}`} -d ${quotedForFish(says)}`
}

function operandLine(command: string, { first, last, ...value }: Completed['operands'][number]): string[] {
  if (value.completion === null) return []
  const condition = `__soquete_in ${quotedForFish(command)} ${first} ${last}`
  return [`complete -c soquete -n ${quotedForFish(condition)} ${candidates(value.completion)}`]
}

/** Of an option: that it takes a value, and which. */
function offered({ completion }: CompletedValue): string {
  if (completion === null) return '-x'
  return `${completion === 'file' ? '-r' : '-x'} ${candidates(completion)}`
}

const CANDIDATES: Readonly<Record<NamedCompletion, string>> = {
  file: '-F',
  interface: "-a '(__soquete_interfaces)'",
  endpoint: "-a '(__soquete_endpoints)'",
}

function candidates(completion: NonNullable<CompletedValue['completion']>): string {
  if (typeof completion === 'string') return CANDIDATES[completion]
  return `-a ${quotedForFish(completion.map(quotedForFish).join(' '))}`
}

/** Which words have their value behind them, in a command: a long name, or letters that end with one's. */
function valued(table: readonly Completed[], overall: readonly CompletedOption[]): string {
  const common = new Set(overall.map(({ long }) => long))
  const own = table.map(({ name, options }) => pattern(regexp(name), options, common))
  return [
    '(?:',
    [...own, pattern('\\S*', overall, new Set())].filter((each) => each !== '').join('|'),
    ')',
  ].join('')
}

function pattern(command: string, options: readonly CompletedOption[], without: ReadonlySet<string>): string {
  const taking = options.filter(({ takes }) => takes !== null)
  const letters = (some: readonly CompletedOption[]) => some.map(({ short }) => short ?? '').join('')
  const words = taking.filter(({ long }) => !without.has(long)).map(({ long }) => `--${regexp(long)}`)
  if (letters(taking) !== '')
    words.push(`-[${letters(options.filter(({ takes }) => takes === null))}]*[${letters(taking)}]`)
  return words.length === 0 ? '' : `${command} (?:${words.join('|')})`
}

function regexp(text: string): string {
  return text.replace(/[^\w-]/g, '\\$&')
}

const UNIX = SCHEMES.filter((scheme) => scheme.startsWith('unix'))

function functions(valuedPattern: string): string {
  return `# What stands before the cursor: the command, and how many operands it has. Fails behind --.
function __soquete_line
    set -l words (commandline -opc)
    set -e words[1]
    set -l command ''
    set -l operands 0
    set -l value 0
    for word in $words
        if test $value = 1
            set value 0
        else if test "$word" = --
            return 1
        else if string match -qr -- '^-.' $word
            string match -qr -- ${quotedForFish(`^${valuedPattern}$`)} "$command $word"
            and set value 1
        else if test -z "$command"
            set command $word
        else
            set operands (math $operands + 1)
        end
    end
    printf '%s\\n' $command $operands
end

# Is it in this command, none when that is still to come; and at one of these operands?
function __soquete_in -a command first last
    set -l line (__soquete_line)
    or return 1
    test "$line[1]" = "$command"
    or return 1
    test -z "$first"
    or test "$line[2]" -ge "$first" -a "$line[2]" -le "$last"
end

function __soquete_interfaces
    string replace -r '.*/' '' /sys/class/net/*
end

function __soquete_endpoints
    set -l word (commandline -ct | string replace -r -- '^--[^=]*=' '')
    set -l scheme (string match -r -- '^(?:${UNIX.join('|')}):' $word)
    if test -n "$scheme"
        string match -q -- "$scheme@*" $word
        and return
        for path in (__fish_complete_path (string replace -- $scheme '' $word))
            echo $scheme$path
        end
    else if string match -qr -- '^[/.~]' $word
        __fish_complete_path $word
    else
        printf '%s\\n' ${SCHEMES.map((scheme) => (UNIX.includes(scheme) ? `${scheme}:` : `${scheme}://`)).join(' ')}
    end
end
`
}
