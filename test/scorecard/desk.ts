import type { DeskTicket, TicketDesk } from '../../simulators/scenario/desk.ts'
import type { InjectedApi } from './injected-api.ts'

/** The ticket service as the crew uses it. Nobody else works there, so what is over needs no word. */
export const ticketDesk = (api: InjectedApi): TicketDesk => ({
  open: () => api.all<DeskTicket>('/tickets?open=true'),
  move: async (number, to, body) => void (await api.post(`/tickets/${number}/transitions`, { to, ...body })),
  assign: async (number, assignee, reason) =>
    void (await api.post(`/tickets/${number}/assignment`, { assignee, reason })),
  /** The API takes no time for a new ticket: it is made at the end of the hour in which somebody saw it. */
  report: async (asset, description) => {
    const title = `${asset} stands still`
    await api.post('/tickets', { kind: 'corrective', asset, severity: 'critical', title, description })
  },
})
