import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { Registry } from 'prom-client'
import type { DeadLetters } from '../../contracts/dead-letters.ts'
import type { TelemetryStore } from '../../contracts/telemetry-store.ts'
import { createLogger } from '../../main/logger.ts'
import { testSigner } from '../../ticketing/audit/testing/signer.ts'
import { openNotifying } from '../../ticketing/channels/notifying.ts'
import { buildApi } from '../../ticketing/http/api.ts'
import { hearAlarms } from '../../ticketing/jobs/sla.ts'
import { provingOf } from '../../ticketing/jobs/verification.ts'
import { openAttachmentFiles } from '../../ticketing/store/attachments/files.ts'
import { openDb } from '../../ticketing/store/database.ts'
import type { Fault } from '../../ticketing/store/findings.ts'
import { admitFault, type Intake, type Judged, wakeFault } from '../../ticketing/store/intake.ts'
import { proveRepair } from '../../ticketing/store/prove.ts'
import { faultsToWake } from '../../ticketing/store/settling.ts'
import { settingsCache } from '../../ticketing/store/stage-settings.ts'
import { claimDue } from '../../ticketing/store/verifications.ts'
import { type InjectedApi, injectedApi } from './injected-api.ts'

export const ADMIN_TOKEN = 'token-of-the-scorecard'
const FAULTS_AT_ONCE = 500
const WATCHES_AT_ONCE = 500
/** They wait for the database most of the time, and none of them looks at another ticket than its own. */
const WATCHES_SIDE_BY_SIDE = 4
const ALARMS_AT_ONCE = 500
/** What goes on for so many rounds goes on for ever. */
const MOST_ROUNDS = 1_000

export interface Ticketing {
  api: InjectedApi
  /** What people do and what is judged happens at this time, from now on. */
  setTime(nowMs: number): void
  /** Does all that the jobs of the ticket service would have done until now: findings, alarms of the SLA, watches. */
  catchUp(): Promise<void>
  /** Findings that broke the intake, which has put them aside: a mistake in the program. */
  readonly failed: readonly string[]
  close(): Promise<void>
}

/**
 * The ticketing role without its timers: the same parts, wired as main/roles/ticketing.ts does it, on a clock that is
 * set. Every job works through what is due when it is told to, one after the other, so that a run can be repeated.
 */
export async function openTicketing({
  pool,
  store,
}: {
  pool: pg.Pool
  store: TelemetryStore
}): Promise<Ticketing> {
  let nowMs = 0
  const clock = { nowMs: () => nowMs }
  const logger = createLogger('scorecard', 'silent')
  const db = openDb(pool)
  const proving = provingOf({ pool, store, secretsKey: ADMIN_TOKEN })
  const intake: Intake = { nowMs: clock.nowMs, settings: settingsCache() }
  const failed: string[] = []
  const directory = await mkdtemp(join(tmpdir(), 'forewarn-scorecard-'))
  const metrics = new Registry()
  const app = await buildApi({
    ...{
      pool,
      clock,
      store,
      logger,
      metrics,
      adminToken: ADMIN_TOKEN,
      secretsKey: ADMIN_TOKEN,
      deadLetters: noLetters,
    },
    tryFormat: () => undefined,
    detectors: [],
    auditSigner: testSigner(),
    notifying: openNotifying({ secretsKey: ADMIN_TOKEN }),
    attachments: openAttachmentFiles({ directory, maxBytes: 1024, types: [] }),
    metricsText: () => metrics.metrics(),
    ready: async () => ({ ok: true, checks: {} }),
  })

  function take(judged: readonly Judged[]): number {
    for (const { finding, verdict, reason } of judged)
      if (verdict === 'failed') failed.push(`${finding}: ${reason}`)
    return judged.length
  }

  /** Faults whose deviation has lasted. */
  const wake = async () => {
    const due = await faultsToWake(db, nowMs, FAULTS_AT_ONCE)
    let judged = 0
    for (const fault of due.toSorted(byName)) judged += take(await wakeFault(db, fault, intake))
    return judged > 0
  }

  const judge = async () => {
    const waiting = await waitingFaults(pool)
    for (const fault of waiting) take(await admitFault(db, fault, intake))
    return waiting.length > 0
  }

  const verify = async () => {
    const due = await claimDue(db, WATCHES_AT_ONCE, nowMs)
    const waiting = due.toSorted((a, b) => b.ticket - a.ticket)
    const work = async () => {
      for (let row = waiting.pop(); row; row = waiting.pop()) await proveRepair(proving, row, nowMs)
    }
    await Promise.all(Array.from({ length: WATCHES_SIDE_BY_SIDE }, work))
    return due.length === WATCHES_AT_ONCE
  }

  return {
    api: injectedApi(app, ADMIN_TOKEN),
    failed,
    setTime(toMs) {
      nowMs = toMs
    },
    async catchUp() {
      await untilDone('the intake', async () => (await wake()) || (await judge()))
      await untilDone('the alarms', async () => (await hearAlarms(db, logger, nowMs)) === ALARMS_AT_ONCE)
      await untilDone('the verification', verify)
    },
    async close() {
      await app.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function untilDone(what: string, round: () => Promise<boolean>): Promise<void> {
  for (let rounds = 0; await round(); rounds++) {
    if (rounds === MOST_ROUNDS) throw new Error(`${what} did not come to an end`)
  }
}

const byName = (a: Fault, b: Fault) =>
  a.asset === b.asset ? (a.faultKey < b.faultKey ? -1 : 1) : a.asset < b.asset ? -1 : 1

/**
 * Faults with findings that nobody has judged, in the order of event time. The service judges what was delivered first,
 * which is another order over MQTT, and budgets would be spent on other tickets.
 */
async function waitingFaults(pool: pg.Pool): Promise<Fault[]> {
  const { rows } = await pool.query<Fault>(
    `select asset, fault_key as "faultKey" from ticketing.findings where verdict is null
     group by asset, fault_key order by min(observed_at_ms), asset collate "C", fault_key collate "C"`,
  )
  return rows
}

/** Nothing dies here: the API needs them only to show them. */
const noLetters: DeadLetters = {
  put: async () => undefined,
  requestReplay: async () => 0,
  list: async () => ({ items: [] }),
}
