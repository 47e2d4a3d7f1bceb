import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Events, SCHEMA_VERSION } from './events.ts'

async function written(fields: Record<string, unknown>): Promise<string> {
  let text = ''
  const events = new Events({
    write: async (more) => {
      text += more
    },
  })
  await events.emit('tried', fields)
  return text
}

async function read(fields: Record<string, unknown>): Promise<Record<string, unknown>> {
  return JSON.parse(await written(fields))
}

test('an event is one line, with its version, its name and its time first', async () => {
  const line = await written({ text: 'a\nb\r\u2028c' })
  assert.match(line, /^\{"v":1,"event":"tried","time":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z","text":/)
  assert.equal(line.indexOf('\n'), line.length - 1)
  assert.equal(JSON.parse(line).v, SCHEMA_VERSION)
})

test('bytes are in base64, wherever they stand', async () => {
  const bytes = new Uint8Array([0, 1, 2, 253, 254, 255])
  const { data, view, buffer, within } = await read({
    data: bytes,
    view: bytes.subarray(1, 3),
    buffer: Buffer.from('hola'),
    within: { list: [bytes] },
  })
  assert.equal(data, 'AAEC/f7/')
  assert.equal(view, 'AQI=')
  assert.equal(buffer, 'aG9sYQ==')
  assert.deepEqual(within, { list: ['AAEC/f7/'] })
  assert.equal((await read({ data: new Uint8Array() })).data, '')
})

test('numbers of 64 bits are text, and all their digits are there', async () => {
  const { big, negative, within } = await read({ big: 2n ** 64n - 1n, negative: -(2n ** 63n), within: [1n] })
  assert.deepEqual([big, negative, within], ['18446744073709551615', '-9223372036854775808', ['1']])
})

test('what is not known is left out; what is no number is null', async () => {
  const event = await read({ unknown: undefined, nothing: null, infinite: Number.POSITIVE_INFINITY })
  assert.ok(!('unknown' in event))
  assert.deepEqual([event.nothing, event.infinite], [null, null])
})

test('a failing output fails the event', async () => {
  const events = new Events({ write: () => Promise.reject(new Error('no space')) })
  await assert.rejects(events.emit('tried'), /no space/)
})
