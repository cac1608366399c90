import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseTimestamp } from './timestamps.ts'

const T = Date.UTC(2013, 11, 2, 21, 15, 0)

test.each([
  ['2013-12-02 21:15:00', T],
  ['2013-12-02T21:15:00', T],
  ['2013-12-02 21:15', T],
  ['2013-12-02', Date.UTC(2013, 11, 2)],
  ['2013-12-02T21:15:00Z', T],
  ['2013-12-02t21:15:00z', T],
  ['2013-12-02T21:15:00.123456Z', T + 123],
  ['2013-12-02 21:15:00,5', T + 500],
  ['2013-12-02T22:15:00+01:00', T],
  ['2013-12-02 22:15:00 +0100', T],
  ['2013-12-02T15:45:00-05:30', T],
  ['2013-12-02 22:15:00+01', T],
  ['1386018900', T],
  ['1386018900.25', T + 250],
  ['1386018900000', T],
  ['2012-02-29 00:00:00', Date.UTC(2012, 1, 29)],
])('%s', (text, ms) => {
  expect(parseTimestamp(text)).toBe(ms)
})

test.each([
  '',
  'noon',
  '2013-02-29 00:00:00',
  '2013-13-01 00:00:00',
  '2013-12-02 24:00:00',
  '02.12.2013 21:15',
  '12/02/2013',
  '2013-12-02 21:15:00 CET',
  '1e9',
  '21:15',
])('not "%s"', text => {
  expect(parseTimestamp(text)).toBeUndefined()
})

test('agrees with RFC 3339 as the platform writes it', () => {
  const dates = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(dates, date => {
      expect(parseTimestamp(date.toISOString())).toBe(date.getTime())
      expect(parseTimestamp(date.toISOString().replace('T', ' ').slice(0, 23))).toBe(date.getTime())
    }),
  )
})
