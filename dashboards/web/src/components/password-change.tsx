import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { usePasswordChange } from '../api/access-queries.ts'
import styles from '../pages/access.module.css'
import { useSession } from '../session/session.tsx'
import { Form, useForm } from './form.tsx'
import { NewPassword, NO_PASSWORD, passwordProblem } from './new-password.tsx'

/** A button, and the form behind it. */
export function PasswordChange() {
  const [isOpen, setOpen] = useState(false)
  const [isChanged, setChanged] = useState(false)
  return (
    <section className={styles.card} aria-label="Password">
      <h2>Password</h2>
      {isChanged && !isOpen && <p role="status">Your password is changed. Your other sessions have ended.</p>}
      {isOpen ? (
        <ChangeForm close={() => setOpen(false)} done={() => setChanged(true)} />
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

function ChangeForm({ close, done }: { close(): void; done(): void }) {
  const { become } = useSession()
  const change = usePasswordChange()
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState(NO_PASSWORD)
  const lacks = {
    current: current === '' && 'Type the password that you have now.',
    password: passwordProblem(password),
  }
  const form = useForm(change, lacks, () =>
    change.mutate(
      { current, password: password.first },
      {
        onSuccess: me => {
          done()
          close()
          become(me)
        },
      },
    ),
  )
  return (
    <Form label="Change your password" form={form} submit="Change it" close={close}>
      <TextInput
        label="Password of now"
        type="password"
        autoComplete="current-password"
        autoFocus
        value={current}
        error={form.errorOf('current')}
        onChange={event => setCurrent(event.currentTarget.value)}
      />
      <NewPassword value={password} change={setPassword} error={form.errorOf('password')} />
    </Form>
  )
}
