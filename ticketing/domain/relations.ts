import { type Static, Type } from 'typebox'
import { conflict, invalid } from './refusals.ts'
import { exact, Nullable } from './schema.ts'
import { Words } from './words.ts'

export const TicketNumber = Type.Integer({ minimum: 1, maximum: 2 ** 53 - 1, examples: [12] })

/** What hangs together with a ticket. */
export const Relations = Type.Object(
  {
    parent: Nullable(Type.Integer()),
    children: Type.Array(Type.Integer(), { description: 'It cannot be closed while one of these is open.' }),
    mergedInto: Nullable(Type.Integer({ description: 'The ticket that goes on with this one.' })),
    merged: Type.Array(Type.Integer(), { description: 'Tickets that this one goes on with.' }),
  },
  { examples: [{ parent: null, children: [13, 14], mergedInto: null, merged: [] }] },
)
export type Relations = Static<typeof Relations>

export const MergeRequest = Type.Object(
  { into: TicketNumber, reason: Words(2000, 'Why they are one') },
  { ...exact, examples: [{ into: 12, reason: 'The same leak, reported twice.' }] },
)
export type MergeRequest = Static<typeof MergeRequest>

/** What merging and nesting look at. */
export interface Placed {
  number: number
  open: boolean
  parent: number | null
}

/** Throws where the source cannot become part of the target. `lineOfTarget` is the target's parents, nearest first. */
export function requireMergeable(source: Placed, target: Placed, lineOfTarget: readonly number[]): void {
  if (source.number === target.number) throw invalid('/into', 'A ticket cannot be merged into itself.')
  for (const { number, open } of [source, target]) {
    if (!open) throw conflict(`Ticket ${number} is over; only open tickets can be merged.`)
  }
  if (lineOfTarget.includes(source.number)) {
    throw conflict(
      `Ticket ${target.number} is below ticket ${source.number}; merge ${target.number} into ${source.number} instead.`,
    )
  }
}

/** Throws where the parent would make a ring, or is over. `lineOfParent` begins with the parent's own parent. */
export function requireParent(
  number: number | undefined,
  parent: Placed,
  lineOfParent: readonly number[],
): void {
  if (number !== undefined && (parent.number === number || lineOfParent.includes(number))) {
    throw invalid(
      '/parent',
      `Ticket ${parent.number} is ticket ${number} itself or below it, so it cannot be its parent.`,
    )
  }
  if (!parent.open) throw conflict(`Ticket ${parent.number} is over, so it can get no more children.`)
}

/** How many numbers a sentence names. */
const NAMED = 5

/** Throws `conflict` for a parent that is to be closed while children are open; of these `named` may be told. */
export function requireNoOpenChildren(
  number: number,
  { named, count }: { named: readonly number[]; count: number },
): void {
  if (count === 0) return
  const shown = named.slice(0, NAMED)
  const more = count - shown.length
  const all = [...(shown.length > 0 ? [shown.join(', ')] : []), ...(more > 0 ? [`${more} more`] : [])]
  throw conflict(`Ticket ${number} cannot be closed while its children are open: ${all.join(' and ')}.`)
}
