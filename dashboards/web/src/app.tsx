import { MantineProvider } from '@mantine/core'
import { useCallback, useEffect, useState } from 'react'
import { answerOf } from '../../../contracts/api/client.ts'
import type { Clock } from '../../../contracts/clock.ts'
import { type Credential, createClient } from './api/client.ts'
import { isRefused } from './api/problem.ts'
import type { Me } from './api/types.ts'
import { NowProvider } from './clock.tsx'
import { NoServer } from './pages/no-server.tsx'
import { SetUp } from './pages/set-up.tsx'
import { SignIn } from './pages/sign-in.tsx'
import type { TokenKeeper } from './session/token.ts'
import { TOKEN_REFUSED } from './session/trouble.ts'
import { SignedIn } from './signed-in.tsx'
import { theme } from './theme.ts'

interface AppProps {
  clock: Clock
  keeper: TokenKeeper
  /** What the address or another tab brought. */
  first: { token: string | undefined; link: string | undefined; problem: string | undefined }
}

/** What is to be seen: a form to get in, or the tickets for somebody who is in. */
type Stage =
  | { at: 'asking'; token: string | undefined }
  | { at: 'no server'; token: string | undefined; error: unknown }
  | { at: 'set up'; link: string }
  | { at: 'door'; said: string | undefined }
  | { at: 'in'; me: Me; credential: Credential }

/** By which the content security policy knows the style elements that Mantine writes; the server puts it into the page. */
const styleNonce = () => document.querySelector<HTMLMetaElement>('meta[name=style-nonce]')?.content ?? ''

const ENDED = 'You are not signed in any more. Sign in again.'

/** Who is there is asked of the server: a token of this tab, otherwise the cookie of a session. */
export function App({ clock, keeper, first }: AppProps) {
  const [stage, setStage] = useState<Stage>(
    first.link === undefined ? { at: 'asking', token: first.token } : { at: 'set up', link: first.link },
  )
  const leave = useCallback(
    (said?: string) => {
      keeper.forget()
      setStage({ at: 'door', said })
    },
    [keeper],
  )
  const enter = useCallback(
    (me: Me, token?: string) => {
      if (token !== undefined) keeper.keep(token)
      else keeper.tellSignedIn()
      setStage({ at: 'in', me, credential: credentialOf(me, token) })
    },
    [keeper],
  )
  useEffect(() => keeper.onSignedOut(() => setStage({ at: 'door', said: undefined })), [keeper])
  useEffect(
    () =>
      keeper.onSignedIn(() => setStage(now => (isByToken(now) ? now : { at: 'asking', token: undefined }))),
    [keeper],
  )
  useEffect(() => {
    if (stage.at !== 'asking') return
    const { token } = stage
    const stop = new AbortController()
    askWho(token, stop.signal).then(
      me => setStage({ at: 'in', me, credential: credentialOf(me, token) }),
      error => {
        if (stop.signal.aborted) return
        if (!isRefused(error)) return setStage({ at: 'no server', token, error })
        keeper.forget()
        setStage({ at: 'door', said: token === undefined ? first.problem : TOKEN_REFUSED })
      },
    )
    return () => stop.abort()
  }, [stage, keeper, first.problem])

  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={styleNonce}>
      <NowProvider clock={clock}>
        {stage.at === 'no server' && (
          <NoServer error={stage.error} again={() => setStage({ at: 'asking', token: stage.token })} />
        )}
        {stage.at === 'set up' && <SetUp link={stage.link} enter={me => goToStart(me, enter)} />}
        {stage.at === 'door' && <SignIn said={stage.said} enter={enter} />}
        {stage.at === 'in' && (
          <SignedIn
            key={stage.me.id}
            me={stage.me}
            credential={stage.credential}
            become={me => enter(me, stage.credential.token)}
            leave={wasRefused =>
              leave(!wasRefused ? undefined : stage.credential.token ? TOKEN_REFUSED : ENDED)
            }
          />
        )}
      </NowProvider>
    </MantineProvider>
  )
}

const isByToken = (stage: Stage) => stage.at === 'in' && stage.credential.token !== undefined

function credentialOf({ csrfToken }: Me, token: string | undefined): Credential {
  if (token !== undefined) return { token }
  return csrfToken === null ? {} : { csrfToken }
}

const askWho = (token: string | undefined, signal: AbortSignal): Promise<Me> =>
  answerOf(createClient(token === undefined ? {} : { token }).GET('/api/v1/session', { signal }))

/** The link has done its work; what comes next is the list of tickets. */
function goToStart(me: Me, enter: (me: Me) => void): void {
  history.replaceState(history.state, '', '/')
  enter(me)
}
