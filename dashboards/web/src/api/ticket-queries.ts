import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useSession } from '../session/session.tsx'
import type { ApiClient } from './client.ts'
import { keys } from './queries.ts'
import type { AssignmentRequest, TicketDetail, TransitionRequest } from './types.ts'

export function useTicket(number: number) {
  const { api } = useSession()
  return useQuery({
    queryKey: keys.ticket(number),
    queryFn: ({ signal }) => api.get<TicketDetail>(`/tickets/${number}`, {}, signal),
  })
}

export function useTransition(number: number) {
  return useTicketChange(number, (api, request: TransitionRequest) =>
    api.post(`/tickets/${number}/transitions`, request),
  )
}

export function useAssignment(number: number) {
  return useTicketChange(number, (api, request: AssignmentRequest) =>
    api.post(`/tickets/${number}/assignment`, request),
  )
}

/** A change that the API answers with the ticket as it is now. */
function useTicketChange<Request>(
  number: number,
  send: (api: ApiClient, request: Request) => Promise<TicketDetail>,
) {
  const { api } = useSession()
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (request: Request) => send(api, request),
    onSuccess: ticket => cache.setQueryData(keys.ticket(number), ticket),
    // Also after an error: a conflict means that the ticket has moved on and other buttons are right.
    onSettled: (_ticket, error) => {
      if (error) void cache.invalidateQueries({ queryKey: keys.ticket(number) })
      return cache.invalidateQueries({ queryKey: keys.tickets })
    },
  })
}
