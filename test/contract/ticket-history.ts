import type { LedgerEvent } from '../../ticketing/domain/ledger.ts'
import { record } from '../../ticketing/domain/ticket.ts'

/** Reads something of the API, which must be there. */
export type Read = <T>(path: string) => Promise<T>

type Page = { items: LedgerEvent[]; nextCursor: string | null }

/** Everything that the ledger has of a ticket, oldest first. */
export async function historyOf(read: Read, number: number): Promise<LedgerEvent[]> {
  const events: LedgerEvent[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: Page = await read(
      `/ledger?subject=ticket&id=${number}&limit=500${cursor && `&cursor=${cursor}`}`,
    )
    events.push(...page.items)
    cursor = page.nextCursor
  }
  return events.reverse()
}

/**
 * What the ledger says of a ticket and the ticket does not, or the other way round. Each event begins where the ones
 * before it have ended, and all of them together are the record.
 */
export async function contradictions(read: Read, number: number): Promise<string[]> {
  const found: string[] = []
  const ticket = await read<Record<string, unknown>>(`/tickets/${number}`)
  const folded: Record<string, unknown> = {}
  const differ = (a: unknown, b: unknown) => JSON.stringify(a ?? null) !== JSON.stringify(b ?? null)
  for (const { id, type, before, after } of await historyOf(read, number)) {
    for (const [name, value] of Object.entries(before)) {
      if (differ(folded[name], value)) {
        found.push(`${number}: event ${id} (${type}) found ${name} ${value}, the ledger had ${folded[name]}`)
      }
    }
    Object.assign(folded, after)
  }
  for (const name of Object.keys(record)) {
    if (differ(folded[name], ticket[name])) {
      found.push(`${number}: ${name} is ${ticket[name]}, by the ledger ${folded[name]}`)
    }
  }
  return found
}
