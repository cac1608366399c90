import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useSession } from '../session/session.tsx'
import type { ApiClient } from './client.ts'
import { keys } from './queries.ts'
import type {
  AssignmentRequest,
  Comment,
  NewComment,
  Page,
  Ticket,
  TicketDetail,
  TransitionRequest,
} from './types.ts'

/** Comments that a ticket's page shows. */
const MOST_COMMENTS = 500

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

/** Replaces the checklist as it was at a version: two people who tick at once do not undo each other. */
export function useChecklist({ number, version }: Ticket) {
  return useTicketChange(number, (api, checklist: Ticket['checklist']) =>
    api.patch(`/tickets/${number}`, { checklist }, version),
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

export function useComments(number: number) {
  const { api } = useSession()
  return useQuery({
    queryKey: [...keys.ticket(number), 'comments'],
    queryFn: ({ signal }) =>
      api.get<Page<Comment>>(`/tickets/${number}/comments`, { limit: MOST_COMMENTS }, signal),
  })
}

export function useNewComment(number: number) {
  const { api } = useSession()
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (comment: NewComment) => api.post<Comment>(`/tickets/${number}/comments`, comment),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.ticket(number) }),
  })
}
