import { sql } from 'kysely'
import { eventText, type RawEvent } from '../../audit/chain.ts'
import type { Signer } from '../../audit/keys.ts'
import {
  checkpointLine,
  endLine,
  FIRST_LINE,
  keyLine,
  linkLine,
  missingLine,
  type SignedStatement,
  strayLine,
} from '../../audit/lines.ts'
import type { Db } from '../database.ts'
import { checkpointsBetween, listAuditKeys, listCheckpoints } from './checkpoints.ts'
import { rawColumns, tailOf } from './links.ts'

/** Links of one statement; a few hundred kB of text, where no event is large. */
const LINKS_AT_ONCE = 500
const CHECKPOINTS_AT_ONCE = 500

type Row = { [Key in keyof RawEvent]: RawEvent[Key] | null } & {
  /** Of the link, or of the event that has none. */
  place: number
  position: number | null
  hash: Buffer | null
}

/**
 * The chain as it is now, as text in pieces of many lines: everything sealed, in the order of the chain, with the
 * checkpoints. It is read page by page: sealed events do not change, and a long transaction would hold up vacuum.
 */
export async function* dumpChain(db: Db, signer: Signer, nowMs: number): AsyncGenerator<string> {
  // Before the chain's end, so that none of them is of what is not in the dump.
  const [newest] = await listCheckpoints(db, { limit: 1 })
  const tail = await tailOf(db)
  const keys = await listAuditKeys(db)
  if (!keys.some(({ fingerprint }) => fingerprint === signer.fingerprint))
    keys.push({ ...signer, firstUsedAtMs: 0 })
  yield lines([FIRST_LINE, ...keys.map(({ fingerprint, publicKey }) => keyLine(fingerprint, publicKey))])
  const checkpoints = checkpointReader(db, newest?.id ?? 0)
  for (let after = 0; ; ) {
    const rows = await pageOfLinks(db, after, tail.event)
    const text: string[] = []
    for (const row of rows) {
      text.push(lineOf(row))
      const here = row.position === null ? [] : await checkpoints.until(row.position)
      text.push(...here.map(checkpointLine))
    }
    if (text.length > 0) yield lines(text)
    const last = rows.at(-1)
    if (!last || rows.length < LINKS_AT_ONCE) break
    after = last.place
  }
  const beyond = await checkpoints.until(Number.MAX_SAFE_INTEGER) // where there are any, the end was cut off
  const { position, event, hash } = tail
  const end = { position, event, hash: hash.toString('hex'), atMs: nowMs }
  yield lines([...beyond.map(checkpointLine), endLine(signer, end, checkpoints.count())])
}

const lines = (each: readonly string[]) => each.map(line => `${line}\n`).join('')

async function pageOfLinks(db: Db, after: number, last: number): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select coalesce(l.event, e.id) as place, l.position, l.hash, ${rawColumns}
    from (select * from ticketing.audit_links where event > ${after} and event <= ${last}
        order by event limit ${LINKS_AT_ONCE}) l
      full join (select * from ticketing.events where id > ${after} and id <= ${last}
        order by id limit ${LINKS_AT_ONCE}) e on e.id = l.event
    order by place limit ${LINKS_AT_ONCE}`.execute(db)
  return rows
}

function lineOf({ place, position, hash, ...event }: Row): string {
  const text = event.id === null ? undefined : eventText(event as RawEvent)
  if (position === null || hash === null) return strayLine(text ?? 'null')
  const hex = hash.toString('hex')
  return text === undefined ? missingLine(position, hex, place) : linkLine(position, hex, text)
}

/** Hands out checkpoints in their order, up to a position; none that was made after `newest`. */
function checkpointReader(db: Db, newest: number) {
  let page: (SignedStatement & { id: number })[] = []
  let lastId = 0
  let given = 0
  return {
    count: () => given,
    async until(position: number): Promise<SignedStatement[]> {
      const found: SignedStatement[] = []
      for (;;) {
        const [next] = page
        if (!next) {
          page = await checkpointsBetween(db, [lastId, newest], CHECKPOINTS_AT_ONCE)
          if (page.length === 0) return found
          continue
        }
        if (next.position > position) return found
        page.shift()
        lastId = next.id
        given += 1
        found.push(next)
      }
    },
  }
}
