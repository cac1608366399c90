import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { answerOf } from '../../../../contracts/api/client.ts'
import { createClient } from '../api/client.ts'
import type { Me, SignInOptions } from '../api/types.ts'
import { PasswordForm, TokenForm } from '../components/door-forms.tsx'
import { Problem } from '../components/form.tsx'
import { Logo } from '../components/logo.tsx'
import { useTitle } from '../components/use-title.ts'
import styles from './sign-in.module.css'

interface SignInProps {
  /** Why somebody is here, as a sentence. */
  said: string | undefined
  enter(me: Me, token?: string): void
}

/** The ways in: a name and password, the provider of identities where there is one, or an access token. */
export function SignIn({ said, enter }: SignInProps) {
  const options = useOptions()
  const [chosen, setChosen] = useState<'password' | 'token'>()
  useTitle('Sign in')
  // Without an account nobody has a password: then it is the token that the server has printed.
  const way = chosen ?? (options?.setUp ? 'token' : 'password')
  const other = way === 'token' ? 'password' : 'token'
  return (
    <main className={styles.page}>
      <div className={styles.form}>
        <h1>
          <Logo size={30} />
          Forewarn
        </h1>
        <Problem>{said}</Problem>
        {options && (way === 'token' ? <TokenForm enter={enter} /> : <PasswordForm enter={enter} />)}
        {options?.provider && (
          <>
            <p className={styles.or}>or</p>
            <Button component="a" href={providerHref()} variant="default" fullWidth>
              Sign in with {options.provider}
            </Button>
          </>
        )}
        {options && <Hint options={options} isToken={way === 'token'} />}
        {options && (
          <button type="button" className={styles.other} onClick={() => setChosen(other)}>
            {other === 'token' ? 'Use an access token' : 'Use a name and password'}
          </button>
        )}
      </div>
    </main>
  )
}

function Hint({ options, isToken }: { options: SignInOptions; isToken: boolean }) {
  return (
    <>
      {options.setUp && (
        <p className={styles.hint}>
          There is no account yet. The server prints a link at its start that makes the first one.
        </p>
      )}
      {isToken && (
        <p className={styles.hint}>
          The server prints the administrator’s token at its first start and keeps it in the file{' '}
          <code>admin-token</code> of its data folder.
        </p>
      )}
    </>
  )
}

/** Back to this very page after signing in. */
const providerHref = () =>
  `/api/v1/session/provider?to=${encodeURIComponent((location.pathname + location.search).slice(0, 500))}`

/** Undefined until the server has said what there is; if it cannot, the usual ways are tried. */
function useOptions(): SignInOptions | undefined {
  const [options, setOptions] = useState<SignInOptions>()
  useEffect(() => {
    const stop = new AbortController()
    answerOf(createClient().GET('/api/v1/session/options', { signal: stop.signal })).then(setOptions, () => {
      if (!stop.signal.aborted) setOptions({ password: true, setUp: false, provider: null })
    })
    return () => stop.abort()
  }, [])
  return options
}
