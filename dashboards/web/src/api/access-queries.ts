import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { answerOf, given } from '../../../../contracts/api/client.ts'
import { useSession } from '../session/session.tsx'
import { type ApiClient, ifMatch, versioned } from './client.ts'
import { useList } from './queries.ts'
import type { AccountChange, NewAccessToken, NewAccount } from './types.ts'

const keys = { accounts: ['accounts'], sessions: ['sessions'], tokens: ['access-tokens'] } as const
const PAGE = 100

export function useAccounts() {
  const { api } = useSession()
  return useList(keys.accounts, (cursor, signal) => {
    const query = given({ limit: PAGE, cursor })
    return answerOf(api.GET('/api/v1/accounts', { params: { query }, signal }))
  })
}

/** As it is now, for a form; the version keeps what the form changes from undoing what somebody else has. */
export function useAccount(id: number) {
  const { api } = useSession()
  return useQuery({
    queryKey: ['account', id],
    queryFn: ({ signal }) =>
      versioned(api.GET('/api/v1/accounts/{id}', { params: { path: { id } }, signal })),
    gcTime: 0,
  })
}

/** Your own; for administrators everybody's. */
export function useTokens() {
  const { api } = useSession()
  return useList(keys.tokens, (cursor, signal) => {
    const query = given({ limit: PAGE, cursor })
    return answerOf(api.GET('/api/v1/tokens', { params: { query }, signal }))
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
export function useChange<Request, Result>(
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

export const useAccountChange = (id: number, version: string | null = null) =>
  useChange(keys.accounts, (api, body: AccountChange) => {
    const params = { path: { id }, header: ifMatch(version) }
    return answerOf(api.PATCH('/api/v1/accounts/{id}', { params, body }))
  })

/** Lets somebody try again who was wrong too often. */
export const useUnlock = (id: number) =>
  useChange(keys.accounts, api =>
    answerOf(api.POST('/api/v1/accounts/{id}/unlock', { params: { path: { id } } })),
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
