import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance, InjectOptions } from 'fastify'
import pg from 'pg'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import type { DeadLetter, DeadLetterFilter } from '../../contracts/dead-letters.ts'
import type { Finding } from '../../contracts/finding.ts'
import type { Format, FormatTrial } from '../../contracts/format.ts'
import type { Message } from '../../contracts/message-log.ts'
import type { SeriesPoint, SeriesQuery } from '../../contracts/telemetry-store.ts'
import { readCatalogue } from '../../detectors/catalogue.ts'
import { testSigner } from '../../ticketing/audit/testing/signer.ts'
import { openNotifying } from '../../ticketing/channels/notifying.ts'
import { defaultPolicy } from '../../ticketing/domain/ticket-policy.ts'
import { type ApiOptions, buildApi } from '../../ticketing/http/api.ts'
import { startArrivals } from '../../ticketing/jobs/arrivals.ts'
import { startIntake } from '../../ticketing/jobs/intake.ts'
import { openAttachmentFiles } from '../../ticketing/store/attachments/files.ts'
import { createFindingSink } from '../../ticketing/store/findings.ts'
import { testDatabase } from '../services/postgres.ts'

export const ADMIN_TOKEN = 'test-admin-token'
export const SECRETS_KEY = 'a key of tests that seals at rest'
export const NOW = Date.UTC(2026, 0, 31, 12)

const unlimited = { perAssetPerDay: null, perSitePerDay: null, perSitePerHour: null }
export const MAX_ATTACHMENT_BYTES = 2 * 1024 ** 2

export const quiet = pino({ level: 'silent' })

export interface Answer<T> {
  status: number
  body: T
  headers: Record<string, unknown>
}

/** The ticketing area on a database of its own: API, and an intake when asked for. */
export async function startTicketingTest() {
  const database = await testDatabase()
  const pool = new pg.Pool({ connectionString: database.url, max: 10 })
  pool.on('connect', client => client.on('error', () => undefined)) // its statement fails and says so
  pool.on('connect', client => client.on('error', () => undefined)) // as main's pool does
  const clock = { now: NOW, nowMs: () => clock.now }
  const points: SeriesPoint[] = []
  const queries: SeriesQuery[] = []
  const letters: DeadLetter[] = []
  const replays: DeadLetterFilter[] = []
  const trials: ({ format: Format } & Message)[] = []
  const trialAnswers: FormatTrial[] = []
  const metrics = new Registry()
  const readiness = { ok: true }
  const directory = await mkdtemp(join(tmpdir(), 'forewarn-attachments-'))
  const parts: ApiOptions = {
    pool,
    attachments: openAttachmentFiles({
      directory,
      maxBytes: MAX_ATTACHMENT_BYTES,
      types: ['image/jpeg', 'image/png', 'application/pdf'],
    }),
    clock,
    auditSigner: testSigner(),
    notifying: openNotifying({ secretsKey: SECRETS_KEY, outgoingAllow: '127.0.0.1' }),
    adminToken: ADMIN_TOKEN,
    secretsKey: SECRETS_KEY,
    logger: quiet,
    metrics,
    metricsText: () => metrics.metrics(),
    ready: async () => ({ ok: readiness.ok, checks: { database: readiness.ok ? 'ok' : 'away' } }),
    tryFormat: (format, message) => {
      trials.push({ format, ...message })
      return trialAnswers.shift()
    },
    detectors: await readCatalogue(),
    store: {
      write: async () => ({ rejected: [] }),
      series: async query => {
        queries.push(query)
        const inside = points.filter(({ ts }) => ts >= query.fromMs && ts < query.toMs)
        return inside.slice(0, query.limit)
      },
      check: async () => undefined,
      close: async () => undefined,
    },
    deadLetters: {
      put: async () => undefined,
      requestReplay: async filter => {
        replays.push(filter)
        return 0
      },
      list: async ({ limit, before }) => {
        const from = before === undefined ? 0 : Number(before)
        const end = from + limit
        return {
          items: letters.slice(from, end),
          ...(end < letters.length && { next: String(end) }),
        }
      },
    },
  }
  const app = await buildApi(parts)
  const intakes: { stop(): Promise<void> }[] = []
  const sink = createFindingSink({ pool })

  const call = async <T = never>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    payload?: object,
  ): Promise<Answer<T>> => request<T>(app, { method, url: `/api/v1${path}`, ...(payload && { payload }) })

  return {
    database,
    pool,
    clock,
    app,
    /** Where attachments are. */
    directory,
    /** What the API is made of, to make another. */
    parts,
    points,
    queries,
    letters,
    replays,
    trials,
    trialAnswers,
    readiness,
    call,
    deliver: (...findings: Finding[]) => sink.deliver(findings),
    startIntake(): void {
      intakes.push(startIntake({ pool, clock, logger: quiet, metrics: new Registry() }))
    },
    /** Works on what intakes take. */
    startArrivals(): { stop(): Promise<void> } {
      const { attachments: store } = parts
      const worker = startArrivals({ pool, store, clock, logger: quiet, metrics: new Registry() })
      intakes.push(worker)
      return worker
    },
    /** Registers `pump-7` at `plant-1` with its device, criticality A. */
    async registerPump(asset = 'pump-7', device = 'sensor-7'): Promise<{ secret: string }> {
      await call('POST', '/assets', { id: asset, site: 'plant-1', class: 'pump', criticality: 'A' })
      const made = await call<{ secret: string }>('POST', '/devices', { id: device, site: 'plant-1', asset })
      return made.body
    },
    /** Lets every fault have a ticket of its own, however many come at once. */
    liftBudget: () => call('PUT', '/ticket-policy', { ...defaultPolicy, budget: unlimited }),
    /** Waits until every finding has its verdict. */
    judged: () =>
      eventually(() =>
        pool.query('select 1 from ticketing.findings where verdict is null limit 1').then(
          ({ rows }) => rows.length === 0,
          () => false, // a test may have cut the connection
        ),
      ),
    async close(): Promise<void> {
      await Promise.all(intakes.map(intake => intake.stop()))
      await app.close()
      parts.notifying.close()
      await pool.end()
      await database.drop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

export type TicketingTest = Awaited<ReturnType<typeof startTicketingTest>>

/** One request with the administrator's token. */
export async function request<T>(app: FastifyInstance, options: InjectOptions): Promise<Answer<T>> {
  const answer = await app.inject({
    ...options,
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'x-request-id': randomUUID(), ...options.headers },
  })
  const body = answer.body === '' ? undefined : JSON.parse(answer.body)
  return { status: answer.statusCode, body, headers: answer.headers }
}

/** Polls until the condition holds. */
export async function eventually(holds: () => Promise<boolean> | boolean, withinMs = 40_000): Promise<void> {
  const deadline = performance.now() + withinMs
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`did not hold within ${withinMs} ms`)
    await sleep(10)
  }
}
