import { Button, NativeSelect } from '@mantine/core'
import type { PersonalChannel, PreferenceRule, Severity } from '../api/types.ts'
import styles from '../pages/access.module.css'

/** Notices as people group them; what the API can say beside that stays as it was said. */
const ABOUT: Record<string, string> = {
  '': 'Anything',
  'ticket.*': 'Tickets',
  'dispatch.*': 'Who gets a ticket',
  'sla.*': 'Targets',
  'comment,comment.mention': 'Comments',
  'comment.mention': 'Comments that name me',
  'verification.*': 'Whether repairs hold',
  'parts.*': 'Parts',
}
const FROM: Record<string, string> = {
  '': 'Any severity',
  major: 'Major, critical',
  critical: 'Critical only',
}
const SEND: Record<PreferenceRule['send'], string> = {
  now: 'at once',
  digest: 'collected',
  never: 'never',
}
const LEGEND: Record<PersonalChannel, string> = { app: 'In the app', email: 'By mail' }

interface RulesFieldProps {
  channel: PersonalChannel
  /** Those of the other channel stay as they are. */
  rules: readonly PreferenceRule[]
  change(rules: PreferenceRule[]): void
}

/** Rules of one channel in their order: the first that fits counts. */
export function RulesField({ channel, rules, change }: RulesFieldProps) {
  const own = rules.filter(rule => rule.channel === channel)
  const others = rules.filter(rule => rule.channel !== channel)
  const put = (next: readonly PreferenceRule[]) => change([...others, ...next])
  return (
    <fieldset className={styles.grants}>
      <legend>{LEGEND[channel]}</legend>
      <p className="muted">
        {own.length === 0
          ? 'Everything, at once.'
          : 'The first row that fits counts; what fits none is not sent.'}
      </p>
      {own.map((rule, at) => (
        <Rule
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is nothing but its place
          key={at}
          rule={rule}
          name={`${LEGEND[channel]}, rule ${at + 1}`}
          change={next => put(own.flatMap((each, index) => (index === at ? (next ?? []) : each)))}
        />
      ))}
      <div>
        <Button
          variant="default"
          size="xs"
          aria-label={`${LEGEND[channel]}: add a rule`}
          onClick={() => put([...own, { channel, send: 'now' }])}
        >
          Add a rule
        </Button>
      </div>
    </fieldset>
  )
}

interface RuleProps {
  rule: PreferenceRule
  /** For a screen reader. */
  name: string
  /** Nothing: it is removed. */
  change(next?: PreferenceRule): void
}

function Rule({ rule: { channel, types, minSeverity, send }, name, change }: RuleProps) {
  const about = types?.join(',') ?? ''
  const from = minSeverity === 'minor' ? '' : (minSeverity ?? '')
  const made = (next: { about?: string; from?: string; send?: string }): PreferenceRule => {
    const chosen = { about, from, send, ...next }
    return {
      channel,
      ...(chosen.about !== '' && { types: chosen.about.split(',') }),
      ...(chosen.from !== '' && { minSeverity: chosen.from as Severity }),
      send: chosen.send as PreferenceRule['send'],
    }
  }
  return (
    <div className={styles.rule}>
      <NativeSelect
        aria-label={`${name}: about what`}
        value={about}
        data={choices({ ...(about in ABOUT ? {} : { [about]: about }), ...ABOUT })}
        onChange={event => change(made({ about: event.currentTarget.value }))}
      />
      <NativeSelect
        aria-label={`${name}: how severe`}
        value={from}
        data={choices(FROM)}
        onChange={event => change(made({ from: event.currentTarget.value }))}
      />
      <NativeSelect
        aria-label={`${name}: when`}
        value={send}
        data={choices(SEND).filter(({ value }) => channel === 'email' || value !== 'digest')}
        onChange={event => change(made({ send: event.currentTarget.value }))}
      />
      <Button variant="subtle" aria-label={`${name}: remove`} onClick={() => change()}>
        Remove
      </Button>
    </div>
  )
}

const choices = (words: Record<string, string>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))
