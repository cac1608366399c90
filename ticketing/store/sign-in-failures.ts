import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { ForewarnError } from '../../contracts/errors.ts'
import { type Db, type Trx, transact } from './database.ts'
import { appendEvents, type NewEvent, SYSTEM } from './ledger.ts'
import { hashSecret } from './secrets.ts'

/*
 * Failed attempts are counted by the name that was given and by where they come from: an address, or a browser in which
 * somebody has signed in to this account before. After a few of them that source must wait. Because a guesser may have
 * many addresses, all addresses together are counted as well, with a higher bound; a known browser is not among them. So
 * guessing is slow, it locks nobody out for longer than the window, and never somebody who has signed in here before.
 */
const WINDOW_MS = 15 * 60_000
const PER_SOURCE = 5
const PER_NAME = 50
const EVERYWHERE = '*'
/** Rows of old windows that one attempt clears away: more than it makes. */
const SWEPT = 20

interface Attempt {
  name: string
  /** The address, where it is no known browser. */
  address: string
  /** The hash of the token of a known browser of the account. */
  browser: Buffer | undefined
  nowMs: number
}

const nameHash = (name: string) => createHash('sha256').update(name.toLowerCase()).digest()

const sourcesOf = ({
  address,
  browser,
}: Pick<Attempt, 'address' | 'browser'>): [source: string, most: number][] =>
  browser
    ? [[`browser ${browser.toString('base64url')}`, PER_SOURCE]]
    : [
        [address, PER_SOURCE],
        [EVERYWHERE, PER_NAME],
      ]

/**
 * Counts an attempt before it is looked at, so that a hundred at once are a hundred. `forgive` takes it back when it was
 * right. The first one that is refused is in the ledger. Resolves with how many there were from all the places that count
 * together. Error: `rate_limited` with the time until the next one.
 */
export async function countAttempt(db: Db, attempt: Attempt): Promise<number> {
  const { name, nowMs } = attempt
  let counted = 0
  await sweep(db, nowMs)
  for (const [source, most] of sourcesOf(attempt)) {
    const { rows } = await sql<{ failures: number; since: number }>`
      insert into ticketing.sign_in_failures as f (name_hash, source, failures, since_ms)
      values (${nameHash(name)}, ${source}, 1, ${nowMs})
      on conflict (name_hash, source) do update set
        failures = case when f.since_ms <= ${nowMs - WINDOW_MS}::bigint then 1 else f.failures + 1 end,
        since_ms = case when f.since_ms <= ${nowMs - WINDOW_MS}::bigint then ${nowMs}::bigint else f.since_ms end
      returning failures, since_ms as since`.execute(db)
    const { failures = 1, since = nowMs } = rows[0] ?? {}
    counted = failures
    if (failures <= most) continue
    const event = { type: 'locked_out', data: { from: kindOf(attempt, source), failures: most } }
    if (failures === most + 1) await transact(db, trx => note(trx, attempt, event))
    const retryAfterMs = Number(since) + WINDOW_MS - nowMs
    const minutes = Math.max(1, Math.ceil(retryAfterMs / 60_000))
    const message = `Too many attempts; wait ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}, or ask an administrator.`
    throw new ForewarnError('rate_limited', message, { retryAfterMs })
  }
  return counted
}

/*
 * What the ledger hears is bounded, because everybody on the network can try and it keeps everything for ever: the first
 * wrong password of a window, the moment at which a source or all of them must wait, and with a sign-in how many were wrong
 * before it. Of names that nobody has it hears nothing. Addresses are in the log, by the id of the request.
 */
const kindOf = ({ browser }: Attempt, source: string) =>
  browser ? 'a known browser' : source === EVERYWHERE ? 'all addresses' : 'an address'

async function note(trx: Trx, { name, nowMs }: Attempt, event: NewEvent): Promise<void> {
  const account = await trx
    .selectFrom('accounts')
    .select('id')
    .where(sql`lower(name)`, '=', name.toLowerCase())
    .executeTakeFirst()
  const act = { actor: SYSTEM, nowMs }
  if (account) await appendEvents(trx, { subject: 'account', id: account.id }, act, [event])
}

/**
 * The attempt was wrong, and `counted` as so many. For a name that nobody has as much is written, only elsewhere: the time
 * that it takes does not tell them apart.
 */
