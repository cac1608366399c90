import { type Static, Type } from 'typebox'
import { Id } from '../../contracts/registry.ts'
import { Grant, Scope } from './access.ts'
import { invalid } from './refusals.ts'
import { exact, Nullable, TimeMs } from './schema.ts'
import { Words } from './words.ts'

export const AccountName = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}$',
  description:
    'What somebody signs in with: letters, digits, and . _ @ + -; starts with a letter or digit; at most 100. Small and capital letters are the same.',
  examples: ['anna'],
})
/** Long is good, and what is in it is nobody's business (NIST SP 800-63B). */
const MIN_PASSWORD = 12
export const Password = Type.String({
  minLength: MIN_PASSWORD,
  maxLength: 200,
  description: `At least ${MIN_PASSWORD} characters, at most 200.`,
  examples: ['four words that nobody guesses'],
})

const Grants = Type.Array(Grant, {
  maxItems: 200,
  uniqueItems: true,
  description: 'Roles, each at one site or everywhere; without any, nothing can be seen.',
})
const person = {
  displayName: Words(100, 'What people call them'),
  email: Nullable(
    Type.String({
      pattern: '^[^@\\s]{1,64}@[^@\\s]{1,190}$',
      description: 'Where mail reaches them, as name@host.',
      examples: ['anna@example.com'],
    }),
  ),
  technician: Nullable({ ...Id, description: 'The technician that they are, if they are one.' }),
  grants: Grants,
}

const accountExample = {
  ...{ id: 7, name: 'anna', displayName: 'Anna Keller', email: null, technician: 'anna' },
  ...{ grants: [{ role: 'technician', site: 'plant-1' }], active: true, hasPassword: true },
  createdAtMs: 1_700_000_000_000,
}

export const Account = Type.Object(
  {
    id: Type.Integer({ minimum: 1 }),
    name: AccountName,
    ...person,
    active: Type.Boolean({ description: 'false: may not sign in, and nothing of theirs works.' }),
    hasPassword: Type.Boolean(),
    createdAtMs: TimeMs('When it was made'),
  },
  {
    examples: [accountExample],
  },
)
export type Account = Static<typeof Account>

/** As the list has it, with what becomes over by itself: that is no part of the account and of its version. */
export const ListedAccount = Type.Object(
  {
    ...Account.properties,
    lockedUntilMs: Nullable(
      TimeMs('Until when somebody has to wait who was wrong too often; null: nobody has to wait'),
    ),
  },
  { examples: [{ ...accountExample, lockedUntilMs: null }] },
)
export type ListedAccount = Static<typeof ListedAccount>

export const NewAccount = Type.Object(
  {
    name: AccountName,
    displayName: Type.Optional(person.displayName),
    email: Type.Optional(person.email),
    technician: Type.Optional(person.technician),
    grants: Type.Optional(Grants),
  },
  {
    ...exact,
    examples: [{ name: 'anna', displayName: 'Anna Keller', grants: [{ role: 'viewer', site: null }] }],
  },
)
export type NewAccount = Static<typeof NewAccount>

export const AccountChange = Type.Object(
  {
    name: Type.Optional(AccountName),
    displayName: Type.Optional(person.displayName),
    email: Type.Optional(person.email),
    technician: Type.Optional(person.technician),
    grants: Type.Optional(Grants),
    active: Type.Optional(Type.Boolean()),
  },
  { ...exact, examples: [{ grants: [{ role: 'planner', site: null }] }] },
)
export type AccountChange = Static<typeof AccountChange>

/** A link that works once; by it a password is set. */
export const AccountLink = Type.Object(
  {
    url: Type.String({
      description: 'Give it to them by a way that others do not read. It is shown this once.',
    }),
    expiresAtMs: TimeMs('Until when it works'),
  },
  { examples: [{ url: 'https://forewarn.example/set-up#q1J7…', expiresAtMs: 1_700_086_400_000 }] },
)

