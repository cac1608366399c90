import { TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { answerOf } from '../../../../contracts/api/client.ts'
import { createClient } from '../api/client.ts'
import type { Me } from '../api/types.ts'
import { useAttempt } from '../components/door-forms.tsx'
import { Form, Problem, useForm } from '../components/form.tsx'
import { Logo } from '../components/logo.tsx'
import { NewPassword, NO_PASSWORD, passwordProblem } from '../components/new-password.tsx'
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
  useTitle('Set your password')
  return (
    <main className={styles.page}>
      <div className={styles.form}>
        <h1>
          <Logo size={30} />
          {isFirst ? 'The first administrator' : 'Set your password'}
        </h1>
        {link === '' ? (
          <Problem>This link is not complete. Open it again as it was given to you.</Problem>
        ) : (
          <PasswordForm link={link} isFirst={isFirst} enter={enter} />
        )}
      </div>
    </main>
  )
}

function PasswordForm({ link, isFirst, enter }: SetUpProps & { isFirst: boolean }) {
  const [name, setName] = useState('')
  const [password, setPassword] = useState(NO_PASSWORD)
  const attempt = useAttempt()
  const lacks = {
    name: isFirst && name.trim() === '' && 'Choose what you want to sign in with.',
    password: passwordProblem(password),
  }
  const form = useForm(attempt, lacks, () =>
    attempt.make(async () => {
      const body = { token: link, password: password.first, ...(isFirst && { name: name.trim() }) }
      enter(await answerOf(createClient().POST('/api/v1/account-links/redeem', { body })))
    }),
  )
  return (
    <Form
      className={styles.fields}
      label="Set your password"
      form={form}
      submit={isFirst ? 'Make the account' : 'Set the password'}
    >
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
          error={form.errorOf('name')}
          onChange={event => setName(event.currentTarget.value)}
        />
      )}
      <NewPassword value={password} change={setPassword} error={form.errorOf('password')} />
    </Form>
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
