import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { answerOf } from '../../../../contracts/api/client.ts'
import { useSession } from '../session/session.tsx'
import { keys } from './queries.ts'
import type { NewSignature } from './types.ts'

/** The chain is signed every minute. */
const SIGNED_EVERY_MS = 60_000
/** Signatures that a ticket's page shows. */
const MOST_SIGNATURES = 500

export function useAuditStatus() {
  const { api } = useSession()
  return useQuery({
    queryKey: ['audit'],
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/audit', { signal })),
    refetchInterval: SIGNED_EVERY_MS,
  })
}

export function useSignatures(number: number, enabled: boolean) {
  const { api } = useSession()
  return useQuery({
    enabled,
    queryKey: [...keys.ticket(number), 'signatures'],
    queryFn: ({ signal }) => {
      const params = { path: { number }, query: { limit: MOST_SIGNATURES } }
      return answerOf(api.GET('/api/v1/tickets/{number}/signatures', { params, signal }))
    },
  })
}

/** The work as it would be signed: its hash goes with the signature, so that nobody signs what they have not seen. */
export function useWork(number: number) {
  const { api } = useSession()
  return useQuery({
    queryKey: [...keys.ticket(number), 'work'],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/v1/tickets/{number}/work', { params: { path: { number } }, signal })),
    staleTime: 0,
    gcTime: 0,
  })
}

export function useSigning(number: number) {
  const { api } = useSession()
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (body: NewSignature) =>
      answerOf(api.POST('/api/v1/tickets/{number}/signatures', { params: { path: { number } }, body })),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.ticket(number) }),
  })
}
