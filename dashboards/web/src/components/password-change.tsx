import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { usePasswordChange } from '../api/access-queries.ts'
import { formErrors } from '../api/problem.ts'
import styles from '../pages/access.module.css'
import { useSession } from '../session/session.tsx'
import { NewPassword, passwordProblem } from './new-password.tsx'

const NONE = { first: '', second: '' }

/** A button, and the form behind it. */
export function PasswordChange() {
  const { become } = useSession()
  const change = usePasswordChange()
  const [isOpen, setOpen] = useState(false)
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState(NONE)
  const [tried, setTried] = useState(false)
  const told = change.error ? formErrors(change.error, ['current', 'password']) : undefined

  function close() {
    setOpen(false)
    setTried(false)
    setCurrent('')
    setPassword(NONE)
  }
  function send(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    if (current === '' || passwordProblem(password)) return
    change.mutate(
      { current, password: password.first },
      {
        onSuccess: me => {
          close()
          become(me)
        },
      },
    )
  }
  return (
    <section className={styles.card} aria-label="Password">
      <h2>Password</h2>
      {change.isSuccess && !isOpen && (
        <p role="status">Your password is changed. Your other sessions have ended.</p>
      )}
      {isOpen ? (
        <form className={styles.form} onSubmit={send} noValidate aria-label="Change your password">
          <TextInput
            label="Password of now"
            type="password"
            autoComplete="current-password"
            autoFocus
            value={current}
            error={
              (tried && current === '' && 'Type the password that you have now.') || told?.fields.current
            }
            onChange={event => setCurrent(event.currentTarget.value)}
          />
          <NewPassword
            value={password}
            change={setPassword}
            error={(tried && passwordProblem(password)) || told?.fields.password}
          />
          {told?.form && (
            <p className={styles.problem} role="alert">
              {told.form}
            </p>
          )}
          <div className={styles.buttons}>
            <Button type="submit" loading={change.isPending}>
              Change it
            </Button>
            <Button variant="default" onClick={close} disabled={change.isPending}>
              Back
            </Button>
          </div>
        </form>
      ) : (
        <div className={styles.buttons}>
          <Button variant="default" onClick={() => setOpen(true)}>
            Change your password…
          </Button>
        </div>
      )}
    </section>
  )
}
