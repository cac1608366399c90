import { type Static, Type } from 'typebox'
import { Id } from '../../contracts/registry.ts'
import { exact, Nullable, TimeMs } from './schema.ts'
import { Words } from './words.ts'

/** Who may read what hangs on a ticket. */
export const Visibility = Type.Enum(['internal', 'public'], {
  description: 'internal: for the plant; public: also for whoever asked for the work, on the progress page.',
})
export type Visibility = Static<typeof Visibility>

/** The author of what came by a scoped link: there is no account, and a name is only what somebody wrote. */
export const REQUESTER = 'requester'

export const Comment = Type.Object(
  {
    id: Type.Integer(),
    ticket: Type.Integer({ description: 'The ticket that it is on now; a merge moves it.' }),
    body: Type.String(),
    visibility: Visibility,
    mentions: Type.Array(Type.String(), { description: 'Technicians that are asked to look.' }),
    author: Type.String({ description: '`requester` for what came by a scoped link.' }),
    createdAtMs: TimeMs('When it was written'),
    writtenOn: Nullable(
      Type.Integer({ description: 'The ticket that it was written on, where it came by a merge.' }),
    ),
  },
  {
    examples: [
      {
        id: 7,
        ticket: 12,
        body: 'Bearing ordered, @ana please plan it for Tuesday.',
        visibility: 'internal',
        mentions: ['ana'],
        author: 'admin',
        createdAtMs: 1_700_000_000_000,
        writtenOn: null,
      },
    ],
  },
)
export type Comment = Static<typeof Comment>

export const NewComment = Type.Object(
  {
    body: Words(5000, 'What is to be said'),
    visibility: Type.Optional({ ...Visibility, default: 'internal' }),
    mentions: Type.Optional(
      Type.Array(Id, {
        maxItems: 20,
        uniqueItems: true,
        description: 'Technicians to be told, beside those that the text names as @id.',
      }),
    ),
  },
  { ...exact, examples: [{ body: 'Bearing ordered, @ana please plan it for Tuesday.' }] },
)
export type NewComment = Static<typeof NewComment>

const MENTION = /(?<![\w.@-])@([A-Za-z0-9][A-Za-z0-9._-]{0,63})/g
const MOST_MENTIONS = 20

/**
 * Ids that a text names as `@id`, each once. What only looks like one (an address of mail) is none, and a full stop or a
 * hyphen at the end belongs to the sentence; the caller keeps those that are technicians.
 */
export function mentionsIn(body: string): string[] {
  const names = [...body.matchAll(MENTION)].map(([, name = '']) => name.replace(/(?<![.-])[.-]+$/, ''))
  return [...new Set(names)].filter(Boolean).slice(0, MOST_MENTIONS)
}
