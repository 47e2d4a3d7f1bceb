import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BPF_JA, BPF_JMP, BPF_MAXINSNS, type Instruction } from '../../socket/options/filter.ts'
import { compileFilter } from './filter.ts'
import { FilterError } from './filter-error.ts'
import { filterMistake } from './filter-mistake.ts'
import { parseFilter } from './filter-parser.ts'

/** A line an instruction: its code, its operand, and what it skips, if it does. */
function listing(program: readonly Instruction[]): string[] {
  return program.map(({ code, jt, jf, k }) => {
    const operand = k < 0 ? k.toString(16) : `0x${k.toString(16)}`
    return `${code.toString(16).padStart(2, '0')} ${operand}${jt + jf === 0 ? '' : ` ${jt} ${jf}`}`
  })
}

test('no words are a program that keeps everything', () => {
  for (const text of ['', ' ', '\n']) assert.deepEqual(listing(compileFilter(text, 96)), ['06 0x60'])
})

test('the program of icmp', () => {
  assert.deepEqual(listing(compileFilter('icmp', 0x40000)), [
    '20 -1000',
    '15 0x800 0 2',
    '30 -ffff7',
    '15 0x1 1 0',
    '06 0x0',
    '06 0x40000',
  ])
})

test('the program of a port: several values of one look', () => {
  assert.deepEqual(listing(compileFilter('ip6 src port 53', 1)), [
    ...['20 -1000', '15 0x86dd 0 20'],
    ...['20 -1000', '15 0x800 0 10', '30 -ffff7', '15 0x6 2 0', '15 0x11 1 0', '15 0x84 0 6'],
    ...['28 -ffffa', '54 0x1fff', '15 0x0 0 3', 'b1 -100000', '48 -100000', '15 0x35 9 0'],
    ...['20 -1000', '15 0x86dd 0 6', '30 -ffffa', '15 0x6 2 0', '15 0x11 1 0', '15 0x84 0 2'],
    ...['28 -fffd8', '15 0x35 1 0', '06 0x0', '06 0x1'],
  ])
})

/** Its structure, with the words in brackets. */
function shape(text: string): unknown {
  const filter = parseFilter(text)
  const texts = new Map(['ip', 'tcp', 'udp', 'arp'].map((word) => [JSON.stringify(parseFilter(word)), word]))
  const read = (part: typeof filter): unknown => {
    if (part === null) return null
    if (part.kind === 'primitive') return texts.get(JSON.stringify(part)) ?? 'other'
    if (part.kind === 'not') return ['not', read(part.of)]
    return [read(part.left), part.kind, read(part.right)]
  }
  return read(filter)
}

test('what holds together: words side by side, then not, then and and or from left to right', () => {
  assert.deepEqual(shape('tcp or udp and arp'), [['tcp', 'or', 'udp'], 'and', 'arp'])
  assert.deepEqual(shape('tcp and udp or arp'), [['tcp', 'and', 'udp'], 'or', 'arp'])
  assert.deepEqual(shape('ip tcp or ip udp'), [['ip', 'and', 'tcp'], 'or', ['ip', 'and', 'udp']])
  assert.deepEqual(shape('not ip tcp and udp'), [['not', ['ip', 'and', 'tcp']], 'and', 'udp'])
  assert.deepEqual(shape('tcp or (udp and arp)'), ['tcp', 'or', ['udp', 'and', 'arp']])
  assert.deepEqual(shape('!tcp&&!(udp||arp)'), [['not', 'tcp'], 'and', ['not', ['udp', 'or', 'arp']]])
  assert.deepEqual(shape('not not tcp'), ['not', ['not', 'tcp']])
  assert.deepEqual(shape('((ip))'), 'ip')
})

