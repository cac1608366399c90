import { expect, test } from 'vitest'
import { type TicketDigest, ticketDifferences } from './tickets.ts'

const ticket = (given: Partial<TicketDigest> = {}): TicketDigest => ({
  ...{ asset: 'pump-1', faultKey: 'flow', source: 'finding', firstFinding: 'f1', findings: 3, outcome: null },
  states: [['proposed', 5]],
  ...given,
})

test('the order of tickets is no difference', () => {
  const [one, other] = [ticket(), ticket({ asset: 'pump-2' })]
  expect(ticketDifferences([one, other], [other, one])).toEqual([])
})

test('one ticket more than the other run is a difference, also where another one is like it', () => {
  expect(ticketDifferences([ticket(), ticket()], [ticket()])).toEqual([
    `only in the first: ${JSON.stringify(ticket())}`,
  ])
})

test.each([
  { firstFinding: 'f2' },
  { findings: 4 },
  { outcome: 'found_other' },
  { states: [['proposed', 6]] as [string, number][] },
])('%j is a difference', given => {
  expect(ticketDifferences([ticket()], [ticket(given)])).toEqual([
    `only in the first: ${JSON.stringify(ticket())}`,
    `only in the second: ${JSON.stringify(ticket(given))}`,
  ])
})
