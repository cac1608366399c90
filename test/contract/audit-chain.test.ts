import { sql } from 'kysely'
import pg from 'pg'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { eventText, linkHash, ORIGIN, type RawEvent } from '../../ticketing/audit/chain.ts'
import { readStatement, type SignedStatement } from '../../ticketing/audit/lines.ts'
import { type Trust, verifyDump } from '../../ticketing/audit/verify.ts'
import type { AuditCheckpoint, AuditKey, AuditStatus } from '../../ticketing/domain/audit.ts'
import { type AuditMemory, sealingRound, startSealing } from '../../ticketing/jobs/seal.ts'
import { checkpointIfDue } from '../../ticketing/store/audit/checkpoints.ts'
import { rawColumns } from '../../ticketing/store/audit/links.ts'
import { openDb, transact } from '../../ticketing/store/database.ts'
import { appendEvents } from '../../ticketing/store/ledger.ts'
import {
  ADMIN_TOKEN,
  eventually,
  NOW,
  quiet,
  startTicketingTest,
  type TicketingTest,
} from './ticketing-harness.ts'

/*
 * The chain on a real PostgreSQL, against somebody who may do everything in the database, and against what happens by
 * itself: writers side by side, sealers side by side, a backend that dies, a backup that is restored.
 */

let service: TicketingTest
let query: (text: string, values?: unknown[]) => Promise<pg.QueryResult>

beforeAll(async () => {
  service = await startTicketingTest()
  query = (text, values) => service.pool.query(text, values)
})
afterAll(() => service.close())

/** What the owner of the database can do, and our own roles are refused. */
const asOwner = (statements: string) =>
  query(`begin; set local session_replication_role = replica; ${statements}; commit`)

beforeEach(async () => {
  service.clock.now = NOW
  await asOwner(`truncate ticketing.events, ticketing.audit_links, ticketing.audit_checkpoints, ticketing.audit_keys
    restart identity cascade`)
})

const memory = (): AuditMemory & { kept: SignedStatement | undefined } => {
  const own = {
    kept: undefined as SignedStatement | undefined,
    read: async () => own.kept,
    write: async (line: string) => {
      own.kept = readStatement(line)
    },
  }
  return own
}

const sealer = (own: AuditMemory = memory(), pool = service.pool) =>
  sealingRound({
    ...{ pool, clock: service.clock, logger: quiet, metrics: new Registry() },
    signer: service.parts.auditSigner,
    memory: own,
    bounds: { events: 50, transactions: 10 },
  })

/** Writes events as every change does. */
async function write(count: number): Promise<void> {
  const events = Array.from({ length: count }, (_, index) => ({
    type: 'changed',
    reason: `Löse Schraube\n"${index}"`,
    after: { title: `Pumpe ${index}`, size: 1.5 },
  }))
  const act = { actor: 'anna', nowMs: NOW }
  await transact(openDb(service.pool), trx =>
    appendEvents(trx, { subject: 'site', id: 'plant-1' }, act, events),
  )
}

/** Very many of them. */
const fill = (count: number) =>
  query(`insert into ticketing.events (subject, subject_id, type, at_ms, actor, after, data)
    select 'site', n::text, 'changed', n, 'anna', jsonb_build_object('n', n), '{}' from generate_series(1, ${count}) n`)

/** Ten events in ids 1 to 10, linked; a checkpoint after the sixth and after the tenth. */
async function tenSealed(own?: AuditMemory) {
  const seal = sealer(own)
  await write(6)
  await seal()
  service.clock.now += 60_000
  await write(4)
  await seal()
  service.clock.now += 60_000
}

