import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileFilter } from '../../examples/capture-filter.ts'
import { BPF_MAXINSNS, type Instruction } from '../../src/index.ts'

/** A line an instruction: its code, its operand, and what it skips, if it does. */
function listing(program: readonly Instruction[] | null): string[] | undefined {
  return program?.map(({ code, jt, jf, k }) => {
    const operand = k < 0 ? k.toString(16) : `0x${k.toString(16)}`
    return `${code.toString(16).padStart(2, '0')} ${operand}${jt + jf === 0 ? '' : ` ${jt} ${jf}`}`
  })
}

test('no words are a program that keeps everything', () => {
  for (const text of ['', ' ', '\n']) assert.deepEqual(listing(compileFilter(text, 96)), ['06 0x60'])
})

test('one word, two alternatives: the program of udp', () => {
  assert.deepEqual(listing(compileFilter('udp', 0x40000)), [
    '20 -1000',
    '15 0x800 0 2',
    '30 -ffff7',
    '15 0x11 5 0',
    '20 -1000',
    '15 0x86dd 0 2',
    '30 -ffffa',
    '15 0x11 1 0',
    '06 0x0',
    '06 0x40000',
  ])
})

test('words stand one after the other, with and between them or without', () => {
  const whole = compileFilter('tcp and port 80 and host ::1', 7)
  for (const text of ['tcp port 80 host ::1', ' tcp  and\tport 80 host ::1 '])
    assert.deepEqual(compileFilter(text, 7), whole)
  const parts = ['tcp', 'port 80', 'host ::1'].map((text) => compileFilter(text, 7)?.slice(0, -1) ?? [])
  assert.deepEqual(whole?.slice(0, -1), parts.flat())
})

test('what is no filter', () => {
  const wrong = [
    'x',
    'TCP',
    'and',
    'and tcp',
    'tcp and',
    'tcp and and udp',
    'tcp or udp',
    'not tcp',
    'constructor',
  ]
  const ports = ['port', 'port and', 'port x', 'port 0', 'port 65536', 'port -1', 'port 1e3', 'port 080000']
  const hosts = [
    'host',
    'host x',
    'host 10.0.0',
    'host 10.0.0.256',
    'host fe80::1%lo',
    'host localhost',
    'host ::1::',
  ]
  for (const text of [...wrong, ...ports, ...hosts]) assert.equal(compileFilter(text, 1), null, text)
})

test('jumps lead into the program, however many words there are', () => {
  const text = 'port 1 host 1.2.3.4 icmp host ::1 '
  const program = compileFilter(text.repeat(40), 1) ?? []
  assert.ok(program.length < BPF_MAXINSNS)
  for (const [at, { jt, jf }] of program.entries()) {
    assert.ok(jt <= 255 && jf <= 255)
    assert.ok(jt + jf === 0 || at + 1 + Math.max(jt, jf) < program.length)
  }
})
