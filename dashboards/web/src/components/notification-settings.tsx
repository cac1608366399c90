import { Button, NativeSelect, Skeleton, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Versioned } from '../api/client.ts'
import { usePreferences, usePreferencesChange, useTestNotice } from '../api/inbox-queries.ts'
import { sentence } from '../api/problem.ts'
import type { NotificationPreferences, PersonalChannel } from '../api/types.ts'
import styles from '../pages/access.module.css'
import { Form, Problem, useForm } from './form.tsx'
import { LoadError } from './load-error.tsx'
import { emailProblem } from './new-account.tsx'
import { RulesField } from './rules-field.tsx'

/** What somebody is told, by which way and when. */
export function NotificationSettings({ recipient }: { recipient: string }) {
  const query = usePreferences(recipient)
  const [isOpen, setOpen] = useState(false)
  return (
    <section className={styles.card} aria-labelledby="told">
      <h2 id="told">What you are told</h2>
      <LoadError what="What you are told" query={query} />
      {query.isPending && <Skeleton height={60} role="status" aria-label="Loading what you are told" />}
      {query.data && !isOpen && (
        <>
          <p>{inShort(query.data.body)}</p>
          <div className={styles.buttons}>
            <Button variant="default" aria-label="Change what you are told" onClick={() => setOpen(true)}>
              Change…
            </Button>
            <Test recipient={recipient} preferences={query.data.body} />
          </div>
        </>
      )}
      {query.data && isOpen && <Change of={query.data} close={() => setOpen(false)} />}
    </section>
  )
}

function inShort({ email, rules, quietHours, digest, timeZone }: NotificationPreferences): string {
  const words = (channel: PersonalChannel) => {
    const own = rules.filter(rule => rule.channel === channel)
    if (own.length === 0) return 'everything at once'
    return own.every(({ send }) => send === 'never') ? 'nothing' : 'what your rules say'
  }
  const parts = [
    `In the app ${words('app')}.`,
    email ? `By mail to ${email} ${words('email')}.` : 'Nothing by mail: no address is given.',
    email && quietHours && `Quiet from ${quietHours.from} to ${quietHours.to}, ${timeZone}.`,
    email && digest && `What is collected comes at ${digest.at.join(', ')}, ${timeZone}.`,
  ]
  return parts.filter(Boolean).join(' ')
}

/** Tries whether something arrives. */
function Test({ recipient, preferences }: { recipient: string; preferences: NotificationPreferences }) {
  const test = useTestNotice(recipient)
  const send = (channel: PersonalChannel, label: string) => (
    <Button
      variant="default"
      loading={test.isPending && test.variables === channel}
      disabled={test.isPending}
      onClick={() => test.mutate(channel)}
    >
      {label}
    </Button>
  )
  return (
    <>
      {send('app', 'Test in the app')}
      {preferences.email && send('email', 'Test by mail')}
      <span role="status">{test.data && outcome(test.data)}</span>
      <Problem>{test.error && sentence(test.error)}</Problem>
    </>
  )
}

function outcome({
  state,
  reason,
  channel,
}: {
  state: string
  reason: string | null
  channel: string
}): string {
  if (state === 'sent') return 'It is among your notifications.'
  if (reason) return `It is not sent now: ${reason}`
  return channel === 'email' ? 'It is on its way; look into your mailbox.' : 'It is on its way.'
}

const TIME = '([01]\\d|2[0-3]):[0-5]\\d'
const TIMES = new RegExp(`^${TIME}(\\s*,\\s*${TIME})*$`)
const NIGHT = { from: '22:00', to: '06:00', criticalPasses: true }

interface ChangeProps {
  of: Versioned<NotificationPreferences>
  close(): void
}

function Change({ of: { body: kept, version }, close }: ChangeProps) {
  const change = usePreferencesChange(kept.recipient, version)
  const [email, setEmail] = useState(kept.email ?? '')
  const [rules, setRules] = useState(kept.rules)
  const [quietHours, setQuietHours] = useState(kept.quietHours)
  const [digest, setDigest] = useState(kept.digest?.at.join(', ') ?? '')
  const [timeZone, setTimeZone] = useState(() => firstZone(kept))
  const collects = rules.some(({ send }) => send === 'digest')
  const times = digest.trim()
  const lacks = {
    email: emailProblem(email),
    timeZone: undefined,
    digest:
      times === ''
        ? collects && 'Say when what is collected is sent, as 07:00, 15:00.'
        : !TIMES.test(times) && 'Write times as 07:00, with commas between them.',
  }
  const form = useForm(change, lacks, () => {
    const at = times === '' ? null : { at: times.split(/\s*,\s*/) }
    const said = { email: email.trim() || null, timeZone, rules, quietHours, digest: at }
    change.mutate(said, { onSuccess: close })
  })
  return (
    <Form label="What you are told" form={form} submit="Save" close={close}>
      <RulesField channel="app" rules={rules} change={setRules} />
      <TextInput
        label="Mail goes to"
        description="Left empty, nothing is sent by mail."
        type="email"
        autoComplete="email"
        value={email}
        error={form.errorOf('email')}
        onChange={event => setEmail(event.currentTarget.value)}
      />
      <RulesField channel="email" rules={rules} change={setRules} />
      <QuietHours value={quietHours} change={setQuietHours} />
      <TextInput
        label="Collected mail comes at"
        description="Times of the day, as 07:00, 15:00."
        value={digest}
        error={form.errorOf('digest')}
        onChange={event => setDigest(event.currentTarget.value)}
      />
      <NativeSelect
        label="Time zone of these times"
        value={timeZone}
        error={form.errorOf('timeZone')}
        data={[...new Set([timeZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])]}
        onChange={event => setTimeZone(event.currentTarget.value)}
      />
    </Form>
  )
}

/** Who has never said anything of times means the clock on their wall. */
function firstZone({ timeZone, quietHours, digest }: NotificationPreferences): string {
  return quietHours || digest ? timeZone : Intl.DateTimeFormat().resolvedOptions().timeZone
}

interface QuietHoursProps {
  value: NotificationPreferences['quietHours']
  change(value: NotificationPreferences['quietHours']): void
}

function QuietHours({ value, change }: QuietHoursProps) {
  return (
    <fieldset className={styles.grants}>
      <legend>Quiet hours of mail</legend>
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={value !== null}
          onChange={() => change(value === null ? NIGHT : null)}
        />
        What comes at night waits for the morning
      </label>
      {value && (
        <>
          <div className={styles.pair}>
            <TextInput
              label="From"
              type="time"
              value={value.from}
              onChange={event => change({ ...value, from: event.currentTarget.value })}
            />
            <TextInput
              label="To"
              type="time"
              value={value.to}
              onChange={event => change({ ...value, to: event.currentTarget.value })}
            />
          </div>
          <label className={styles.check}>
            <input
              type="checkbox"
              checked={value.criticalPasses}
              onChange={() => change({ ...value, criticalPasses: !value.criticalPasses })}
            />
            What is critical is sent all the same
          </label>
        </>
      )}
    </fieldset>
  )
}
