import { expect, expectTypeOf, test } from 'vitest'
import { DeadLetterReason } from '../../contracts/dead-letters.ts'
import * as web from '../../dashboards/web/src/api/types.ts'
import { NEEDS } from '../../dashboards/web/src/session/me.ts'
import { AccessRole, Scope } from '../../ticketing/domain/access.ts'
import type { Account, Me } from '../../ticketing/domain/account.ts'
import { isOpen } from '../../ticketing/domain/category.ts'
import { Priority } from '../../ticketing/domain/priority.ts'
import type { Stranger } from '../../ticketing/domain/quarantine.ts'
import type { FailureCode, Site } from '../../ticketing/domain/registry.ts'
import { shippedWorkflow } from '../../ticketing/domain/shipped-workflow.ts'
import type { Ticket, TicketCounts, TicketDetail, TicketEvent } from '../../ticketing/domain/ticket.ts'
import { Outcome, RejectionCode, type TransitionRequest } from '../../ticketing/domain/workflow.ts'
import { policy } from '../../ticketing/http/policy.ts'
import type { Problem } from '../../ticketing/http/problem.ts'

test('the web page reads what the API answers', () => {
  // compared by `tsc`, which `npm run check` runs over the tests too: what is generated is what the server's code has
  expectTypeOf<Ticket>().toEqualTypeOf<web.Ticket>()
  expectTypeOf<TicketDetail>().toEqualTypeOf<web.TicketDetail>()
  expectTypeOf<TicketEvent>().toEqualTypeOf<web.TicketEvent>()
  expectTypeOf<TicketCounts>().toEqualTypeOf<web.TicketCounts>()
  expectTypeOf<TransitionRequest>().toEqualTypeOf<web.TransitionRequest>()
  expectTypeOf<Site>().toEqualTypeOf<web.Site>()
  expectTypeOf<FailureCode>().toEqualTypeOf<web.FailureCode>()
  expectTypeOf<Stranger>().toEqualTypeOf<web.Stranger>()
  expectTypeOf<Problem>().toExtend<web.Problem>()
  expectTypeOf<Me>().toEqualTypeOf<web.Me>()
  expectTypeOf<Account>().toEqualTypeOf<web.Account>()
  expect([web.ROLES, web.SCOPES]).toEqual([AccessRole.enum, Scope.enum])
  expect(web.PRIORITIES).toEqual(Priority.enum)
  expect(web.DEAD_LETTER_REASONS).toEqual(DeadLetterReason.enum)
  const states = (open: boolean) =>
    shippedWorkflow.states.filter(({ category }) => isOpen(category) === open).map(({ id }) => id)
  expect([web.OPEN_STATES, web.CLOSED_STATES]).toEqual([states(true), states(false)])
  expect([web.OUTCOMES, web.REJECTION_CODES]).toEqual([Outcome.enum, RejectionCode.enum])
})

test.each(Object.entries(NEEDS))('the web page offers %s to those whom the policy lets', (id, need) => {
  const rule = policy[id]
  expect(need.roles).toEqual(rule?.roles)
  expect(need.everywhere).toBe(rule?.site === 'everywhere')
})
