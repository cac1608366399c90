import { type Static, Type } from 'typebox'
import { Visibility } from './comment.ts'
import { exact } from './schema.ts'

const Address = Type.String({
  minLength: 3,
  maxLength: 200,
  pattern: '^[^\\s@<>]+@[^\\s@<>]+$',
  description: 'A mail address, at most 200 characters.',
  examples: ['maintenance@plant.example'],
})

const Mailbox = Type.Object(
  {
    host: Type.String({
      minLength: 1,
      maxLength: 253,
      pattern: '^[A-Za-z0-9.:_-]+$',
      description:
        'Name or address of the IMAP server. What is not on the public internet, or without TLS, is refused unless `OUTGOING_ALLOW` names it.',
      examples: ['imap.plant.example'],
    }),
    port: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 65_535, description: 'Default 993, without TLS 143.' }),
    ),
    security: Type.Optional(
      Type.Enum(['tls', 'starttls', 'none'], {
        default: 'tls',
        description:
          'tls: from the first byte; starttls: asked for, and refused without; none: for a server that `OUTGOING_ALLOW` names.',
      }),
    ),
    user: Type.String({ minLength: 1, maxLength: 200, description: 'Who logs in.' }),
    folder: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        default: 'INBOX',
        description: 'Which folder is read; one of its own.',
      }),
    ),
    everySeconds: Type.Optional(
      Type.Integer({ minimum: 5, maximum: 86_400, default: 60, description: 'How often it is looked at.' }),
    ),
  },
  {
    ...exact,
    description: 'Fetched from there; the password is `mailPassword`. Without it messages are sent here.',
  },
)
export type Mailbox = Static<typeof Mailbox>

/** Of the kind `email`. */
export const MailSettings = Type.Object(
  {
    addresses: Type.Array(Address, {
      minItems: 1,
      maxItems: 20,
      uniqueItems: true,
      description: 'Addresses that are ours: what comes from one of them is a loop and is ignored.',
    }),
    senders: Type.Optional(
      Type.Array(
        Type.String({
          minLength: 1,
          maxLength: 200,
          pattern: '^[^\\s<>]+$',
          description: 'An address, or a domain as `@plant.example`; without spaces and angle brackets.',
          examples: ['@plant.example'],
        }),
        {
          maxItems: 500,
          description:
            'Who may write: addresses, or domains as `@plant.example`; others are kept and ignored. Without it anybody may ask for work.',
        },
      ),
    ),
    visibility: Type.Optional({
      ...Visibility,
      default: 'public',
      description: 'Of comments and files that come by mail.',
    }),
    imap: Type.Optional(Mailbox),
  },
  { ...exact, examples: [{ addresses: ['maintenance@plant.example'], senders: ['@plant.example'] }] },
)
export type MailSettings = Static<typeof MailSettings>