async function dump(): Promise<string> {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` }
  const answer = await service.app.inject({ url: '/api/v1/audit/dump', headers })
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/x-ndjson'])
  return answer.body
}

async function verified(trust: Partial<Trust> = {}) {
  const text = await dump()
  async function* pieces() {
    yield Buffer.from(text)
  }
  return verifyDump(pieces(), { trusted: [service.parts.auditSigner.fingerprint], kept: [], ...trust })
}

const kept = async () => {
  const { body } = await service.call<{ items: AuditCheckpoint[] }>('GET', '/audit/checkpoints')
  return body.items.flatMap(({ line }) => readStatement(line) ?? [])
}

describe('what was committed is linked', () => {
  test('from the first event of a ledger that was there before, in bounded rounds, and signed', async () => {
    await fill(600)
    const seal = sealer()
    expect(await seal()).toBe(500) // of one round
    service.clock.now += 60_000
    expect([await seal(), await seal()]).toEqual([100, 0])
    expect(await verified()).toMatchObject({ isWhole: true, events: 600, checkpoints: 2, breaks: [] })
  })

  test('as PostgreSQL gives it back: sorted keys, none twice, numbers with all their digits', async () => {
    await query(`insert into ticketing.events (subject, subject_id, type, at_ms, actor, reason, before, after, data)
      values ('site', 'ä "x" \\\\ ' || chr(1) || chr(8232), 'changed', 0, 'anna', null, '{"b": 1, "a": 2, "b": 3}',
        '{"n": 12345678901234567890.10, "m": 1e30, "s": "\\u00e4\\n\\u0001"}', '[1, {"x": []}]')`)
    await sealer()()
    expect(await verified()).toMatchObject({ isWhole: true, events: 1 })
    expect(await dump()).toContain('"before":{"a": 2, "b": 3},"after":{"m": 1000000000000000000000000000000,')
    await asOwner(`update ticketing.events set after = replace(after::text, '890.10', '890.11')::jsonb`)
    expect((await verified()).faults[0]).toMatchObject({ kind: 'changed' })
  })

  test('only below the transactions that still write: no id comes in between later', async () => {
    const slow = await service.pool.connect()
    try {
      await slow.query('begin')
      await slow.query(`insert into ticketing.events (subject, subject_id, type, at_ms, actor, after, data)
        values ('site', 'slow', 'changed', 0, 'slow', '{}', '{}')`)
      await write(3)
      const seal = sealer()
      expect([await seal(), await seal()]).toEqual([0, 0])
      await slow.query('commit')
      await write(1)
      expect(await seal()).toBe(4) // up to what was there when it began to wait
      expect(await seal()).toBe(1)
    } finally {
      slow.release()
    }
    expect(await verified()).toMatchObject({ isWhole: true, events: 5 })
  })

  test('once and in the order of ids, by two sealers beside ten writers, some of whom give up', async () => {
    const sealers = [sealer(), sealer()]
    let isWriting = true
    const sealing = sealers.map(async seal => {
      while (isWriting) await seal()
    })
    const writer = async (n: number) => {
      for (let turn = 0; turn < 20; turn++) {
        await openDb(service.pool)
          .transaction()
          .execute(async trx => {
            for (let event = 0; event <= n % 3; event++)
              await appendEvents(trx, { subject: 'site', id: n }, { actor: 'x', nowMs: turn }, [
                { type: 'changed' },
              ])
            if (turn % 7 === n % 7) throw new Error('given up')
          })
          .catch(() => undefined)
      }
    }
    await Promise.all(Array.from({ length: 6 }, (_, n) => writer(n)))
    isWriting = false
    await Promise.all(sealing)
    for (const seal of sealers) while ((await seal()) > 0);
    const { rows } =
      await query(`select count(*)::int as events, (select count(*)::int from ticketing.audit_links) as links,
      (select count(*)::int from (select position, row_number() over (order by event) as n from ticketing.audit_links) l
        where position <> n) as odd from ticketing.events`)
    expect(rows[0].events).toBeGreaterThan(150)
    expect(rows[0]).toMatchObject({ links: rows[0].events, odd: 0 })
    expect(await verified()).toMatchObject({ isWhole: true, events: rows[0].events })
  })

  test('also where the sealer dies again and again in the middle of it', async () => {
    const url = new URL(service.database.url)
    url.searchParams.set('application_name', 'dying-sealer')
    const pool = new pg.Pool({ connectionString: url.href, max: 2 })
    pool.on('error', () => undefined)
    pool.on('connect', client => client.on('error', () => undefined))
    await fill(2_000)
    const { clock, parts } = service
    const bounds = { events: 50, transactions: 10 }
    const options = {
      bounds,
      pool,
      clock,
      logger: quiet,
      metrics: new Registry(),
      memory: memory(),
      pauseMs: 1,
    }
    const sealing = startSealing({ ...options, signer: parts.auditSigner })
    let killed = 0
    const all = async () => {
      const { rows } = await query(
        `select (select count(*) from ticketing.audit_links) = 2000 as done,
        (select count(*) from (select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'dying-sealer' and state <> 'idle' and $1) x)::int as killed`,
        [killed < 5],
      )
      killed += rows[0].killed
      return rows[0].done
    }
    await eventually(all)
    await sealing.stop()
    await pool.end()
    expect(killed).toBeGreaterThan(0)
    expect(await verified()).toMatchObject({ isWhole: true, events: 2_000 })
  })

  test('and signed once a minute, whoever asks, with the key of whoever does', async () => {
    await write(1)
    const seal = sealer()
    await seal()
    await write(1)
    await seal()
    expect(await kept()).toHaveLength(1)
    const db = openDb(service.pool)
    service.clock.now += 60_000
    const both = await Promise.all(
      [0, 1].map(() => checkpointIfDue(db, service.parts.auditSigner, service.clock.now)),
    )
    expect(both.filter(Boolean)).toHaveLength(1)
    expect(await verified()).toMatchObject({ isWhole: true, checkpoints: 2 })
  })
})

test.each(['audit_links', 'audit_checkpoints', 'audit_keys', 'events'])(
  '%s takes rows and gives none back',
  async table => {
    await tenSealed()
    const column = {
      audit_links: 'hash',
      audit_checkpoints: 'hash',
      audit_keys: 'public_key',
      events: 'actor',
    }[table]
    for (const attempt of [
      `update ticketing.${table} set ${column} = ${column}`,
      `delete from ticketing.${table}`,
    ])
      await expect(query(attempt)).rejects.toThrow('append-only')
    await expect(query(`truncate ticketing.${table} cascade`)).rejects.toThrow('append-only')
  },
)

describe('the owner of the database', () => {
  beforeEach(() => tenSealed())

  test.each<[what: string, statements: string, kind: string, detail: string]>([
    [
      'changes an event',
      `update ticketing.events set actor = 'bob' where id = 4`,
      'changed',
      'Event 4 at position 4',
    ],
    [
      'changes what an event says',
      `update ticketing.events set after = after || '{"size": 1.6}' where id = 7`,
      'changed',
      'Event 7',
    ],
    [
      'changes a link',
      `update ticketing.audit_links set hash = sha256('x') where event = 5`,
      'changed',
      'Event 5',
    ],
    [
      'takes an event away',
      `delete from ticketing.events where id = 5`,
      'missing',
      'Event 5 at position 5 was deleted',
    ],
    [
      'takes an event and its link away',
      `delete from ticketing.events where id = 5; delete from ticketing.audit_links where event = 5`,
      'missing',
      'Of the chain position 5 is missing, between event 4 and event 6.',
    ],
    [
      'takes them away and closes the gap',
      `delete from ticketing.events where id = 5; delete from ticketing.audit_links where event = 5;
      update ticketing.audit_links set position = position - 1 where event > 5`,
      'changed',
      'Event 6 at position 5',
    ],
    [
      'changes two events over',
      `update ticketing.events set id = 99 where id = 3; update ticketing.events set id = 3 where id = 4;
      update ticketing.events set id = 4 where id = 99`,
      'changed',
      'Event 3 at position 3',
    ],
    [
      'takes the end away',
      `delete from ticketing.events where id > 8; delete from ticketing.audit_links where event > 8`,
      'truncated',
      'is of 10 events, and here are 8 events.',
    ],
    [
      'takes a checkpoint for another place',
      `update ticketing.audit_checkpoints set position = 7, event = 7 where position = 6`,
      'signature',
      'The signature of the checkpoint',
    ],
    [
      'takes all links and checkpoints away but one',
      `delete from ticketing.audit_links where event < 10`,
      'inserted',
      'Event 1 was inserted',
    ],
  ])('%s: the dump shows it', async (_, statements, kind, detail) => {
    // ids are generated always: to change one, that has to be given up for a moment
    const loose =
      'alter table ticketing.events alter id set generated by default; alter table ticketing.events alter id drop identity'
    const strict = `alter table ticketing.events alter id add generated always as identity`
    await asOwner(statements.includes('set id') ? `${loose}; ${statements}; ${strict}` : statements)
    const { isWhole, faults } = await verified()
    expect([isWhole, faults[0]]).toEqual([
      false,
      { kind, line: expect.any(Number), detail: expect.stringContaining(detail) },
    ])
  })

  test('puts an event in between: it has no link', async () => {
    await asOwner(
      'delete from ticketing.events where id > 8; delete from ticketing.audit_links where event > 8',
    )
    await query(`select setval(pg_get_serial_sequence('ticketing.events', 'id'), 20)`)
    await write(2)
    await sealer()()
    await asOwner(`insert into ticketing.events (id, subject, subject_id, type, at_ms, actor, after, data) overriding system value
      values (15, 'site', 'plant-1', 'changed', 0, 'anna', '{}', '{}')`)
    await sealer()() // it is below what is sealed, and stays without a link
    expect((await verified()).faults).toContainEqual(
      expect.objectContaining({ kind: 'inserted', detail: expect.stringContaining('Event 15 was inserted') }),
    )
  })

  /** Changes event 8 and makes the chain anew from there on. */
  async function rewrite(): Promise<void> {
    await asOwner(`update ticketing.events set actor = 'bob' where id = 8`)
    const { rows } =
      await sql<RawEvent>`select ${rawColumns} from ticketing.events order by events.id`.execute(
        openDb(service.pool),
      )
    let hash: Buffer = ORIGIN
    for (const event of rows) {
      hash = linkHash(hash, Buffer.from(eventText(event)))
      await asOwner(
        `update ticketing.audit_links set hash = '\\x${hash.toString('hex')}' where event = ${event.id}`,
      )
    }
  }

  test('makes the chain anew after a change: the signature of it is of another one', async () => {
    await rewrite()
    expect((await verified()).faults[0]).toMatchObject({
      kind: 'rewritten',
      detail: expect.stringContaining('events after position 6 (2026-01-31T12:00:00.000Z) up to position 10'),
    })
  })

  test('takes that checkpoint away, too, and waits for a new one: a checkpoint that was kept shows it', async () => {
    const [newest] = await kept()
    await rewrite()
    await asOwner('delete from ticketing.audit_checkpoints where position = 10')
    await write(1)
    await sealer()()
    expect(await verified()).toMatchObject({ isWhole: true }) // all signed by the right key
    expect((await verified({ kept: newest ? [newest] : [] })).faults[0]).toMatchObject({ kind: 'rewritten' })
  })
})

describe('what the service remembers outside of the database', () => {
  const broken = async () => {
    const { rows } = await query(`select reason, data from ticketing.events where type = 'chain_broken'`)
    return rows
  }

  test('shows that the end was taken away, to itself and to everybody', async () => {
    const own = memory()
    await tenSealed(own)
    await asOwner(`delete from ticketing.events where id > 8; delete from ticketing.audit_links where event > 8;
      delete from ticketing.audit_checkpoints where position > 8`)
    const seal = sealer(own)
    await seal()
    await write(1)
    service.clock.now += 60_000
    await seal()
    expect(await broken()).toEqual([
      {
        reason: expect.stringContaining('at position 10'),
        data: expect.objectContaining({ found: expect.objectContaining({ position: 8 }) }),
      },
    ])
    expect((await service.call<AuditStatus>('GET', '/audit')).body).toMatchObject({
      breaks: 1,
      unsealed: 0,
      position: 10,
    })
    const verdict = await verified()
    expect([verdict.isWhole, verdict.breaks]).toEqual([
      true,
      [expect.stringContaining('a backup was restored, or')],
    ])
  })

  test('shows a backup that was restored, and a checkpoint of what was lost', async () => {
    const own = memory()
    const seal = sealer(own)
    await write(5)
    await seal()
    const backup = await query('select id, actor from ticketing.events')
    await write(5)
    service.clock.now += 60_000
    await seal()
    const [lost] = await kept()
    await asOwner(`delete from ticketing.events where id > ${backup.rowCount}; delete from ticketing.audit_links where event > 5;
      delete from ticketing.audit_checkpoints where position > 5; select setval(pg_get_serial_sequence('ticketing.events', 'id'), 5)`)
    await fill(6)
    const later = sealer(own) // the service starts again
    await later()
    service.clock.now += 60_000
    expect([await later(), (await broken()).length]).toEqual([0, 1])
    expect(await verified()).toMatchObject({
      isWhole: true,
      events: 12,
      breaks: [expect.stringContaining('chain_broken')],
    })
    expect((await verified({ kept: lost ? [lost] : [] })).faults[0]).toMatchObject({ kind: 'rewritten' })
  })

  test('shows that the chain was made anew', async () => {
    const own = memory()
    await tenSealed(own)
    await asOwner(`update ticketing.audit_links set hash = sha256('x') where event = 10`)
    await sealer(own)()
    expect(await broken()).toHaveLength(1)
  })
})

test('the API tells the state of the chain, its checkpoints page by page, and its key', async () => {
  await tenSealed()
  await write(2)
  const { fingerprint } = service.parts.auditSigner
  const status = await service.call<AuditStatus>('GET', '/audit')
  expect(status.body).toMatchObject({ position: 10, event: 10, unsealed: 2, breaks: 0, key: fingerprint })
  const page = await service.call<{ items: AuditCheckpoint[]; nextCursor: string }>(
    'GET',
    '/audit/checkpoints?limit=1',
  )
  expect(page.body.items).toEqual([status.body.checkpoint])
  const rest = await service.call<{ items: AuditCheckpoint[]; nextCursor: null }>(
    'GET',
    `/audit/checkpoints?cursor=${page.body.nextCursor}`,
  )
  expect([rest.body.items.map(({ position }) => position), rest.body.nextCursor]).toEqual([[6], null])
  const keys = await service.call<{ items: AuditKey[] }>('GET', '/audit/keys')
  expect(keys.body.items).toEqual([
    { fingerprint, isCurrent: true, publicKey: expect.stringMatching(/^-----BEGIN PUBLIC KEY-----\n/) },
  ])
})