/** What a user sees of a filter that makes no sense. */
function complaint(text: string, language: 'en' | 'es' = 'en'): string {
  try {
    compileFilter(text, 1)
  } catch (error) {
    assert.ok(error instanceof FilterError, String(error))
    const { message, hint } = filterMistake(error, language)
    return [message, hint].join('\n')
  }
  return assert.fail(`'${text}' is a filter`)
}

test('a mistake is shown where it stands, with what may have been meant', () => {
  assert.equal(
    complaint('tcp and prot 53'),
    "a filter knows no word 'prot'\n  tcp and prot 53\n          ^^^^\nDid you mean port?",
  )
  assert.equal(
    complaint('tcp and prot 53', 'es'),
    'un filtro no conoce la palabra «prot»\n  tcp and prot 53\n          ^^^^\n¿Quisiste decir port?',
  )
  assert.match(complaint('port 80 or 443'), /^.*'443'\n.*\n {2} {11}\^\^\^\nDid you mean port 443\?$/)
  assert.match(complaint('tcp and ::1'), /\nDid you mean host ::1\?$/)
  assert.match(complaint('src 53'), /^behind src or dst .*\nDid you mean port 53\?$/s)
  assert.match(complaint('TCP'), /\nDid you mean tcp\?$/)
})

test('each kind of mistake', () => {
  const kinds: Readonly<Record<string, readonly string[]>> = {
    unknown: ['x', 'TCP', 'sctp', 'constructor', 'tcp 80', 'tcp & udp', 'tcp | udp', 'net 10.0.0.0/8'],
    operand: ['and', 'and tcp', 'tcp and', 'tcp and and udp', 'not', 'tcp or', '()', 'tcp and )'],
    joint: ['tcp not', 'tcp not udp', 'tcp (udp)', '(tcp not udp)', '(tcp) (udp)'],
    port: [
      'port',
      'port and',
      'port x',
      'port 0',
      'port 65536',
      'port -1',
      'port 1e3',
      'port 080000',
      'port (',
    ],
    address: [
      'host',
      'host x',
      'host 10.0.0',
      'host 10.0.0.256',
      'host fe80::1%lo',
      'host ::1::',
      'src host',
    ],
    side: ['src', 'dst tcp', 'src src port 1', 'src (port 1)'],
    unclosed: ['(tcp', '(tcp and (udp)', 'not (tcp'],
    unopened: ['tcp)', '(tcp))', 'tcp) and udp'],
    tooLong: ['tcp '.repeat(1000), `${'port 1 or '.repeat(150)}tcp`, '('.repeat(5000)],
  }
  for (const [problem, texts] of Object.entries(kinds)) {
    for (const text of texts) {
      assert.throws(() => compileFilter(text, 1), { problem }, text.slice(0, 50))
      for (const language of ['en', 'es'] as const) assert.notEqual(complaint(text, language), '')
    }
  }
})

test('what is shown of a filter moves no cursor, and is cut around the mistake', () => {
  for (const text of ['host \x1b[31mé\u202e', 'tcp \x1b[31mé\u202e\x9b'])
    assert.match(complaint(text), /^[\n -~é·]+$/)
  const long = complaint(`${'tcp or '.repeat(100)}udq`)
  assert.match(long, /tcp or udq\n {52}\^\^\^\nDid you mean udp\?$/)
})

test('jumps lead into the program, however many words there are', () => {
  for (const text of [
    'port 1 host 1.2.3.4 icmp host ::1 '.repeat(40),
    Array(100).fill('host ::1').join(' or '),
    `not (${Array(100).fill('host 1.2.3.4').join(' or ')}) and tcp`,
  ]) {
    const program = compileFilter(text, 1)
    assert.ok(program.length < BPF_MAXINSNS)
    for (const [at, { code, jt, jf, k }] of program.entries()) {
      const skipped = code === (BPF_JMP | BPF_JA) ? k : Math.max(jt, jf)
      assert.ok(jt <= 255 && jf <= 255)
      assert.ok(skipped === 0 || at + 1 + skipped < program.length)
    }
  }
})
