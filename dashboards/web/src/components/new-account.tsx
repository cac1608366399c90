import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useNewAccount } from '../api/access-queries.ts'
import { formErrors } from '../api/problem.ts'
import type { Grant } from '../api/types.ts'
import styles from '../pages/access.module.css'
import { GrantsField } from './grants-field.tsx'

/** Makes an account; its owner sets the password by a link. */
export function NewAccountForm({ close }: { close(): void }) {
  const make = useNewAccount()
  const [name, setName] = useState('')
  const [displayName, setDisplayName] = useState('')
  const [grants, setGrants] = useState<Grant[]>([{ role: 'viewer', site: null }])
  const [tried, setTried] = useState(false)
  const told = make.error ? formErrors(make.error, ['name', 'displayName']) : undefined

  function send(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    if (name.trim() === '') return
    const called = displayName.trim()
    const account = { name: name.trim(), grants, ...(called !== '' && { displayName: called }) }
    make.mutate(account, { onSuccess: close })
  }
  return (
    <form className={styles.form} onSubmit={send} noValidate aria-label="New account">
      <TextInput
        label="Name"
        description="What they sign in with."
        autoFocus
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        value={name}
        error={(tried && name.trim() === '' && 'A name is missing.') || told?.fields.name}
        onChange={event => setName(event.currentTarget.value)}
      />
      <TextInput
        label="What people call them"
        autoComplete="off"
        maxLength={100}
        value={displayName}
        error={told?.fields.displayName}
        onChange={event => setDisplayName(event.currentTarget.value)}
      />
      <GrantsField grants={grants} change={setGrants} />
      {told?.form && (
        <p className={styles.problem} role="alert">
          {told.form}
        </p>
      )}
      <div className={styles.buttons}>
        <Button type="submit" loading={make.isPending}>
          Make the account
        </Button>
        <Button variant="default" onClick={close} disabled={make.isPending}>
          Back
        </Button>
      </div>
    </form>
  )
}
