import assert from 'node:assert/strict'
import { test } from 'node:test'
import { examples, items, paragraph, terms, verbatim } from '../frame/page.ts'
import { macro, roffBlocks, roffText } from './roff.ts'

test('characters that man(7) would read are escaped', () => {
  assert.equal(roffText("a\\b -x 'y' `z` ^~ …"), 'a\\eb \\-x \\(aqy\\(aq \\(gaz\\(ga \\(ha\\(ti ...')
  assert.equal(macro('SS', 'so "called"'), '.SS "so \\(dqcalled\\(dq"')
})

test('a line that begins with a dot is no macro, wherever it was broken', () => {
  assert.deepEqual(roffBlocks([paragraph('.so /etc/passwd')]), ['\\&.so /etc/passwd'])
  assert.deepEqual(roffBlocks([verbatim('.so x', "'x")]), [
    '.RS 4',
    '.EX',
    '\\&.so x',
    '\\(aqx',
    '.EE',
    '.RE',
  ])
  const [first, second] = roffBlocks([paragraph(`${'word '.repeat(15)}.profile`)])
  assert.deepEqual([first!.length < 80, second], [true, '\\&.profile'])
})

test('terms are bold, and the value of an option is in italics', () => {
  const block = terms([
    ['-f, --file FILE', 'which'],
    ['    --wait DURATION', 'how long'],
    ['tcp://[::1]:80', 'where'],
  ])
  assert.deepEqual(roffBlocks([block]), [
    ...['.TP', '\\fB\\-f, \\-\\-file\\fR \\fIFILE\\fR', 'which'],
    ...['.TP', '\\fB\\-\\-wait\\fR \\fIDURATION\\fR', 'how long'],
    ...['.TP', '\\fBtcp://[::1]:80\\fR', 'where'],
  ])
})

test('items have a mark', () => {
  assert.deepEqual(roffBlocks([items(['one', 'the other'])]), [
    '.IP \\(bu 2',
    'one',
    '.IP \\(bu 2',
    'the other',
  ])
})

test('blocks stand apart, but not from their heading', () => {
  const lines = roffBlocks([examples(['soquete ls'], ['what there is']), paragraph('More.')])
  assert.deepEqual(lines, ['what there is', '.RS 4', '.EX', 'soquete ls', '.EE', '.RE', '.PP', 'More.'])
})
