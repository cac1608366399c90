import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useNewToken } from '../api/access-queries.ts'
import { type MadeAccessToken, SCOPES, type Scope } from '../api/types.ts'
import { useNowMs } from '../clock.tsx'
import styles from '../pages/access.module.css'
import { useSession } from '../session/session.tsx'
import { Form, Problem, useForm } from './form.tsx'
import { GrantsField } from './grants-field.tsx'

const DAY_MS = 24 * 3_600_000
export const SCOPE_WORDS: Record<Scope, string> = {
  read: 'Read',
  'tickets:write': 'Work on tickets',
  'registry:write': 'Change sites, assets, devices and people',
  'settings:write': 'Change policies and workflows',
  intake: 'Bring alerts in',
  admin: 'Everything, also accounts and tokens',
}

interface NewTokenProps {
  close(): void
  done(made: MadeAccessToken): void
}

/** What a token is for, what it may do, and until when. */
export function NewToken({ close, done }: NewTokenProps) {
  const { me } = useSession()
  const nowMs = useNowMs()
  const make = useNewToken()
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<Scope[]>(['read'])
  const [grants, setGrants] = useState(() => me.grants.map(({ role, site }) => ({ role, site })))
  const [days, setDays] = useState(90)
  const lacks = {
    name: name.trim() === '' && 'Say what it is for.',
    scopes: scopes.length === 0 && 'Choose at least one.',
  }
  const form = useForm(make, lacks, () => {
    const expiresAtMs = nowMs + days * DAY_MS
    make.mutate({ name: name.trim(), scopes, grants, expiresAtMs }, { onSuccess: done })
  })
  return (
    <Form label="New token" form={form} submit="Make the token" close={close}>
      <TextInput
        label="What it is for"
        autoFocus
        maxLength={100}
        value={name}
        error={form.errorOf('name')}
        onChange={event => setName(event.currentTarget.value)}
      />
      <fieldset className={styles.grants}>
        <legend>What it may do</legend>
        {SCOPES.map(scope => (
          <label key={scope} className={styles.check}>
            <input
              type="checkbox"
              checked={scopes.includes(scope)}
              onChange={({ currentTarget: { checked } }) =>
                setScopes(SCOPES.filter(each => (each === scope ? checked : scopes.includes(each))))
              }
            />
            {SCOPE_WORDS[scope]}
          </label>
        ))}
        <Problem>{form.errorOf('scopes')}</Problem>
      </fieldset>
      <GrantsField grants={grants} change={setGrants} />
      <NativeSelect
        label="Works for"
        value={String(days)}
        data={[
          { value: '7', label: '7 days' },
          { value: '30', label: '30 days' },
          { value: '90', label: '90 days' },
          { value: '365', label: 'A year' },
          { value: '730', label: 'Two years' },
        ]}
        onChange={event => setDays(Number(event.currentTarget.value))}
      />
    </Form>
  )
}
