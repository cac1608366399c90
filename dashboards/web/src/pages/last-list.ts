import type { TicketSearch } from '../format/search.ts'

let last: TicketSearch = {}

/** The filters of the list that was open last, so that "Tickets" on a ticket's page leads back to it. */
export function rememberList(search: TicketSearch): void {
  last = search
}

export function lastList(): TicketSearch {
  return last
}
