import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { answerOf } from '../../../../contracts/api/client.ts'
import { createClient } from '../api/client.ts'
import { isRefused, sentence } from '../api/problem.ts'
import type { Me } from '../api/types.ts'
import styles from '../pages/sign-in.module.css'

const REFUSED = 'The server does not accept this token. It may have been replaced.'

/** Opens a session. */
export function PasswordForm({ enter }: { enter(me: Me): void }) {
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const { error, busy, attempt, forget } = useAttempt()

  function submit(event: FormEvent) {
    event.preventDefault()
    if (name.trim() === '' || password === '') return attempt(async () => 'Type your name and your password.')
    void attempt(async () => {
      const body = { name: name.trim(), password }
      enter(await answerOf(createClient().POST('/api/v1/session', { body })))
      return undefined
    })
  }
  return (
    <form className={styles.fields} onSubmit={submit} noValidate aria-label="Sign in">
      <TextInput
        label="Name"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        value={name}
        onChange={event => {
          setName(event.currentTarget.value)
          forget()
        }}
      />
      <TextInput
        label="Password"
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={event => {
          setPassword(event.currentTarget.value)
          forget()
        }}
        error={error}
      />
      <Button type="submit" loading={busy} fullWidth>
        Sign in
      </Button>
    </form>
  )
}

/** Tries the token before it is kept. */
export function TokenForm({ enter }: { enter(me: Me, token: string): void }) {
  const [token, setToken] = useState('')
  const { error, busy, attempt, forget } = useAttempt()

  function submit(event: FormEvent) {
    event.preventDefault()
    const given = token.trim()
    void attempt(async () => {
      if (given === '') return 'Type or paste the token.'
      // A token has to fit into a header.
      if (!/^[\x21-\x7e]+$/.test(given) || /\s/.test(given)) return REFUSED
      try {
        enter(await answerOf(createClient({ token: given }).GET('/api/v1/session')), given)
        return undefined
      } catch (failure) {
        if (isRefused(failure)) return REFUSED
        throw failure
      }
    })
  }
  return (
    <form className={styles.fields} onSubmit={submit} noValidate aria-label="Sign in with a token">
      <TextInput
        label="Access token"
        type="password"
        autoComplete="off"
        autoFocus
        value={token}
        onChange={event => {
          setToken(event.currentTarget.value)
          forget()
        }}
        error={error}
      />
      <Button type="submit" loading={busy} fullWidth>
        Sign in
      </Button>
    </form>
  )
}

/** One try at a time; what it answers or throws is shown as a sentence. */
function useAttempt() {
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  async function attempt(act: () => Promise<string | undefined>): Promise<void> {
    setBusy(true)
    setError(undefined)
    try {
      setError(await act())
    } catch (failure) {
      setError(sentence(failure))
    }
    setBusy(false)
  }
  return { error, busy, attempt, forget: () => setError(undefined) }
}
