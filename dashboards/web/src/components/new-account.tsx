import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useNewAccount } from '../api/access-queries.ts'
import type { Grant } from '../api/types.ts'
import { Form, useForm } from './form.tsx'
import { GrantsField } from './grants-field.tsx'

/** Makes an account; its owner sets the password by a link. */
export function NewAccountForm({ close }: { close(): void }) {
  const make = useNewAccount()
  const [name, setName] = useState('')
  const [displayName, setDisplayName] = useState('')
  const [email, setEmail] = useState('')
  const [grants, setGrants] = useState<Grant[]>([{ role: 'viewer', site: null }])
  const lacks = {
    name: name.trim() === '' && 'A name is missing.',
    displayName: undefined,
    email: emailProblem(email),
  }
  const form = useForm(make, lacks, () => {
    const called = displayName.trim() || name.trim()
    const account = { name: name.trim(), displayName: called, email: email.trim() || null, grants }
    make.mutate(account, { onSuccess: close })
  })
  return (
    <Form label="New account" form={form} submit="Make the account" close={close}>
      <TextInput
        label="Name"
        description="What they sign in with."
        autoFocus
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        value={name}
        error={form.errorOf('name')}
        onChange={event => setName(event.currentTarget.value)}
      />
      <CalledField value={displayName} error={form.errorOf('displayName')} change={setDisplayName} />
      <EmailField value={email} error={form.errorOf('email')} change={setEmail} />
      <GrantsField grants={grants} change={setGrants} />
    </Form>
  )
}

interface FieldProps {
  value: string
  error: string | undefined
  change(value: string): void
}

export function CalledField({ value, error, change }: FieldProps) {
  return (
    <TextInput
      label="What people call them"
      autoComplete="off"
      maxLength={100}
      value={value}
      error={error}
      onChange={event => change(event.currentTarget.value)}
    />
  )
}

/** Only what cannot be an address; the API looks closer. */
export function emailProblem(email: string): string | undefined {
  const given = email.trim()
  return given === '' || /^[^@\s]+@[^@\s]+$/.test(given) ? undefined : 'Write it as name@host.'
}

export function EmailField({ value, error, change }: FieldProps) {
  return (
    <TextInput
      label="E-mail"
      description="Where mail reaches them. May be left empty."
      type="email"
      autoComplete="off"
      value={value}
      error={error}
      onChange={event => change(event.currentTarget.value)}
    />
  )
}
