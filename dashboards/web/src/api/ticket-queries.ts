import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { answerOf } from '../../../../contracts/api/client.ts'
import { useSession } from '../session/session.tsx'
import type { ApiClient } from './client.ts'
import { keys } from './queries.ts'
import type { AssignmentRequest, NewComment, Ticket, TicketDetail, TransitionRequest } from './types.ts'

/** Comments that a ticket's page shows. */
const MOST_COMMENTS = 500

export function useTicket(number: number) {
  const { api } = useSession()
  return useQuery({
    queryKey: keys.ticket(number),
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/tickets/{number}', { params: { path: { number } }, signal })),
  })
}

export function useTransition(number: number) {
  return useTicketChange(number, (api, body: TransitionRequest) =>
    answerOf(api.POST('/api/v1/tickets/{number}/transitions', { params: { path: { number } }, body })),
  )
}

export function useAssignment(number: number) {
  return useTicketChange(number, (api, body: AssignmentRequest) =>
    answerOf(api.POST('/api/v1/tickets/{number}/assignment', { params: { path: { number } }, body })),
  )
}

/** Replaces the checklist as it was at a version: two people who tick at once do not undo each other. */
export function useChecklist({ number, version }: Ticket) {
  return useTicketChange(number, (api, checklist: Ticket['checklist']) => {
    const params = { path: { number }, header: { 'if-match': `"${version}"` } }
    return answerOf(api.PATCH('/api/v1/tickets/{number}', { params, body: { checklist } }))
  })
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
    queryFn: ({ signal }) => {
      const params = { path: { number }, query: { limit: MOST_COMMENTS } }
      return answerOf(api.GET('/api/v1/tickets/{number}/comments', { params, signal }))
    },
  })
}

export function useNewComment(number: number) {
  const { api } = useSession()
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (body: NewComment) =>
      answerOf(api.POST('/api/v1/tickets/{number}/comments', { params: { path: { number } }, body })),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.ticket(number) }),
  })
}
