import * as plant from './v1-plant.ts'
import * as ticket from './v1-tickets.ts'
import type { View } from './view.ts'

/**
 * The first version of the views for reports. It is as it is: a column that is added goes to the end, in a migration of its
 * own (`create or replace view`); what would change or go is in a version 2 beside it.
 */
export const v1: readonly View[] = [
  ticket.tickets,
  ticket.ticketStates,
  ticket.work,
  ticket.sla,
  plant.findings,
  plant.events,
  plant.assignments,
  plant.assets,
  plant.sites,
  plant.teams,
  plant.technicians,
  plant.failureCodes,
]
