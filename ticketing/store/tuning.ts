import type { DetectorCatalogue } from '../../contracts/detector-catalogue.ts'
import type { Backtest, BacktestRequest } from '../domain/backtest.ts'
import { inForce } from '../domain/profile.ts'
import type { TuningRequest } from '../domain/proposal.ts'
import { conflict, notFound } from '../domain/refusals.ts'
import { quieterChanges, variantsOf } from '../domain/tuning.ts'
import { getAsset } from './assets.ts'
import { planBacktest } from './backtest-plan.ts'
import { createBacktest } from './backtests.ts'
import type { Db } from './database.ts'
import type { Act } from './ledger.ts'
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