/** Who asks, as they are told. */
export const Me = Type.Object(
  {
    id: Type.String({
      description: '`admin`, `account:7` or `token:12`; the actor in the ledger, where `technician` is null.',
    }),
    kind: Type.Enum(['administrator', 'account', 'token']),
    name: Type.String(),
    technician: Nullable(Type.String()),
    grants: Type.Array(Grant),
    hasPassword: Type.Boolean({
      description:
        'Whether they have a password here, which they can change; false of tokens, and of who signs in at a provider only.',
    }),
    scopes: Nullable(Type.Array(Scope, { description: 'null: all.' })),
    csrfToken: Nullable(
      Type.String({
        description:
          'Of a session by cookie: send it as the header `x-csrf-token` with everything that changes something.',
      }),
    ),
  },
  {
    examples: [
      {
        ...{ id: 'account:7', kind: 'account', name: 'Anna Keller', technician: 'anna' },
        ...{ grants: [{ role: 'technician', site: 'plant-1' }], scopes: null, csrfToken: 'pX3…' },
        hasPassword: true,
      },
    ],
  },
)
export type Me = Static<typeof Me>

export const Session = Type.Object(
  {
    id: Type.Integer(),
    current: Type.Boolean({ description: 'The one that asks.' }),
    createdAtMs: TimeMs('When somebody signed in'),
    usedAtMs: TimeMs('When it was last used, to the minute'),
    expiresAtMs: TimeMs('When it ends at the latest'),
    address: Type.String({ description: 'From where it was opened.' }),
    agent: Nullable(Type.String({ description: 'The browser, as it calls itself.' })),
  },
  {
    examples: [
      {
        ...{ id: 3, current: true, createdAtMs: 1_700_000_000_000, usedAtMs: 1_700_000_060_000 },
        ...{ expiresAtMs: 1_700_604_800_000, address: '192.0.2.7', agent: 'Mozilla/5.0' },
      },
    ],
  },
)
export type Session = Static<typeof Session>

const token = {
  name: Words(100, 'What it is for'),
  grants: Grants,
  scopes: Type.Array(Scope, { minItems: 1, maxItems: 6, uniqueItems: true }),
}
const tokenExample = { name: 'Spare parts shop', grants: [{ role: 'viewer', site: null }], scopes: ['read'] }

const madeExample = {
  ...{ id: 12, ...tokenExample, owner: 7, createdAtMs: 1_700_000_000_000 },
  ...{ expiresAtMs: 1_707_776_000_000, usedAtMs: null, revokedAtMs: null },
}

export const AccessToken = Type.Object(
  {
    id: Type.Integer({ minimum: 1 }),
    ...token,
    owner: Nullable(
      Type.Integer({
        description: 'The account whose it is: it can do no more than they; null: the administrator’s.',
      }),
    ),
    createdAtMs: TimeMs('When it was made'),
    expiresAtMs: TimeMs('Until when it works'),
    usedAtMs: Nullable(TimeMs('When it was last used, to the minute')),
    revokedAtMs: Nullable(TimeMs('When it was revoked')),
  },
  { examples: [madeExample] },
)
export type AccessToken = Static<typeof AccessToken>

export const MadeAccessToken = Type.Object(
  {
    ...AccessToken.properties,
    token: Type.String({ description: 'For `Authorization: Bearer …`. It is shown in this answer only.' }),
  },
  { examples: [{ ...madeExample, token: 'fwt_q1J7…' }] },
)

const DAY_MS = 24 * 3_600_000
const MOST_TOKEN_DAYS = 731
export const USUAL_TOKEN_MS = 90 * DAY_MS

export const NewAccessToken = Type.Object(
  {
    ...token,
    expiresAtMs: Type.Optional(
      TimeMs(`Until when it works, at most ${MOST_TOKEN_DAYS} days from now; 90 days unless given`),
    ),
  },
  { ...exact, examples: [tokenExample] },
)
export type NewAccessToken = Static<typeof NewAccessToken>

/** Throws `invalid` for a time that is over, or too far away. */
export function requireTokenTime(expiresAtMs: number, nowMs: number): void {
  if (expiresAtMs > nowMs && expiresAtMs <= nowMs + MOST_TOKEN_DAYS * DAY_MS) return
  throw invalid('/expiresAtMs', `expiresAtMs must lie in the next ${MOST_TOKEN_DAYS} days.`)
}

/** Throws `invalid` for a password that everybody guesses first: the name itself, or one character again and again. */
export function requireGuessProof(password: string, name: string, field: string): void {
  const plain = password.toLowerCase()
  const isOneCharacter = new Set(plain).size < 4
  const isName = plain.replaceAll(name.toLowerCase(), '').length < MIN_PASSWORD / 2
  if (!isOneCharacter && !isName) return
  throw invalid(field, 'The password is too easy to guess; use several words, and not the name.')
}
