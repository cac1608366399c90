import { Button, NativeSelect, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useAccountChange, useAccountLink, useSignOutEverywhere } from '../api/access-queries.ts'
import { formErrors, sentence } from '../api/problem.ts'
import { useTechnicians } from '../api/queries.ts'
import type { Account } from '../api/types.ts'
import styles from '../pages/access.module.css'
import { roleWords } from '../session/me.ts'
import { useSession } from '../session/session.tsx'
import { GrantsField } from './grants-field.tsx'
import { ShownOnce } from './shown-once.tsx'

/** One account, and what an administrator can do about it. */
export function AccountRow({ account }: { account: Account }) {
  const { id, name, displayName, grants, active, hasPassword } = account
  const isMine = useSession().me.id === `account:${id}`
  const [isOpen, setOpen] = useState(false)
  const link = useAccountLink(id)
  const change = useAccountChange(id)
  const signOut = useSignOutEverywhere(id)
  const error = link.error ?? change.error ?? signOut.error
  return (
    <li data-over={!active} className={styles.account}>
      <div className={styles.what}>
        <span>
          <strong>{displayName}</strong> {displayName !== name && <span className="muted">{name}</span>}
          {isMine && <span className={styles.tag}>You</span>}
          {!active && <span className={styles.tag}>Switched off</span>}
          {active && !hasPassword && <span className={styles.tag}>No password</span>}
        </span>
        <span>{roleWords(grants)}</span>
        {error && !isOpen && (
          <p className={styles.problem} role="alert">
            {sentence(error)}
          </p>
        )}
        {signOut.data && <p role="status">{ended(signOut.data.ended)}</p>}
      </div>
      {!isOpen && (
        <div className={styles.buttons}>
          <Button variant="default" aria-label={`Change ${name}`} onClick={() => setOpen(true)}>
            Change…
          </Button>
          {active && (
            <>
              <Button
                variant="default"
                aria-label={`Link for ${name}`}
                loading={link.isPending}
                onClick={() => link.mutate(undefined)}
              >
                {hasPassword ? 'New password link' : 'Password link'}
              </Button>
              <Button
                variant="default"
                aria-label={`Sign ${name} out`}
                loading={signOut.isPending}
                onClick={() => signOut.mutate(undefined)}
              >
                Sign out
              </Button>
            </>
          )}
          {!isMine && (
            <Button
              variant="subtle"
              color={active ? 'red' : 'petrol'}
              aria-label={`Switch ${name} ${active ? 'off' : 'on'}`}
              loading={change.isPending}
              onClick={() => change.mutate({ active: !active })}
            >
              {active ? 'Switch off' : 'Switch on'}
            </Button>
          )}
        </div>
      )}
      {link.data && (
        <ShownOnce
          what={`Link for ${name}`}
          text={link.data.url}
          hint="By it they set their password. It works once, for a day; give it to them by a way that others do not read."
          close={link.reset}
        />
      )}
      {isOpen && <ChangeForm account={account} close={() => setOpen(false)} />}
    </li>
  )
}

const ended = (count: number) =>
  count === 0 ? 'They were signed in nowhere.' : `${count} of their sessions ended.`

function ChangeForm({ account, close }: { account: Account; close(): void }) {
  const technicians = useTechnicians().data ?? []
  const change = useAccountChange(account.id)
  const [displayName, setDisplayName] = useState(account.displayName)
  const [technician, setTechnician] = useState(account.technician ?? '')
  const [grants, setGrants] = useState(account.grants)
  const told = change.error ? formErrors(change.error, ['displayName', 'technician']) : undefined

  function send(event: FormEvent) {
    event.preventDefault()
    const called = displayName.trim() || account.name
    change.mutate({ displayName: called, technician: technician || null, grants }, { onSuccess: close })
  }
  return (
    <form className={styles.form} onSubmit={send} noValidate aria-label={`Change ${account.name}`}>
      <TextInput
        label="What people call them"
        autoFocus
        maxLength={100}
        value={displayName}
        error={told?.fields.displayName}
        onChange={event => setDisplayName(event.currentTarget.value)}
      />
      <NativeSelect
        label="Technician"
        description="Who they are in the history of tickets, if they work on them."
        value={technician}
        error={told?.fields.technician}
        data={[
          { value: '', label: 'None' },
          ...technicians.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={event => setTechnician(event.currentTarget.value)}
      />
      <GrantsField grants={grants} change={setGrants} />
      {told?.form && (
        <p className={styles.problem} role="alert">
          {told.form}
        </p>
      )}
      <div className={styles.buttons}>
        <Button type="submit" loading={change.isPending}>
          Save
        </Button>
        <Button variant="default" onClick={close} disabled={change.isPending}>
          Back
        </Button>
      </div>
    </form>
  )
}
