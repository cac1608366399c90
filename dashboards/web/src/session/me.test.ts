import { expect, test } from 'vitest'
import { may, roleWords } from './me.ts'

const planner = { role: 'planner', site: 'plant-1' } as const
const viewer = { role: 'viewer', site: null } as const
const administrator = { role: 'administrator', site: 'plant-1' } as const

test.each([
  [[planner], 'assignTicket', 'plant-1', true],
  [[planner], 'assignTicket', 'plant-2', false],
  [[planner], 'assignTicket', undefined, true],
  [[planner, viewer], 'assignTicket', 'plant-2', false],
  [[viewer], 'getSeries', 'plant-2', true],
  [[planner], 'listDeadLetters', undefined, false],
  [[administrator], 'listAccounts', undefined, false],
  [[{ ...administrator, site: null }], 'listAccounts', undefined, true],
  [[], 'listTeams', undefined, false],
] as const)('%j may %s at %s: %s', (grants, need, site, answer) => {
  expect(may({ grants: [...grants] }, need, site)).toBe(answer)
})

test('roles in words', () => {
  expect(roleWords([planner, viewer], () => 'Hall 1')).toBe('Planner at Hall 1, viewer everywhere')
  expect(roleWords([], id => id)).toBe('No role yet')
})
