import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useState } from 'react'
import { answerOf } from '../../../../contracts/api/client.ts'
import { createClient } from '../api/client.ts'
import { formErrors } from '../api/problem.ts'
import type { Me } from '../api/types.ts'
import { Logo } from '../components/logo.tsx'
import { NewPassword, passwordProblem } from '../components/new-password.tsx'
import { useTitle } from '../components/use-title.ts'
import styles from './sign-in.module.css'

interface SetUpProps {
  /** What the address had after the #. */
  link: string
  enter(me: Me): void
}

/** By a link that works once: the first administrator makes their account, everybody else sets a password. */
export function SetUp({ link, enter }: SetUpProps) {
  const isFirst = useIsFirst()
  const [name, setName] = useState('')
  const [password, setPassword] = useState({ first: '', second: '' })
  const [error, setError] = useState<unknown>()
  const [missing, setMissing] = useState<Record<string, string | undefined>>({})
  const [busy, setBusy] = useState(false)
  useTitle('Set your password')
  const told = error ? formErrors(error, ['name', 'password']) : { form: undefined, fields: {} }
  const fields: Record<string, string> = told.fields

  async function submit(event: FormEvent) {
    event.preventDefault()
    const lacks = {
      name: isFirst && name.trim() === '' ? 'Choose what you want to sign in with.' : undefined,
      password: passwordProblem(password),
    }
    setMissing(lacks)
    setError(undefined)
    if (lacks.name || lacks.password) return
    setBusy(true)
    try {
      const body = { token: link, password: password.first, ...(isFirst && { name: name.trim() }) }
      enter(await answerOf(createClient().POST('/api/v1/account-links/redeem', { body })))
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  return (
    <main className={styles.page}>
      <form className={styles.form} onSubmit={submit} noValidate aria-label="Set your password">
        <h1>
          <Logo size={30} />
          {isFirst ? 'The first administrator' : 'Set your password'}
        </h1>
        {link === '' ? (
          <p className={styles.problem} role="alert">
            This link is not complete. Open it again as it was given to you.
          </p>
        ) : (
          <>
            <p className={styles.hint}>
              {isFirst
                ? 'This makes the first account. It may do everything, and makes the others.'
                : 'This link works once. Your password is known to nobody else.'}
            </p>
            {isFirst && (
              <TextInput
                label="Name"
                description="What you sign in with."
                autoComplete="username"
                autoCapitalize="none"
                spellCheck={false}
                autoFocus
                value={name}
                error={missing.name ?? fields.name}
                onChange={event => setName(event.currentTarget.value)}
              />
            )}
            <NewPassword value={password} change={setPassword} error={missing.password ?? fields.password} />
            {told.form && (
              <p className={styles.problem} role="alert">
                {told.form}
              </p>
            )}
            <Button type="submit" loading={busy} fullWidth>
              {isFirst ? 'Make the account' : 'Set the password'}
            </Button>
          </>
        )}
      </form>
    </main>
  )
}

/** Whether there is no account yet. */
function useIsFirst(): boolean {
  const [isFirst, setFirst] = useState(false)
  useEffect(() => {
    const stop = new AbortController()
    answerOf(createClient().GET('/api/v1/session/options', { signal: stop.signal })).then(
      ({ setUp }) => setFirst(setUp),
      () => undefined, // the form says what is wrong when it is sent
    )
    return () => stop.abort()
  }, [])
  return isFirst
}
