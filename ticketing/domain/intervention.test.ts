import { describe, expect, test } from 'vitest'
import { interventionsOf } from './intervention.ts'

type Standing = Parameters<typeof interventionsOf>[0]

const ticket: Standing = {
  ...{ number: 7, kind: 'predictive', asset: 'pump-7', category: 'active', outcome: null },
  ...{ rejectionCode: null, faultKey: 'machine', working: false },
}
const kindsOf = (before: Partial<Standing>, after: Partial<Standing>) =>
  interventionsOf({ ...ticket, ...before }, { ...ticket, ...after }, 1_000).map(({ kind }) => kind)

describe('what the detectors are told of a ticket', () => {
  test.each<[string, Partial<Standing>, Partial<Standing>, string[]]>([
    ['somebody accepts it', { category: 'review' }, {}, []],
    ['somebody goes to the machine', {}, { working: true }, ['work_began']],
    ['and waits for a part', { working: true }, { category: 'paused' }, ['work_ended']],
    ['it is repaired', { working: true }, { category: 'resolved' }, ['work_ended', 'repaired']],
    ['the sensors are watched', { category: 'resolved' }, { category: 'verifying' }, []],
    ['and it is closed', { category: 'verifying' }, { category: 'closed', outcome: 'found_other' }, []],
    [
      'it was nothing, as is known at once',
      {},
      { category: 'resolved', outcome: 'false_alarm' },
      ['false_alarm'],
    ],
    [
      'or only when it is closed',
      { category: 'resolved' },
      { category: 'closed', outcome: 'false_alarm' },
      ['false_alarm'],
    ],
    [
      'but is told once',
      { category: 'resolved', outcome: 'false_alarm' },
      { category: 'verifying', outcome: 'false_alarm' },
      [],
    ],
    ['nobody could look', { working: true }, { category: 'resolved', outcome: 'no_access' }, ['work_ended']],
    [
      'an inspection leaves the machine as it was',
      { kind: 'inspection' },
      { kind: 'inspection', category: 'resolved' },
      [],
    ],
    ['the repair did not hold', { category: 'verifying' }, {}, []],
    [
      'a planner knows that it is nothing',
      { category: 'review' },
      { category: 'rejected', rejectionCode: 'false_alarm' },
      ['false_alarm'],
    ],
    [
      'or that it is not worth it',
      { category: 'review' },
      { category: 'rejected', rejectionCode: 'not_worth_it' },
      [],
    ],
    ['somebody gives up at the machine', { working: true }, { category: 'cancelled' }, ['work_ended']],
  ])('%s', (_, before, after, kinds) => expect(kindsOf(before, after)).toEqual(kinds))

  test('with the fault of the ticket; one that people reported is about the whole asset', () => {
    const whole = { asset: 'pump-7', kind: 'repaired', atMs: 1_000, ticket: 7 }
    const done = { ...ticket, category: 'resolved' } as const
    expect(interventionsOf(ticket, done, 1_000)).toEqual([{ ...whole, faultKey: 'machine' }])
    expect(interventionsOf(ticket, { ...done, faultKey: null }, 1_000)).toEqual([whole])
  })
})
