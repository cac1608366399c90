import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useFailureCodes } from '../api/queries.ts'
import { OUTCOMES, REJECTION_CODES, type Transition, type TransitionRequest } from '../api/types.ts'
import { fieldsOf, type StepField } from '../format/steps.ts'
import { OUTCOME_WORDS, REJECTION_WORDS } from '../format/words.ts'
import { Form, useForm } from './form.tsx'

interface TransitionFormProps {
  title: string
  transition: Transition
  busy: boolean
  error: unknown
  cancel(): void
  submit(request: TransitionRequest): void
}

const EMPTY = { rejectionCode: '', failureCode: '', outcome: '', resolution: '', reason: '', signature: '' }
const MISSING: Record<StepField, string> = {
  rejectionCode: 'Choose why it is not taken.',
  failureCode: 'Choose what was wrong.',
  outcome: 'Choose what was found.',
  resolution: 'Say what was done.',
  reason: 'Say why, in a few words.',
  signature: 'Sign with your name.',
}

/** Asks for what the transition requires; the server's errors stand at their fields. */
export function TransitionForm({ title, transition, busy, error, cancel, submit }: TransitionFormProps) {
  const [values, setValues] = useState<Record<StepField, string>>(EMPTY)
  const fields = fieldsOf(transition)
  const required = (field: StepField) => transition.requires.includes(field)
  const missing = (field: StepField) => required(field) && values[field].trim() === ''
  const lacks = Object.fromEntries(fields.map(field => [field, missing(field) && MISSING[field]]))
  const form = useForm({ isPending: busy, error }, lacks, () => {
    const filled = fields
      .map(field => [field, values[field].trim()] as const)
      .filter(([, value]) => value !== '')
    submit({ to: transition.to, ...Object.fromEntries(filled) })
  })
  const input = (field: StepField): FieldProps => ({
    required: required(field),
    autoFocus: field === fields[0],
    value: values[field],
    disabled: busy,
    error: form.errorOf(field),
    onChange: event => {
      const { value } = event.currentTarget
      setValues(before => ({ ...before, [field]: value }))
    },
  })

  return (
    <Form
      label={title}
      form={form}
      submit={title}
      close={cancel}
      isEnd={['rejected', 'cancelled'].includes(transition.category)}
    >
      <h2>{title}</h2>
      {fields.map(field => {
        const Field = FIELDS[field]
        return <Field key={field} {...input(field)} />
      })}
    </Form>
  )
}

interface FieldProps {
  required: boolean
  autoFocus: boolean
  value: string
  disabled: boolean
  error: string | undefined
  onChange(event: { currentTarget: { value: string } }): void
}

const FIELDS: Record<StepField, (props: FieldProps) => ReactNode> = {
  rejectionCode: props => (
    <NativeSelect
      label="Why it is not taken"
      {...props}
      data={[nothing(props), ...choices(REJECTION_CODES, REJECTION_WORDS)]}
    />
  ),
  failureCode: FailureCodeField,
  outcome: props => (
    <NativeSelect
      label="What was found"
      {...props}
      data={[nothing(props), ...choices(OUTCOMES, OUTCOME_WORDS)]}
    />
  ),
  resolution: props => <Textarea label="What was done" rows={3} maxLength={5000} {...props} />,
  reason: props => <Textarea label="Reason" rows={3} maxLength={2000} {...props} />,
  signature: props => (
    <TextInput label="Your name, as your signature of the work" maxLength={100} {...props} />
  ),
}

const nothing = ({ required }: FieldProps) => ({ value: '', label: required ? 'Choose…' : 'Not said yet' })

const choices = <Code extends string>(codes: readonly Code[], names: Record<Code, string>) =>
  codes.map(value => ({ value, label: names[value] }))

function FailureCodeField(props: FieldProps) {
  const codes = useFailureCodes()
  const failed = codes.error ? 'The failure codes could not be loaded. Reload the page.' : undefined
  return (
    <NativeSelect
      label="Failure code"
      {...props}
      error={props.error || failed}
      data={[
        codes.isPending ? { value: '', label: 'Loading…' } : nothing(props),
        ...(codes.data ?? []).map(({ code, name }) => ({ value: code, label: `${name} (${code})` })),
      ]}
    />
  )
}
