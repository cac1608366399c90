import { Button, NativeSelect, Skeleton } from '@mantine/core'
import { useState } from 'react'
import {
  useAccount,
  useAccountChange,
  useAccountLink,
  useSignOutEverywhere,
  useUnlock,
} from '../api/access-queries.ts'
import type { Versioned } from '../api/client.ts'
import { useSiteNames } from '../api/name-queries.ts'
import { sentence } from '../api/problem.ts'
import { useTechnicians } from '../api/queries.ts'
import type { Account, ListedAccount } from '../api/types.ts'
import { useNowMs } from '../clock.tsx'
import { count } from '../format/numbers.ts'
import styles from '../pages/access.module.css'
import { roleWords } from '../session/me.ts'
import { useSession } from '../session/session.tsx'
import { Form, Problem, useForm } from './form.tsx'
import { GrantsField } from './grants-field.tsx'
import { LoadError } from './load-error.tsx'
import { CalledField, EmailField, emailProblem } from './new-account.tsx'
import { Due } from './pieces.tsx'
import { ShownOnce } from './shown-once.tsx'

/** One account, and what an administrator can do about it. */
export function AccountRow({ account }: { account: ListedAccount }) {
  const { id, name, displayName, email, grants, active, hasPassword, lockedUntilMs } = account
  const isMine = useSession().me.id === `account:${id}`
  const nowMs = useNowMs()
  const isLocked = lockedUntilMs !== null && lockedUntilMs > nowMs
  const siteName = useSiteNames()
  const [isOpen, setOpen] = useState(false)
  const link = useAccountLink(id)
  const unlock = useUnlock(id)
  const error = link.error ?? unlock.error
  return (
    <li data-over={!active} className={styles.account}>
      <div className={styles.what}>
        <span>
          <strong>{displayName}</strong> {displayName !== name && <span className="muted">{name}</span>}
          {isMine && <span className={styles.tag}>You</span>}
          {!active && <span className={styles.tag}>Switched off</span>}
          {active && !hasPassword && <span className={styles.tag}>No password</span>}
          {isLocked && <span className={styles.tag}>Locked</span>}
        </span>
        <span>{roleWords(grants, siteName)}</span>
        {email && <span className="muted">{email}</span>}
        {isLocked && (
          <span className="muted">
            Too many wrong passwords; it passes by itself <Due ms={lockedUntilMs} />.
          </span>
        )}
        <Problem>{error && sentence(error)}</Problem>
      </div>
      {!isOpen && (
        <div className={styles.buttons}>
          {isLocked && (
            <Button
              aria-label={`Unlock ${name}`}
              loading={unlock.isPending}
              onClick={() => unlock.mutate(undefined)}
            >
              Unlock
            </Button>
          )}
          <Button variant="default" aria-label={`Change ${name}`} onClick={() => setOpen(true)}>
            Change…
          </Button>
          {active && (
            <Button
              variant="default"
              aria-label={`Link for ${name}`}
              loading={link.isPending}
              onClick={() => link.mutate(undefined)}
            >
              {hasPassword ? 'New password link' : 'Password link'}
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
      {isOpen && <Change id={id} isMine={isMine} close={() => setOpen(false)} />}
    </li>
  )
}

interface ChangeProps {
  id: number
  isMine: boolean
  close(): void
}

function Change({ id, isMine, close }: ChangeProps) {
  const query = useAccount(id)
  return (
    <>
      <LoadError what="The account" query={query} />
      {query.isPending && <Skeleton height={320} role="status" aria-label="Loading the account" />}
      {query.data && <ChangeForm of={query.data} close={close} />}
      {query.data && <Doors account={query.data.body} isMine={isMine} />}
    </>
  )
}

function ChangeForm({ of: { body: account, version }, close }: { of: Versioned<Account>; close(): void }) {
  const technicians = useTechnicians().data ?? []
  const change = useAccountChange(account.id, version)
  const [displayName, setDisplayName] = useState(account.displayName)
  const [email, setEmail] = useState(account.email ?? '')
  const [technician, setTechnician] = useState(account.technician ?? '')
  const [grants, setGrants] = useState(account.grants)
  const form = useForm(
    change,
    { displayName: undefined, email: emailProblem(email), technician: undefined },
    () => {
      const person = { displayName: displayName.trim() || account.name, email: email.trim() || null }
      change.mutate({ ...person, technician: technician || null, grants }, { onSuccess: close })
    },
  )
  return (
    <Form label={`Change ${account.name}`} form={form} submit="Save" close={close}>
      <CalledField value={displayName} error={form.errorOf('displayName')} change={setDisplayName} />
      <EmailField value={email} error={form.errorOf('email')} change={setEmail} />
      <NativeSelect
        label="Technician"
        description="Who they are in the history of tickets, if they work on them."
        value={technician}
        error={form.errorOf('technician')}
        data={[
          { value: '', label: 'None' },
          ...technicians.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={event => setTechnician(event.currentTarget.value)}
      />
      <GrantsField grants={grants} change={setGrants} />
    </Form>
  )
}

/** What shuts somebody out, for now or until it is taken back. */
function Doors({ account: { id, name, active }, isMine }: { account: Account; isMine: boolean }) {
  const change = useAccountChange(id)
  const signOut = useSignOutEverywhere(id)
  const error = change.error ?? signOut.error
  return (
    <div className={styles.buttons}>
      {active && (
        <Button
          variant="default"
          aria-label={`Sign ${name} out`}
          loading={signOut.isPending}
          onClick={() => signOut.mutate(undefined)}
        >
          Sign out everywhere
        </Button>
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
      {signOut.data && <p role="status">{ended(signOut.data.ended)}</p>}
      <Problem>{error && sentence(error)}</Problem>
    </div>
  )
}

const ended = (sessions: number) =>
  sessions === 0 ? 'They were signed in nowhere.' : `${count(sessions, 'session')} ended.`
