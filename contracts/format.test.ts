import { expect, test } from 'vitest'
import { type Format, formatProblem } from './format.ts'

const format = (more: Partial<Format>): Format => ({ id: 'x', topic: 'up/{device}', codec: 'json', ...more })

test.each<[Partial<Format>]>([
  [{}],
  [{ codec: 'senml' }],
  [{ codec: 'line', mapping: { deviceTags: ['host'], timeUnit: 's' } }],
  [{ mapping: { name: '/n', value: '/v', unit: '/u', quality: '/q', good: [0] } }],
  [{ mapping: { readings: '/{metric}/*', value: '/v' } }],
  [{ topic: 'up/{device}/{metric}', mapping: { value: '/v' } }],
])('%j makes sense', more => expect(formatProblem(format(more))).toBeUndefined())

test.each<[Partial<Format>, string, RegExp]>([
  [{ topic: 'a/#/b' }, '/topic', /must be the last/],
  [{ codec: 'line', topic: 'a/{metric}' }, '/topic', /\{metric\} is for the codec json/],
  [
    { codec: 'senml', mapping: { time: '/t' } },
    '/mapping/time',
    /The codec senml takes nothing; leave mapping out/,
  ],
  [{ codec: 'line', mapping: { time: '/t' } }, '/mapping/time', /The codec line takes deviceTags/],
  [{ mapping: { deviceTags: ['host'] } }, '/mapping/deviceTags', /The codec json takes readings/],
  [{ mapping: { name: '/n' } }, '/mapping/name', /say `value` as well/],
  [{ mapping: { value: '/v' } }, '/mapping/value', /Say `name`/],
  [{ mapping: { unit: '/u' } }, '/mapping/unit', /Say `name`/],
  [{ mapping: { name: '/n', value: '/v', values: '/x' } }, '/mapping/values', /say `value`/],
  [{ mapping: { good: [0] } }, '/mapping/good', /`quality`/],
  [{ mapping: { timeUnit: 's' } }, '/mapping/timeUnit', /`time`/],
  [{ mapping: { zone: 'Z' } }, '/mapping/zone', /`time`/],
])('%j does not', (more, pointer, words) => {
  expect(formatProblem(format(more))).toEqual({ pointer, detail: expect.stringMatching(words) })
})
