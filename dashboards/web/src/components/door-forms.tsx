import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { answerOf } from '../../../../contracts/api/client.ts'
import { createClient } from '../api/client.ts'
import { isRefused } from '../api/problem.ts'
import type { Me } from '../api/types.ts'
import styles from '../pages/sign-in.module.css'
import { TOKEN_REFUSED } from '../session/trouble.ts'
import { Form, useForm } from './form.tsx'

/** Opens a session. */
export function PasswordForm({ enter }: { enter(me: Me): void }) {
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const attempt = useAttempt()
  const isEmpty = name.trim() === '' || password === ''
  const form = useForm(attempt, { password: isEmpty && 'Type your name and your password.' }, () =>
    attempt.make(async () => {
      const body = { name: name.trim(), password }
      enter(await answerOf(createClient().POST('/api/v1/session', { body })))
    }),
  )
  return (
    <Form className={styles.fields} label="Sign in" form={form} submit="Sign in">
      <TextInput
        label="Name"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        value={name}
        onChange={event => setName(event.currentTarget.value)}
      />
      <TextInput
        label="Password"
        type="password"
        autoComplete="current-password"
        value={password}
        error={form.errorOf('password')}
        onChange={event => setPassword(event.currentTarget.value)}
      />
    </Form>
  )
}

/** Tries the token before it is kept. */
export function TokenForm({ enter }: { enter(me: Me, token: string): void }) {
  const [token, setToken] = useState('')
  const given = token.trim()
  const attempt = useAttempt()
  const form = useForm(attempt, { token: given === '' && 'Type or paste the token.' }, () =>
    attempt.make(async () => {
      // A token has to fit into a header.
      if (!/^[\x21-\x7e]+$/.test(given)) throw new Error(TOKEN_REFUSED)
      const me = await answerOf(createClient({ token: given }).GET('/api/v1/session')).catch(failure => {
        throw isRefused(failure) ? new Error(TOKEN_REFUSED) : failure
      })
      enter(me, given)
    }),
  )
  return (
    <Form className={styles.fields} label="Sign in with a token" form={form} submit="Sign in">
      <TextInput
        label="Access token"
        type="password"
        autoComplete="off"
        autoFocus
        value={token}
        error={form.errorOf('token')}
        onChange={event => setToken(event.currentTarget.value)}
      />
    </Form>
  )
}

/** What a mutation is to a form, for those who are not in yet; who gets in sees another page. */
export function useAttempt() {
  const [{ isPending, error }, set] = useState<{ isPending: boolean; error: unknown }>(RESTING)
  async function attempt(act: () => Promise<void>): Promise<void> {
    set({ isPending: true, error: undefined })
    try {
      await act()
      set(RESTING)
    } catch (failure) {
      set({ isPending: false, error: failure })
    }
  }
  return { isPending, error, make: (act: () => Promise<void>) => void attempt(act) }
}

const RESTING = { isPending: false, error: undefined }
