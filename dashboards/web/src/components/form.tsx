import { Button } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { formErrors } from '../api/problem.ts'
import styles from './form.module.css'

/** What is missing or wrong in each field before the server is asked; nothing where it may be sent. */
export type Lacks<Field extends string> = Record<Field, string | false | undefined>

export interface FormState<Field extends string = string> {
  /** What stands at the field: what it lacks once somebody has tried to send it, or what the server has said. */
  errorOf(field: Field): string | undefined
  /** What belongs to no field. */
  problem: string | undefined
  busy: boolean
  onSubmit(event: FormEvent): void
}

/** How every form asks before it sends, and where what was wrong stands. `sent` is the mutation. */
export function useForm<Field extends string>(
  sent: { error: unknown; isPending: boolean },
  lacks: Lacks<Field>,
  send: () => void,
): FormState<Field> {
  const [tried, setTried] = useState(false)
  const told = sent.error ? formErrors(sent.error, Object.keys(lacks)) : undefined
  return {
    errorOf: field => (tried && lacks[field]) || told?.fields[field],
    problem: told?.form,
    busy: sent.isPending,
    onSubmit(event) {
      event.preventDefault()
      setTried(true)
      if (!Object.values(lacks).some(Boolean)) send()
    },
  }
}

interface FormProps {
  /** What it is, for a screen reader. */
  label: string
  form: Omit<FormState, 'errorOf'>
  /** What the button says that sends it. */
  submit: string
  /** Without it there is no way back: the form is the page. */
  close?: (() => void) | undefined
  /** Sending it gives something up. */
  isEnd?: boolean
  className?: string | undefined
  children: ReactNode
}

export function Form({ label, form, submit, close, isEnd, className, children }: FormProps) {
  return (
    <form className={className ?? styles.form} onSubmit={form.onSubmit} noValidate aria-label={label}>
      {children}
      <Problem>{form.problem}</Problem>
      <div className={styles.buttons}>
        <Button type="submit" loading={form.busy} {...(isEnd && { color: 'red' })}>
          {submit}
        </Button>
        {close && (
          <Button variant="default" onClick={close} disabled={form.busy}>
            Back
          </Button>
        )}
      </div>
    </form>
  )
}

/** What went wrong, said at once also to who does not see it; nothing while nothing did. */
export function Problem({ children }: { children: string | false | null | undefined }) {
  if (!children) return null
  return (
    <p className={styles.problem} role="alert">
      {children}
    </p>
  )
}
