import { describe, expect, test } from 'vitest'
import { answerOf } from './confirmation.ts'
import { nextStep, type Proven, periodOf } from './verification.ts'

const HOUR_MS = 3_600_000
const NOW = Date.UTC(2026, 0, 31, 12)

const proven = (more: Partial<Proven> = {}): Proven => ({
  ...{ state: 'verified', measurable: true, requester: false, askedAtMs: null, confirmed: false },
  ...{ confirmMs: 72 * HOUR_MS, obstacle: undefined },
  ...more,
})

describe('what happens when the sensors have spoken', () => {
  const unmeasurable = { state: 'unwatched', measurable: false } as const
  const silent = { state: 'unwatched' } as const
  const asked = { requester: true, askedAtMs: NOW - HOUR_MS }
  const long = { requester: true, askedAtMs: NOW - 72 * HOUR_MS }
  const obstacle = 'It lacks outcome.'

  test.each<[string, Partial<Proven>, string, RegExp | undefined]>([
    ['verified, nobody to ask', {}, 'close', /^The sensors have verified the repair, and nobody else waits/],
    ['verified, somebody to ask', { requester: true }, 'ask', undefined],
    ['asked an hour ago', asked, 'wait', undefined],
    ['asked long ago', long, 'close', /the requester has said nothing else within 3 d\.$/],
    ['confirmed', { ...asked, confirmed: true }, 'close', /and the requester has confirmed it\.$/],
    ['confirmed before it was asked for', { requester: true, confirmed: true }, 'close', /confirmed/],
    ['no sensor, nobody to ask', unmeasurable, 'close', /^No sensor can measure the repair, and nobody/],
    [
      'no sensor, confirmed',
      { ...unmeasurable, ...asked, confirmed: true },
      'close',
      /^The requester has confirmed/,
    ],
    ['no sensor, asked long ago', { ...unmeasurable, ...long }, 'close', /^No sensor can measure/],
    ['silent, nobody to ask', silent, 'tell', /look at the machine/],
    ['silent, somebody to ask', { ...silent, requester: true }, 'ask', undefined],
    ['silent, asked long ago', { ...silent, ...long }, 'tell', /look at the machine/],
    ['silent, confirmed', { ...silent, ...asked, confirmed: true }, 'close', /^The requester has confirmed/],
    [
      'verified, something in the way',
      { obstacle },
      'tell',
      /^It cannot be closed by itself. It lacks outcome\.$/,
    ],
    ['confirmed, something in the way', { ...asked, confirmed: true, obstacle }, 'tell', /It lacks outcome/],
    ['asked an hour ago, something in the way', { ...asked, obstacle }, 'wait', undefined],
  ])('%s', (_, more, kind, words) => {
    const step = nextStep(proven(more), NOW)
    expect(step.kind).toBe(kind)
    const said = 'why' in step ? step.why : 'reason' in step ? step.reason : undefined
    if (words) expect(said).toMatch(words)
    else expect(said).toBeUndefined()
  })

  test('it waits until the requester has had their time', () => {
    expect(nextStep(proven({ requester: true, askedAtMs: NOW }), NOW)).toEqual({
      kind: 'wait',
      untilMs: NOW + 72 * HOUR_MS,
    })
  })
})

test('a period is weighed by samples', () => {
  const span = { fromMs: 0, toMs: 100 }
  const series = [
    { ts: 0, value: 10, min: 8, max: 12, count: 3 },
    { ts: 50, value: 20, min: 20, max: 20, count: 1 },
  ]
  expect(periodOf(span, series)).toEqual({ ...span, count: 4, mean: 12.5, min: 8, max: 20, series })
  expect(periodOf(span, [])).toEqual({ ...span, count: 0, mean: null, min: null, max: null, series: [] })
})

describe('what is read from the form', () => {
  test.each<[Record<string, unknown>, object | undefined, string[]]>([
    [{ fixed: 'yes' }, { fixed: true }, []],
    [
      { fixed: 'no', rating: '1', comment: ' Drips.\r\nStill. ' },
      { fixed: false, rating: 1, comment: 'Drips.\nStill.' },
      [],
    ],
    [{ fixed: 'yes', rating: '', comment: '  ' }, { fixed: true }, []],
    [{}, undefined, ['fixed']],
    [{ fixed: ['yes', 'no'] }, undefined, ['fixed']],
    [{ fixed: 'yes', rating: '6' }, undefined, ['rating']],
    [{ fixed: 'yes', rating: '4.5' }, undefined, ['rating']],
    [{ fixed: 'maybe', rating: 'x', comment: 'x'.repeat(2001) }, undefined, ['fixed', 'rating', 'comment']],
    [{ fixed: 'yes', comment: 'a\0b' }, undefined, ['comment']],
    [{ fixed: 'yes', comment: '\ud800' }, undefined, ['comment']],
  ])('%j', (form, answer, mistakes) => {
    const read = answerOf(form)
    expect(read.answer).toEqual(answer)
    expect(Object.keys(read.mistakes)).toEqual(mistakes)
  })
})
