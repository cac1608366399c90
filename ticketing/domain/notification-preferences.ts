import { type Static, Type } from 'typebox'
import { Severity } from '../../contracts/finding.ts'
import { NoticeType } from './notification-target.ts'
import { Digest, QuietHours } from './quiet-hours.ts'
import { invalid } from './refusals.ts'
import { requireTimeZone } from './registry.ts'
import { exact, Nullable } from './schema.ts'

/** Who can have preferences: people. */
export const Person = Type.String({
  pattern: '^(technician|account):[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
  description: '`technician:ID` or `account:ID`.',
  examples: ['technician:anna'],
})

export const PersonalChannel = Type.Enum(['app', 'email'], {
  description: 'app: the list of the web page, and its stream; email: to their address.',
})
export type PersonalChannel = Static<typeof PersonalChannel>

const Rule = Type.Object(
  {
    channel: PersonalChannel,
    types: Type.Optional(Type.Array(NoticeType, { minItems: 1, maxItems: 50, uniqueItems: true })),
    minSeverity: Type.Optional(Severity),
    send: Type.Enum(['now', 'digest', 'never'], {
      description:
        'At once, with the next digest, or not at all. What is for the app is always at once, or never.',
    }),
  },
  exact,
)

const Email = Type.String({
  maxLength: 254,
  pattern: '^[^\\s@<>,;:"\\\\()\\[\\]]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$',
  description: 'An address such as anna@plant.example.',
  examples: ['anna@plant.example'],
})

const facts = {
  email: Nullable(Email),
  timeZone: Type.String({
    minLength: 1,
    maxLength: 64,
    description: 'IANA time zone of the times below.',
    examples: ['Europe/Berlin'],
  }),
  rules: Type.Array(Rule, {
    maxItems: 50,
    description:
      'The first rule of a channel that fits says what becomes of a notice. Where none of the channel’s fits it is not sent; a channel without rules gets everything at once.',
  }),
  quietHours: Nullable(QuietHours),
  digest: Nullable(Digest),
}

const example = {
  email: 'anna@plant.example',
  timeZone: 'Europe/Berlin',
  rules: [
    { channel: 'email', minSeverity: 'major', send: 'now' },
    { channel: 'email', types: ['comment'], send: 'never' },
    { channel: 'email', send: 'digest' },
  ],
  quietHours: { from: '22:00', to: '06:00', criticalPasses: true },
  digest: { at: ['07:00', '15:00'] },
}

/** What a person is told by which way, and when. Quiet hours and digests are of e-mail: the app waits to be looked at. */
export const NotificationPreferences = Type.Object(
  { recipient: Person, ...facts },
  { examples: [{ recipient: 'technician:anna', ...example }] },
)
export type NotificationPreferences = Static<typeof NotificationPreferences>

export const NewNotificationPreferences = Type.Object(
  {
    email: Type.Optional(facts.email),
    timeZone: Type.Optional(facts.timeZone),
    rules: Type.Optional(facts.rules),
    quietHours: Type.Optional(facts.quietHours),
    digest: Type.Optional(facts.digest),
  },
  { ...exact, examples: [example] },
)
export type NewNotificationPreferences = Static<typeof NewNotificationPreferences>

export const preferenceDefaults = {
  email: null,
  timeZone: 'UTC',
  rules: [],
  quietHours: null,
  digest: null,
} satisfies Omit<NotificationPreferences, 'recipient'>

/** Throws `invalid` for what the schema cannot say. */
export function requireSoundPreferences({
  timeZone,
  rules,
  digest,
}: Omit<NotificationPreferences, 'recipient'>): void {
  requireTimeZone(timeZone)
  for (const [index, { channel, send }] of rules.entries()) {
    if (send !== 'digest') continue
    if (channel === 'app')
      throw invalid(`/rules/${index}/send`, 'What is for the app is not collected; write now, or never.')
    if (!digest)
      throw invalid(
        '/digest',
        `The rule ${index} collects for a digest, and there is none; say when it is sent.`,
      )
  }
}
