import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { answerOf } from '../../../contracts/api/client.ts'
import { type ApiClient, type Credential, createClient } from './api/client.ts'
import { isPassing, isRefused, retryDelayMs } from './api/problem.ts'
import type { Me } from './api/types.ts'
import { useLive } from './api/use-live.ts'
import { createAppRouter } from './router.tsx'
import { SessionContext } from './session/session.tsx'

interface SignedInProps {
  me: Me
  credential: Credential
  become(me: Me): void
  leave(wasRefused: boolean): void
}

/** The pages, for somebody who is known. */
export function SignedIn({ me, credential, become, leave }: SignedInProps) {
  const { token, csrfToken } = credential
  const api = useMemo(
    () =>
      createClient({ ...(token !== undefined && { token }), ...(csrfToken !== undefined && { csrfToken }) }),
    [token, csrfToken],
  )
  const [cache] = useState(() => createCache(() => leave(true)))
  const [router] = useState(createAppRouter)
  const live = useLive({ api, cache, onRefused: () => leave(true) })
  const session = { api, live, me, become, signOut: () => void signOut(api, token, leave) }
  return (
    <QueryClientProvider client={cache}>
      <SessionContext value={session}>
        <RouterProvider router={router} />
      </SessionContext>
    </QueryClientProvider>
  )
}

/** A token is forgotten; a session ends, and the one at the provider, too, where it came from there. */
async function signOut(
  api: ApiClient,
  token: string | undefined,
  leave: SignedInProps['leave'],
): Promise<void> {
  if (token !== undefined) return leave(false)
  const ended = await answerOf(api.DELETE('/api/v1/session')).catch(() => undefined)
  leave(false)
  if (ended?.providerUrl) location.assign(ended.providerUrl)
}

function createCache(onRefused: () => void): QueryClient {
  const onError = (error: Error) => {
    if (isRefused(error)) onRefused()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      // `always`: a plant's network without internet looks offline to some browsers, and is not.
      queries: {
        staleTime: 10_000,
        networkMode: 'always',
        retry: (failures, error) => failures < 2 && isPassing(error),
        retryDelay: retryDelayMs,
      },
      mutations: { networkMode: 'always' },
    },
  })
}
