import type { DeskTicket, TicketDesk } from '../../simulators/scenario/desk.ts'
import type { ApiClient } from './client.ts'

interface Page {
  items: DeskTicket[]
  nextCursor: string | null
}

const PAGE = 500

/** The tickets of a running service as the people of a simulated plant use them. */
export function ticketDesk(api: ApiClient): TicketDesk {
  let open = new Set<number>()
  return {
    async open() {
      const tickets = await openTickets(api)
      const numbers = new Set(tickets.map(({ number }) => number))
      for (const number of open)
        if (!numbers.has(number)) tickets.push((await api.get(`/tickets/${number}`)) as DeskTicket)
      open = numbers
      return tickets
    },
    // A time that is ahead of the service's clock is taken as its own.
    move: async (number, to, body) =>
      void (await api.post(`/tickets/${number}/transitions`, { to, ...body })),
    assign: async (number, assignee, reason) =>
      void (await api.post(`/tickets/${number}/assignment`, { assignee, reason })),
    report: async (asset, what, seenMs) =>
      void (await api.post('/tickets', {
        ...{ asset, kind: 'corrective', severity: 'critical', title: what },
        description: `Seen by people at ${new Date(seenMs).toISOString()}.`,
      })),
  }
}

async function openTickets(api: ApiClient): Promise<DeskTicket[]> {
  const tickets: DeskTicket[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const from: string = cursor && `&cursor=${cursor}`
    const page = (await api.get(`/tickets?open=true&limit=${PAGE}${from}`)) as Page
    tickets.push(...page.items)
    cursor = page.nextCursor
  }
  return tickets
}
