import { type Static, Type } from 'typebox'
import { Severity } from '../../contracts/finding.ts'
import { Id } from '../../contracts/registry.ts'
import { QuietHours } from './quiet-hours.ts'
import { exact, Nullable, TimeMs } from './schema.ts'
import { Words } from './words.ts'

export const TargetChannel = Type.Enum(['webhook', 'wecom', 'dingtalk', 'feishu', 'slack', 'teams'], {
  description: 'webhook: signed CloudEvents for programs; the others: the incoming webhook of a group chat.',
})
export type TargetChannel = Static<typeof TargetChannel>

export const NoticeType = Type.String({
  pattern: '^(\\*|[a-z_]+(\\.[a-z_]+)*(\\.\\*)?)$',
  maxLength: 60,
  description: 'A type of notices such as `sla.breach`; `sla.*` for all that begin so, `*` for all.',
  examples: ['sla.*'],
})

const Recipient = Type.String({
  pattern: '^(technician|team|account|planners):[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
  description: '`technician:ID`, `team:ID`, `account:ID`, or `planners:SITE`.',
  examples: ['technician:anna'],
})

const Types = Type.Array(NoticeType, {
  minItems: 1,
  maxItems: 50,
  uniqueItems: true,
  description: 'Of which types. Default: all.',
})
const ids = (description: string) => Type.Array(Id, { maxItems: 100, uniqueItems: true, description })

const filter = {
  types: Types,
  minSeverity: Nullable({ ...Severity, description: 'Only of tickets that are so severe, or more.' }),
  sites: ids('Only of tickets of these sites; none: of all.'),
  teams: ids('Only of tickets of these teams; none: of all.'),
  recipients: Type.Array(Recipient, {
    maxItems: 100,
    uniqueItems: true,
    description: 'Only what one of these is told, as the group chat of a team; none: everything.',
  }),
}

const facts = {
  name: Words(100, 'What people call it'),
  ...filter,
  enabled: Type.Boolean({ description: 'false: nothing more is written for it; what waits is sent.' }),
  concurrency: Type.Integer({
    minimum: 1,
    maximum: 20,
    description: 'How many requests it is sent at once at most.',
  }),
  timeZone: Type.String({
    minLength: 1,
    maxLength: 64,
    description: 'IANA time zone of the quiet hours.',
    examples: ['Europe/Berlin'],
  }),
  quietHours: Nullable({
    ...QuietHours,
    description: 'When it is sent nothing: what comes then waits for their end.',
  }),
}

const Url = Type.String({
  minLength: 1,
  maxLength: 2000,
  description:
    'Where to send it, https. It is kept sealed and not shown again: the address of a group chat is its key. ' +
    'Hosts that are not on the public internet, and http, are refused unless `OUTGOING_ALLOW` names them.',
  examples: ['https://erp.plant.example/forewarn'],
})
const Secret = Type.String({
  minLength: 1,
  maxLength: 200,
  description:
    'What DingTalk and Feishu show as the secret of the signature. Kept sealed and not shown again.',
})

const optional = {
  types: Type.Optional(facts.types),
  minSeverity: Type.Optional(facts.minSeverity),
  sites: Type.Optional(facts.sites),
  teams: Type.Optional(facts.teams),
  recipients: Type.Optional(facts.recipients),
  enabled: Type.Optional(facts.enabled),
  concurrency: Type.Optional(facts.concurrency),
  timeZone: Type.Optional(facts.timeZone),
  quietHours: Type.Optional(facts.quietHours),
  secret: Type.Optional(Secret),
}

export const NewNotificationTarget = Type.Object(
  { id: Id, name: facts.name, channel: TargetChannel, url: Url, ...optional },
  {
    ...exact,
    examples: [
      {
        id: 'erp',
        name: 'Parts to the ERP',
        channel: 'webhook',
        url: 'https://erp.plant.example/forewarn',
        types: ['parts.*'],
      },
    ],
  },
)
export type NewNotificationTarget = Static<typeof NewNotificationTarget>

export const NotificationTargetChange = Type.Object(
  { name: Type.Optional(facts.name), url: Type.Optional(Url), ...optional },
  { ...exact, examples: [{ types: ['sla.*', 'ticket.created'], minSeverity: 'major' }] },
)
export type NotificationTargetChange = Static<typeof NotificationTargetChange>

const kept = { id: Id, channel: TargetChannel, ...facts }
/** What is kept of a target beside its secrets. */
export type TargetFacts = Static<typeof TargetFacts>
const TargetFacts = Type.Object(kept)

const targetExample = {
  id: 'erp',
  channel: 'webhook',
  name: 'Parts to the ERP',
  types: ['parts.*'],
  minSeverity: null,
  sites: [],
  teams: [],
  recipients: [],
  enabled: true,
  concurrency: 4,
  timeZone: 'Europe/Berlin',
  quietHours: null,
  origin: 'https://erp.plant.example',
  signed: true,
  circuit: { failures: 0, openUntilMs: null, reason: null },
  waiting: 0,
}

export const NotificationTarget = Type.Object(
  {
    ...kept,
    origin: Type.String({ description: 'Scheme and host of its address; the rest is not shown.' }),
    signed: Type.Boolean({ description: 'Whether what it is sent is signed with a secret.' }),
    circuit: Type.Object(
      {
        failures: Type.Integer({ description: 'Failures in a row, up to now.' }),
        openUntilMs: Nullable(
          TimeMs('Until when nothing is sent, because of failures or because it asked for it'),
        ),
        reason: Nullable(Type.String()),
      },
      { description: 'How it does.' },
    ),
    waiting: Type.Integer({ description: 'Deliveries that wait, counted up to 1000.' }),
  },
  { examples: [targetExample] },
)
export type NotificationTarget = Static<typeof NotificationTarget>

/** A target just made, or its new secret: shown this once. */
const SigningSecret = Type.Unsafe<string | null>({
  type: ['string', 'null'],
  description:
    'The secret with which the receiver checks signatures, as Standard Webhooks has it; shown this once. Null where the channel has its own way.',
})
export const MadeNotificationTarget = Type.Object(
  { ...NotificationTarget.properties, signingSecret: SigningSecret },
  { examples: [{ ...targetExample, signingSecret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }] },
)
export type MadeNotificationTarget = Static<typeof MadeNotificationTarget>

/** A target of which nothing but the necessary is said. */
export const targetDefaults = {
  types: ['*'],
  minSeverity: null,
  sites: [],
  teams: [],
  recipients: [],
  enabled: true,
  concurrency: 4,
  timeZone: 'UTC',
  quietHours: null,
} satisfies Omit<TargetFacts, 'id' | 'name' | 'channel'>

/** Channels whose chat signs with a secret that it shows; the others have none, or one of ours. */
export const takesSecret = (channel: TargetChannel): boolean => channel === 'dingtalk' || channel === 'feishu'
