import { Button, NativeSelect, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { formErrors } from '../api/problem.ts'
import { useFailureCodes } from '../api/queries.ts'
import type { Transition, TransitionRequest } from '../api/types.ts'
import { transitionKind } from '../format/words.ts'
import styles from '../pages/ticket.module.css'

interface TransitionFormProps {
  title: string
  transition: Transition
  busy: boolean
  error: unknown
  cancel(): void
  submit(request: TransitionRequest): void
}

const FIELDS = ['reason', 'failureCode', 'resolution'] as const
type Field = (typeof FIELDS)[number]
const MISSING: Record<Field, string> = {
  reason: 'Say why, in a few words.',
  failureCode: 'Choose what was wrong.',
  resolution: 'Say what was done.',
}

/** Asks for what the transition requires; the server's errors stand at their fields. */
export function TransitionForm({ title, transition, busy, error, cancel, submit }: TransitionFormProps) {
  const [values, setValues] = useState<Record<Field, string>>({ reason: '', failureCode: '', resolution: '' })
  const [tried, setTried] = useState(false)
  const required = (field: Field) => transition.requires.some(name => name === field)
  const fields = FIELDS.filter(
    field => required(field) || (field === 'resolution' && transition.to === 'resolved'),
  )
  const missing = (field: Field) => required(field) && values[field].trim() === ''
  const told = error ? formErrors(error, fields) : { form: undefined, fields: {} as Record<string, string> }

  function send(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    if (fields.some(missing)) return
    const filled = fields
      .map(field => [field, values[field].trim()] as const)
      .filter(([, value]) => value !== '')
    submit({ to: transition.to, ...Object.fromEntries(filled) })
  }
  const input = (field: Field) => ({
    required: required(field),
    value: values[field],
    disabled: busy,
    error: (tried && missing(field) && MISSING[field]) || told.fields[field],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget
      setValues(before => ({ ...before, [field]: value }))
    },
  })

  return (
    <form className={styles.form} onSubmit={send} noValidate aria-label={title}>
      <h2>{title}</h2>
      {fields.includes('failureCode') && <FailureCodeField {...input('failureCode')} />}
      {fields.includes('resolution') && (
        <Textarea label="What was done" autosize={false} rows={3} maxLength={5000} {...input('resolution')} />
      )}
      {fields.includes('reason') && (
        <Textarea label="Reason" rows={3} maxLength={2000} autoFocus {...input('reason')} />
      )}
      {told.form && (
        <p className={styles.problem} role="alert">
          {told.form}
        </p>
      )}
      <div className={styles.buttons}>
        <Button
          type="submit"
          loading={busy}
          {...(transitionKind(transition.to) === 'ends' && { color: 'red' })}
        >
          {title}
        </Button>
        <Button variant="default" onClick={cancel} disabled={busy}>
          Back
        </Button>
      </div>
    </form>
  )
}

type SelectProps = Parameters<typeof NativeSelect>[0]

function FailureCodeField(props: SelectProps) {
  const codes = useFailureCodes()
  const placeholder = codes.isPending ? 'Loading…' : 'Choose…'
  const failed = codes.error ? 'The failure codes could not be loaded. Reload the page.' : undefined
  return (
    <NativeSelect
      label="Failure code"
      autoFocus
      {...props}
      error={props.error || failed}
      data={[
        { value: '', label: placeholder },
        ...(codes.data ?? []).map(({ code, name }) => ({ value: code, label: `${name} (${code})` })),
      ]}
    />
  )
}
