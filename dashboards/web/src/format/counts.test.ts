import { expect, test } from 'vitest'
import { countByPriority } from './counts.ts'

const tickets = (['P1', 'P1', 'P2', 'P3'] as const).map(priority => ({ priority }))

test('a whole list is counted', () => {
  expect(countByPriority(tickets, false)).toEqual({ P1: '2', P2: '1', P3: '1', P4: '0' })
  expect(countByPriority([], false)).toEqual({ P1: '0', P2: '0', P3: '0', P4: '0' })
})

test('a list that was cut off says so', () => {
  expect(countByPriority(tickets, true)).toEqual({ P1: '2', P2: '1', P3: '1+', P4: '?' })
})
