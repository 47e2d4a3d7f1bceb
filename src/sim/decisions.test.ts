import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Decision, Decisions, formatDecisions, parseDecisions } from './decisions.ts'

test('decisions as text, a line each; comments and empty lines say nothing', () => {
  const decisions: Decision[] = [
    { link: 'a-b', direction: '>', packet: 17, kind: 'loss', detail: 0 },
    { link: 'a-b', direction: '<', packet: 3, kind: 'delay', detail: 20_000_000 },
    { link: 'lan.3', direction: '>', packet: 1, kind: 'corrupt', detail: 337 },
  ]
  const text = 'a-b > 17 loss\na-b < 3 delay 20000000\nlan.3 > 1 corrupt 337\n'
  assert.equal(formatDecisions(decisions), text)
  assert.deepEqual(parseDecisions(`# seed 42\n\n${text.replace('\n', '\r\n')}`), decisions)
  assert.deepEqual(parseDecisions(''), [])
})

test('what is no decision is refused, with its line or its place', () => {
  const refused = [
    ['a-b > 1 loss\nnonsense', /line 2: "nonsense" is no decision; it reads such as 'a-b > 17 loss'/],
    ['a-b > 0 loss', /line 1: packet 0 is no number from 1 on/],
    ['a-b > 1 explosion', /line 1: kind "explosion" is none of loss, duplicate, delay/],
    ['a-b = 1 loss', /line 1: .* is no decision/],
    ['a-b > 1 overtake', /line 1: 0 is no detail of overtake/],
    ['a-b > 1 delay 9999999999999999', /line 1: .* is no detail of delay/],
  ] as const
  for (const [text, message] of refused) assert.throws(() => parseDecisions(text), message)
  const wrong = { link: 'a-b', direction: '>', packet: 1, kind: 'delay', detail: -5 } as const
  assert.throws(() => new Decisions([wrong]), /decision 1: -5 is no detail of delay/)
  assert.throws(() => new Decisions([{} as Decision]), /decision 1: link undefined is no name/)
})

test('no more are kept than the limit says, but counted', () => {
  const decisions = new Decisions(null, 2)
  for (let packet = 1; packet <= 5; packet++) decisions.record('a-b', '>', packet, 'loss', 0)
  assert.deepEqual(
    decisions.made.map(({ packet }) => packet),
    [1, 2],
  )
  assert.equal(decisions.beyond, 3)
})
