import { type Static, Type } from 'typebox'
import { Severity } from '../../contracts/finding.ts'
import { Id } from '../../contracts/registry.ts'
import { IntakeMapping, requireSoundMapping } from './intake-mapping.ts'
import { MailSettings } from './mail-settings.ts'
import { invalid } from './refusals.ts'
import { exact, Nullable, TimeMs } from './schema.ts'
import { TicketKind } from './ticket.ts'
import { Words } from './words.ts'

export const IntakeKind = Type.Enum(['alertmanager', 'cloudevents', 'json', 'csv', 'email'], {
  description:
    'alertmanager: webhooks of Prometheus Alertmanager (version 4); cloudevents: CloudEvents 1.0 over HTTP, structured, ' +
    'in batches or binary; json: any JSON, read by the mapping; csv: a file with a line for each ticket; email: messages, ' +
    'fetched from a mailbox or sent here whole.',
})
export type IntakeKind = Static<typeof IntakeKind>

/** Beyond this nothing is taken, whatever the intake says. */
const MAX_BODY_BYTES = 32 * 1024 ** 2

const settings = {
  name: Words(100, 'What people call it'),
  site: Type.Optional(
    Nullable({ ...Id, description: 'Only assets of this site; null or absent: of every site.' }),
  ),
  enabled: Type.Optional(
    Type.Boolean({
      default: true,
      description: 'Whether it takes anything. What it has taken is worked on all the same.',
    }),
  ),
  authentication: Type.Optional(
    Type.Enum(['token', 'signature'], {
      default: 'token',
      description:
        'token: `Authorization: Bearer`, or Basic with the token as password. signature: Standard Webhooks, an HMAC-SHA256 ' +
        'over id, time and body in `webhook-signature`.',
    }),
  ),
  perMinute: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 60_000,
      default: 600,
      description: 'Requests that it takes in a minute.',
    }),
  ),
  maxBytes: Type.Optional(
    Type.Integer({
      minimum: 1024,
      maximum: MAX_BODY_BYTES,
      description: 'Largest body in bytes, from 1024 to 33554432. Default 1 MiB; csv 5 MiB; email 30 MiB.',
    }),
  ),
  defaults: Type.Optional(
    Type.Object(
      {
        asset: Type.Optional({ ...Id, description: 'Whose ticket it is where nothing says another.' }),
        kind: Type.Optional(TicketKind),
        severity: Type.Optional(Severity),
      },
      { ...exact, description: 'What counts where what comes in does not say it.' },
    ),
  ),
  ticketPer: Type.Optional(
    Type.Enum(['group', 'alert'], {
      default: 'group',
      description:
        'Of alertmanager. group: one ticket for each group (`groupKey`) and asset; alert: one for each alert (`fingerprint`).',
    }),
  ),
  whenResolved: Type.Optional(
    Type.Enum(['note', 'withdraw'], {
      default: 'note',
      description:
        'note: the ticket says that the signal is back to normal; withdraw: it is also cancelled where nobody has taken it yet.',
    }),
  ),
  mapping: Type.Optional(IntakeMapping),
  mail: Type.Optional(MailSettings),
}

const example = {
  id: 'plant-alerts',
  name: 'Alerts of the plant network',
  kind: 'alertmanager' as const,
  maxBytes: 65_536,
  mapping: { asset: { from: ['/labels/asset', '/labels/instance'], table: { '10.0.3.7:9100': 'pump-7' } } },
}

const password = {
  mailPassword: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 1_000,
      description: 'Of the mailbox; kept encrypted and never shown.',
    }),
  ),
}

export const NewIntake = Type.Object(
  { id: Id, kind: IntakeKind, ...settings, ...password },
  { ...exact, examples: [example] },
)
export type NewIntake = Static<typeof NewIntake>

/** An intake as it is kept, without secrets. */
export type IntakeSettings = Omit<NewIntake, 'mailPassword'>

export const IntakeChange = Type.Object(
  {
    name: Type.Optional(settings.name),
    site: settings.site,
    enabled: settings.enabled,
    perMinute: settings.perMinute,
    maxBytes: settings.maxBytes,
    defaults: settings.defaults,
    ticketPer: settings.ticketPer,
    whenResolved: settings.whenResolved,
    mapping: settings.mapping,
    mail: settings.mail,
    ...password,
  },
  { ...exact, minProperties: 1, examples: [{ perMinute: 60 }] },
)
export type IntakeChange = Static<typeof IntakeChange>

const shown = {
  id: Id,
  kind: IntakeKind,
  ...settings,
  path: Type.String({
    description: 'Where it takes what is sent, under the address of this service.',
    examples: ['/in/plant-alerts'],
  }),
  waiting: Type.Integer({ description: 'What it has taken and nobody has worked on yet.' }),
  failed: Type.Integer({
    description: 'What could not be understood and waits to be replayed or discarded.',
  }),
  lastArrivalAtMs: Nullable(TimeMs('When it last took something')),
  problem: Nullable(
    Type.String({ description: 'Why its mailbox cannot be read now; null: nothing is wrong.' }),
  ),
}
const shownExample = {
  ...example,
  path: '/in/plant-alerts',
  waiting: 0,
  failed: 0,
  lastArrivalAtMs: null,
  problem: null,
}

export const Intake = Type.Object(shown, { examples: [shownExample] })
export type Intake = Static<typeof Intake>

const secret = Type.String({
  description:
    'The token, or with `signature` the secret as Standard Webhooks writes it (`whsec_…`); shown this once.',
})
export const MadeIntake = Type.Object(
  { ...shown, secret },
  { examples: [{ ...shownExample, secret: 'Zx…' }] },
)
export const MadeSecret = Type.Object({ secret }, { examples: [{ secret: 'Zx…' }] })

const DEFAULT_BYTES: Record<IntakeKind, number> = {
  alertmanager: 1024 ** 2,
  cloudevents: 1024 ** 2,
  json: 1024 ** 2,
  csv: 5 * 1024 ** 2,
  email: 30 * 1024 ** 2,
}
export const maxBytesOf = ({ kind, maxBytes }: IntakeSettings): number => maxBytes ?? DEFAULT_BYTES[kind]
export const perMinuteOf = ({ perMinute = 600 }: IntakeSettings): number => perMinute

/** Throws `invalid` for what the schema cannot say; `at` is the JSON pointer of the intake. */
export function requireSoundIntake(intake: NewIntake | IntakeSettings, at = ''): void {
  const { kind, mapping, mail, ticketPer, whenResolved } = intake
  const only = (given: unknown, name: string, kinds: readonly IntakeKind[]) => {
    if (given === undefined || kinds.includes(kind)) return
    throw invalid(`${at}/${name}`, `${name} is of the kinds ${kinds.join(', ')}; leave it out for ${kind}.`)
  }
  const structured = ['alertmanager', 'cloudevents', 'json', 'csv'] as const
  only(mapping, 'mapping', structured)
  only(whenResolved, 'whenResolved', structured)
  only(ticketPer, 'ticketPer', ['alertmanager'])
  only(mail, 'mail', ['email'])
  only('mailPassword' in intake ? intake.mailPassword : undefined, 'mailPassword', ['email'])
  if (kind === 'email' && !mail) {
    throw invalid(`${at}/mail`, 'mail is missing; say at least which addresses are ours.')
  }
  if (mapping) requireSoundMapping(mapping, `${at}/mapping`)
}
