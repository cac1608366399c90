import { sql } from 'kysely'
import type { DetectorCatalogue } from '../../contracts/detector-catalogue.ts'
import { ForewarnError } from '../../contracts/errors.ts'
import type { Backtest, BacktestRequest } from '../domain/backtest.ts'
import { inForce } from '../domain/profile.ts'
import type { TuningRequest } from '../domain/proposal.ts'
import { conflict, notFound } from '../domain/refusals.ts'
import { quieterChanges, variantsOf } from '../domain/tuning.ts'
import { getAsset } from './assets.ts'
import { planBacktest } from './backtest-plan.ts'
import { createBacktest } from './backtests.ts'
import { type Db, transact } from './database.ts'
import { type Act, SYSTEM } from './ledger.ts'
import { profileOf } from './profile-rows.ts'
import { getProfile } from './profiles.ts'

const DAY_MS = 24 * 3_600_000
const DEFAULT_DAYS = 180

/** Asks for the backtest that finds out how the detector is made to speak less. */
export async function tuneDetector(
  db: Db,
  catalogue: DetectorCatalogue,
  { detector, scope, subject, days = DEFAULT_DAYS, horizonDays }: TuningRequest & { detector: string },
  act: Act,
): Promise<Backtest> {
  if (!catalogue.some(({ name }) => name === detector)) throw notFound(`There is no detector ${detector}.`)
  const own = await getProfile(db, { scope, id: subject })
  const nothing = { ...own, detectors: {} }
  const ofClass =
    scope === 'class' ? own : await profileOf(db, { scope: 'class', id: (await getAsset(db, subject)).class })
  const profiles = { class: ofClass, asset: scope === 'asset' ? own : nothing }
  const now = inForce(catalogue, profiles).find(({ name }) => name === detector)
  const changes = now && quieterChanges(catalogue, detector, now)
  if (!changes)
    throw conflict(`${detector} makes no tickets for ${scope} ${subject}: its mode is ${now?.mode}.`)
  const toMs = act.nowMs
  const request: BacktestRequest = {
    ...{ scope, subject, fromMs: toMs - days * DAY_MS, toMs },
    ...(horizonDays !== undefined && { horizonDays }),
    variants: variantsOf(own.detectors, changes),
  }
  await planBacktest(db, request)
  return createBacktest(db, request, { ...act, tuning: { detector, changes } })
}

/** So many false alarms of a detector in a class, and no more found than that, are worth looking for a change. */
const WORTH_LOOKING = 3
const LEAST_PRECISION = 0.75
const LOOKED_BACK_MS = 90 * DAY_MS
/** A person who said no is not asked again for so long; nor is what brought nothing tried again. */
const NOT_AGAIN_MS = 30 * DAY_MS

/**
 * Where technicians have found nothing again and again, begins the search for a change, one of a class at a time; what
 * comes of it a person decides. Resolves with how many were begun.
 */
export async function tuneWhatErrs(db: Db, catalogue: DetectorCatalogue, nowMs: number): Promise<number> {
  const { rows } = await sql<{ class: string; detector: string }>`
    select class, detector from (
      select a.class, split_part(f.detector, '@', 1) as detector, count(*) as looked,
        count(*) filter (where t.outcome = 'false_alarm') as false_alarms
      from ticketing.tickets t
      join ticketing.assets a on a.id = t.asset
      join ticketing.findings f on f.id = t.first_finding
      where t.category = 'closed' and t.closed_at_ms >= ${nowMs - LOOKED_BACK_MS}
        and t.outcome in ('found_as_predicted', 'found_other', 'false_alarm')
      group by 1, 2) outcomes
    where false_alarms >= ${WORTH_LOOKING} and looked - false_alarms < ${LEAST_PRECISION}::double precision * looked
    order by 1, 2`.execute(db)
  let begun = 0
  for (const { class: subject, detector } of rows) {
    if (!quieterChanges(catalogue, detector, { mode: 'alarm', parameters: {} })) continue
    const of = { detector, scope: 'class' as const, subject }
    const made = await transact(db, async trx => {
      // Two processes may look at once.
      await sql`select pg_advisory_xact_lock(hashtextextended('ticketing.tuning', 0))`.execute(trx)
      const { rows: since } = await sql`select from ticketing.backtests
        where purpose ->> 'detector' = ${detector} and request ->> 'subject' = ${subject}
          and created_at_ms > ${nowMs - NOT_AGAIN_MS} limit 1`.execute(trx)
      return since.length === 0 && tuneDetector(trx, catalogue, of, { actor: SYSTEM, nowMs })
    }).catch(error => {
      if (error instanceof ForewarnError && error.code === 'conflict') return false // nothing to run over, or not alarming
      throw error
    })
    if (made) begun++
  }
  return begun
}