export async function noteFailure(db: Db, attempt: Attempt, counted: number): Promise<void> {
  if (counted !== 1) return
  const [source = ''] = sourcesOf(attempt).at(-1) ?? []
  await transact(db, async trx => {
    await trx
      .updateTable('signInFailures')
      .set({ sinceMs: sql`since_ms` })
      .where('nameHash', '=', nameHash(attempt.name))
      .where('source', '=', source)
      .execute()
    await note(trx, attempt, {
      type: 'sign_in_failed',
      data: { from: attempt.browser ? 'a known browser' : 'an address' },
    })
  })
}

/**
 * The attempt was right: what failed from here before counts no more, and it is taken out of the sum of all. Resolves with
 * how many there were.
 */
export async function forgive(db: Db, attempt: Omit<Attempt, 'nowMs'>): Promise<number> {
  const [[source] = ['']] = sourcesOf(attempt)
  const former = await db
    .deleteFrom('signInFailures')
    .where('nameHash', '=', nameHash(attempt.name))
    .where('source', '=', source)
    .returning('failures')
    .executeTakeFirst()
  const failed = Math.max(0, (former?.failures ?? 1) - 1)
  if (attempt.browser) return failed
  await sql`update ticketing.sign_in_failures set failures = greatest(failures - 1, 0)
    where name_hash = ${nameHash(attempt.name)} and source = ${EVERYWHERE}`.execute(db)
  return failed
}

/** Of these names, those who have to wait, at one place at least, and until when. */
export async function lockedUntil(
  db: Db,
  names: readonly string[],
  nowMs: number,
): Promise<Map<string, number>> {
  if (names.length === 0) return new Map()
  const rows = await db
    .selectFrom('signInFailures')
    .select(['nameHash', ({ fn }) => fn.max('sinceMs').as('sinceMs')])
    .where('nameHash', 'in', names.map(nameHash))
    .where('sinceMs', '>', nowMs - WINDOW_MS)
    .where(
      sql<boolean>`failures >= case source when ${EVERYWHERE} then ${PER_NAME}::int else ${PER_SOURCE}::int end`,
    )
    .groupBy('nameHash')
    .execute()
  const untilMs = new Map(rows.map(row => [row.nameHash.toString('hex'), Number(row.sinceMs) + WINDOW_MS]))
  return new Map(
    names.flatMap(name => {
      const ms = untilMs.get(nameHash(name).toString('hex'))
      return ms === undefined ? [] : [[name, ms]]
    }),
  )
}

/** An administrator lets somebody try again. */
export async function forgetFailures(db: Db, name: string): Promise<void> {
  await db.deleteFrom('signInFailures').where('nameHash', '=', nameHash(name)).execute()
}

async function sweep(db: Db, nowMs: number): Promise<void> {
  await sql`delete from ticketing.sign_in_failures where (name_hash, source) in (
    select name_hash, source from ticketing.sign_in_failures
    where since_ms <= ${nowMs - WINDOW_MS} limit ${SWEPT} for update skip locked)`.execute(db)
}

const MOST_BROWSERS = 20
const BROWSER_KEPT_MS = 180 * 24 * 3_600_000

/** The hash of the token, where it is of a browser in which somebody has signed in to the account of this name. */
export async function knownBrowser(
  db: Db,
  { name, token, nowMs }: { name: string; token: string | undefined; nowMs: number },
): Promise<Buffer | undefined> {
  if (token === undefined) return undefined
  const row = await db
    .selectFrom('knownBrowsers as b')
    .innerJoin('accounts as a', 'a.id', 'b.account')
    .select('b.tokenHash')
    .where('b.tokenHash', '=', hashSecret(token))
    .where('b.usedAtMs', '>', nowMs - BROWSER_KEPT_MS)
    .where(sql`lower(a.name)`, '=', name.toLowerCase())
    .executeTakeFirst()
  return row?.tokenHash
}

/** Knows the browser from now on, by a token of this sign-in; the longest unused are forgotten. */
export async function rememberBrowser(
  db: Db,
  {
    account,
    token,
    former,
    nowMs,
  }: { account: number; token: string; former: Buffer | undefined; nowMs: number },
): Promise<void> {
  if (former) await db.deleteFrom('knownBrowsers').where('tokenHash', '=', former).execute()
  await db
    .insertInto('knownBrowsers')
    .values({ tokenHash: hashSecret(token), account, usedAtMs: nowMs })
    .execute()
  await sql`delete from ticketing.known_browsers where token_hash in (
    select token_hash from ticketing.known_browsers where account = ${account}
    order by used_at_ms desc, token_hash offset ${MOST_BROWSERS})`.execute(db)
}
