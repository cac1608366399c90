import { expect, test } from 'vitest'
import { namesFrom } from './names.ts'

const technicians = [{ id: 'maya', name: 'Maya Lindqvist' }]
const names = namesFrom({ technicians, accounts: [{ id: 'account:7', name: 'Paula Marchetti' }] })

test.each([
  ['maya', 'Maya Lindqvist'],
  ['tom', 'tom'],
  ['account:7', 'Paula Marchetti'],
  ['account:8', 'account 8'],
  ['admin', 'the administrator'],
])('%s is %s', (id, name) => {
  expect(names.person(id)).toBe(name)
})

test('sentences say names, and only of whole words', () => {
  expect(names.text('account:7 mentions admin')).toBe('Paula Marchetti mentions the administrator')
  expect(names.text('maya gets it, before mayan (maya).')).toBe(
    'Maya Lindqvist gets it, before mayan (Maya Lindqvist).',
  )
})

test('guests and viewers are not told who it is, and no asterisks either', () => {
  expect(namesFrom({ isGuest: true }).person('maya')).toBe('a technician')
  expect(namesFrom({ isGuest: true }).team('night_shift')).toBe('Night shift')
  const masked = namesFrom({ technicians: [{ id: 'maya', name: '***' }] })
  expect(masked.person('maya')).toBe('a technician')
  expect(masked.text('maya gets it')).toBe('A technician gets it')
})
