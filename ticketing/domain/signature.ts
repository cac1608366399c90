import { type Static, Type } from 'typebox'
import { exact, Nullable, TimeMs } from './schema.ts'
import type { Ticket } from './ticket.ts'
import { Words } from './words.ts'

export const Meaning = Type.Enum(['performed', 'checked', 'approved'], {
  description:
    'What whoever signs says: performed: I did this work; checked: I have looked at it; approved: it is accepted.',
})
export type Meaning = Static<typeof Meaning>

const Sha256 = (description: string) =>
  Type.String({
    pattern: '^[0-9a-f]{64}$',
    description: `${description}; SHA-256, hexadecimal.`,
    examples: ['2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae'],
  })

/** What a person says who signs. */
export const NewSignature = Type.Object(
  {
    name: Words(100, 'Whoever signs, as they write their name'),
    meaning: Meaning,
    documentSha256: Type.Optional(
      Sha256('Of the document that was shown; refused where the work is another one by now'),
    ),
    deviceTimeMs: Type.Optional(TimeMs('When it was signed, where that was before the request')),
  },
  { ...exact, examples: [{ name: 'Anna Keller', meaning: 'performed' }] },
)
export type NewSignature = Static<typeof NewSignature>

/** The parts of a ticket that a signature is of. */
const WORK = [
  'kind',
  'title',
  'description',
  'asset',
  'assignee',
  'failureCode',
  'outcome',
  'resolution',
  'fields',
  'checklist',
  'resolvedAtMs',
] as const satisfies readonly (keyof Ticket)[]

export type SignedTicket = Pick<Ticket, 'number' | (typeof WORK)[number]>
export interface SignedFile {
  name: string
  sha256: string
}

/**
 * The work as a document, always the same text for the same work: the properties of objects are sorted. `form` says how
 * it is made; one that knows more of the work gets the next number, so that old signatures stay what they are.
 */
export function workDocument(ticket: SignedTicket, files: readonly SignedFile[]): string {
  const work = Object.fromEntries(WORK.map(part => [part, ticket[part]]))
  const named = files.map(({ name, sha256 }) => ({ name, sha256 }))
  const attachments = named.toSorted((a, b) => compare(a.sha256, b.sha256) || compare(a.name, b.name))
  return sorted({ form: 1, ticket: ticket.number, ...work, attachments })
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** JSON with the properties of every object in the order of their names. */
export const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, each) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => compare(a, b)))
      : each,
  )

/** The parts in which the work differs from what was signed. */
export function changedParts(signed: string, now: string): string[] {
  const [then, since] = [
    JSON.parse(signed) as Record<string, unknown>,
    JSON.parse(now) as Record<string, unknown>,
  ]
  return Object.keys({ ...then, ...since }).filter(part => sorted(then[part]) !== sorted(since[part]))
}

const Document = Type.Unsafe<Record<string, unknown>>({
  type: 'object',
  additionalProperties: true,
  description: 'What is signed: the work, with the SHA-256 of the files that hang on the ticket.',
})

export const Work = Type.Object(
  { document: Document, documentSha256: Sha256('Of the document, with sorted properties and no spaces') },
  { description: 'The work of a ticket as it would be signed.' },
)
export type Work = Static<typeof Work>

export const Signature = Type.Object(
  {
    id: Type.Integer(),
    ticket: Type.Integer(),
    meaning: Meaning,
    name: Type.String({ description: 'As whoever signed wrote it.' }),
    signer: Type.String({ description: 'Who was logged in.' }),
    signedAtMs: TimeMs('When the server took it'),
    deviceAtMs: Nullable(TimeMs('When it was signed, by the clock of the phone or program that says so')),
    documentSha256: Sha256('Of what was signed'),
    sha256: Sha256('Of the signature with all that it says; its event in the ledger has it, too'),
    document: Document,
    isGenuine: Type.Boolean({
      description: 'Whether signature and document are still what the event in the ledger says of them.',
    }),
    changed: Type.Array(Type.String(), {
      description:
        'Parts of the work that are not as they were signed; empty: the signature is of the work as it is.',
    }),
  },
  { description: 'A signature of work, bound to what was signed by its hash.' },
)
export type Signature = Static<typeof Signature>
