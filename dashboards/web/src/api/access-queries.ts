import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { answerOf, given } from '../../../../contracts/api/client.ts'
import { useSession } from '../session/session.tsx'
import type { ApiClient } from './client.ts'
import type { AccountChange, NewAccessToken, NewAccount } from './types.ts'

const keys = { accounts: ['accounts'], sessions: ['sessions'], tokens: ['access-tokens'] } as const
const PAGE = 100

export function useAccounts() {
  const { api } = useSession()
  return useInfiniteQuery({
    queryKey: keys.accounts,
    queryFn: ({ pageParam, signal }) => {
      const query = given({ limit: PAGE, cursor: pageParam })
      return answerOf(api.GET('/api/v1/accounts', { params: { query }, signal }))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor ?? undefined,
  })
}

/** Your own; for administrators everybody's. */
export function useTokens() {
  const { api } = useSession()
  return useInfiniteQuery({
    queryKey: keys.tokens,
    queryFn: ({ pageParam, signal }) => {
      const query = given({ limit: PAGE, cursor: pageParam })
      return answerOf(api.GET('/api/v1/tokens', { params: { query }, signal }))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor ?? undefined,
  })
}

export function useSessions() {
  const { api } = useSession()
  return useQuery({
    queryKey: keys.sessions,
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/sessions', { signal })),
  })
}

/** A change after which the list is loaded again. */
function useChange<Request, Result>(
  queryKey: readonly string[],
  send: (api: ApiClient, request: Request) => Promise<Result>,
) {
  const { api } = useSession()
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (request: Request) => send(api, request),
    onSuccess: () => cache.invalidateQueries({ queryKey }),
  })
}

export const useEndSession = () =>
  useChange(keys.sessions, (api, id: number) =>
    answerOf(api.DELETE('/api/v1/sessions/{id}', { params: { path: { id } } })),
  )

export const useNewToken = () =>
  useChange(keys.tokens, (api, body: NewAccessToken) => answerOf(api.POST('/api/v1/tokens', { body })))

export const useRevocation = () =>
  useChange(keys.tokens, (api, id: number) =>
    answerOf(api.POST('/api/v1/tokens/{id}/revocation', { params: { path: { id } } })),
  )

export const useNewAccount = () =>
  useChange(keys.accounts, (api, body: NewAccount) => answerOf(api.POST('/api/v1/accounts', { body })))

export const useAccountChange = (id: number) =>
  useChange(keys.accounts, (api, body: AccountChange) =>
    answerOf(api.PATCH('/api/v1/accounts/{id}', { params: { path: { id } }, body })),
  )

/** A link that works once; it is in this answer only. */
export const useAccountLink = (id: number) =>
  useChange(keys.accounts, api =>
    answerOf(api.POST('/api/v1/accounts/{id}/link', { params: { path: { id } } })),
  )

export const useSignOutEverywhere = (id: number) =>
  useChange(keys.accounts, api =>
    answerOf(api.DELETE('/api/v1/accounts/{id}/sessions', { params: { path: { id } } })),
  )

/** Resolves with who is in now: the session goes on under another cookie. */
export const usePasswordChange = () =>
  useChange(keys.sessions, (api, body: { current: string; password: string }) =>
    answerOf(api.PUT('/api/v1/session/password', { body })),
  )
