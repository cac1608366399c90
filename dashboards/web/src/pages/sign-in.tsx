import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { createClient } from '../api/client.ts'
import { isRefused, sentence } from '../api/problem.ts'
import { Logo } from '../components/logo.tsx'
import styles from './sign-in.module.css'

const REFUSED = 'The server does not accept this token. It may have been replaced.'

interface SignInProps {
  /** The server refused the token that was in use. */
  refused: boolean
  enter(token: string): void
}

/** Asks for the token, and tries it before it is kept. */
export function SignIn({ refused, enter }: SignInProps) {
  const [token, setToken] = useState('')
  const [error, setError] = useState(refused ? REFUSED : undefined)
  const [busy, setBusy] = useState(false)

  async function submit(event: FormEvent) {
    event.preventDefault()
    const given = token.trim()
    if (!given) return setError('Type or paste the token.')
    setBusy(true)
    try {
      await createClient(given).GET('/api/v1/tickets', { params: { query: { limit: 1 } } })
      enter(given)
    } catch (failure) {
      setError(isRefused(failure) ? REFUSED : sentence(failure))
      setBusy(false)
    }
  }

  return (
    <main className={styles.page}>
      <form className={styles.form} onSubmit={submit}>
        <h1>
          <Logo size={30} />
          Forewarn
        </h1>
        <TextInput
          label="Access token"
          type="password"
          autoComplete="current-password"
          autoFocus
          value={token}
          onChange={event => {
            setToken(event.currentTarget.value)
            setError(undefined)
          }}
          error={error}
        />
        <Button type="submit" loading={busy} fullWidth>
          Sign in
        </Button>
        <p className={styles.hint}>
          The server prints the token at its first start and keeps it in the file <code>admin-token</code> of
          its data folder.
        </p>
      </form>
    </main>
  )
}
