import { expect, test } from 'vitest'
import type { Category, Transition } from '../api/types.ts'
import { fieldsOf, inOrder, obstaclesOf, stepKind, stepName } from './steps.ts'

const step = (to: string, category: Category, more: Partial<Transition> = {}): Transition => ({
  to,
  category,
  requires: [],
  blockedBy: [],
  ...more,
})

test.each<[Category, Transition, string]>([
  ['review', step('accepted', 'active'), 'Accept'],
  ['paused', step('accepted', 'active'), 'Take off hold'],
  ['paused', step('on_site', 'active'), 'Resume on site'],
  ['assigned', step('planned', 'planned'), 'Back to planning'],
  ['verifying', step('reopened', 'active'), 'Reopen'],
  ['active', step('waiting_for_parts', 'paused'), 'Waiting for parts'],
])('from %s: %#', (from, to, name) => {
  expect(stepName(from, to)).toBe(name)
})

test.each<[Category, Category, string]>([
  ['review', 'active', 'forward'],
  ['active', 'active', 'forward'],
  ['paused', 'active', 'forward'],
  ['active', 'paused', 'aside'],
  ['verifying', 'active', 'aside'],
  ['assigned', 'planned', 'aside'],
  ['verifying', 'closed', 'forward'],
  ['review', 'rejected', 'ends'],
  ['paused', 'cancelled', 'ends'],
])('%s → %s is %s', (from, to, kind) => {
  expect(stepKind(from, step('any', to))).toBe(kind)
})

test('the plain next step comes first, giving up last', () => {
  const steps = [step('gone', 'cancelled'), step('wait', 'paused'), step('done', 'resolved')]
  expect(inOrder('active', steps).map(({ to }) => to)).toEqual(['done', 'wait', 'gone'])
})

test('a form asks for what is required, and offers what is best said at that moment', () => {
  expect(fieldsOf(step('accepted', 'active'))).toEqual([])
  expect(fieldsOf(step('on_hold', 'paused', { requires: ['reason'] }))).toEqual(['reason'])
  expect(fieldsOf(step('rejected', 'rejected', { requires: ['rejectionCode'] }))).toEqual([
    'rejectionCode',
    'reason',
  ])
  expect(fieldsOf(step('resolved', 'resolved', { requires: ['failureCode'] }))).toEqual([
    'failureCode',
    'outcome',
    'resolution',
  ])
})

test('what stands in the way', () => {
  expect(obstaclesOf(step('assigned', 'assigned', { requires: ['assignee'] }))).toHaveLength(1)
  expect(obstaclesOf(step('resolved', 'resolved', { blockedBy: ['The checklist is not done.'] }))).toEqual([
    'The checklist is not done.',
  ])
})
