import { MantineProvider } from '@mantine/core'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Clock } from '../../../contracts/clock.ts'
import { createClient } from './api/client.ts'
import { isPassing, isRefused, retryDelayMs } from './api/problem.ts'
import { useLive } from './api/use-live.ts'
import { NowProvider } from './clock.tsx'
import { SignIn } from './pages/sign-in.tsx'
import { createAppRouter } from './router.tsx'
import { SessionContext } from './session/session.tsx'
import type { TokenKeeper } from './session/token.ts'
import { theme } from './theme.ts'

interface AppProps {
  clock: Clock
  keeper: TokenKeeper
  firstToken: string | undefined
}

/** By which the content security policy knows the style elements that Mantine writes; the server puts it into the page. */
const styleNonce = () => document.querySelector<HTMLMetaElement>('meta[name=style-nonce]')?.content ?? ''

/** The page: the sign-in form without a token, the tickets with one. */
export function App({ clock, keeper, firstToken }: AppProps) {
  const [token, setToken] = useState(firstToken)
  const [refused, setRefused] = useState(false)
  useEffect(() => keeper.onSignedOut(() => setToken(undefined)), [keeper])

  const leave = useCallback(
    (wasRefused: boolean) => {
      keeper.forget()
      setRefused(wasRefused)
      setToken(undefined)
    },
    [keeper],
  )
  const enter = (given: string) => {
    keeper.keep(given)
    setToken(given)
  }
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={styleNonce}>
      <NowProvider clock={clock}>
        {token ? (
          <SignedIn key={token} token={token} leave={leave} />
        ) : (
          <SignIn refused={refused} enter={enter} />
        )}
      </NowProvider>
    </MantineProvider>
  )
}

function SignedIn({ token, leave }: { token: string; leave(wasRefused: boolean): void }) {
  const api = useMemo(() => createClient(token), [token])
  const [cache] = useState(() => createCache(() => leave(true)))
  const [router] = useState(createAppRouter)
  const live = useLive({ api, cache, onRefused: () => leave(true) })
  const session = useMemo(() => ({ api, live, signOut: () => leave(false) }), [api, live, leave])
  return (
    <QueryClientProvider client={cache}>
      <SessionContext value={session}>
        <RouterProvider router={router} />
      </SessionContext>
    </QueryClientProvider>
  )
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
