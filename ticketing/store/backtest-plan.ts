import type { DetectionPlan } from '../../contracts/history.ts'
import type { Intervention } from '../../contracts/intervention.ts'
import { inherited, type Profile } from '../../contracts/profile.ts'
import type { EquipmentClass, RegisteredDevice } from '../../contracts/registry.ts'
import type { BacktestRequest, BacktestVariant } from '../domain/backtest.ts'
import { type Label, labelOf } from '../domain/label.ts'
import { conflict, invalid, notFound } from '../domain/refusals.ts'
import type { Asset } from '../domain/registry.ts'
import type { BacktestGround } from '../stages/backtest.ts'
import type { AssetFacts } from '../stages/stage.ts'
import { getAsset } from './assets.ts'
import { getClass } from './classes.ts'
import type { Db } from './database.ts'
import { labelsOf } from './labels.ts'
import { allWindows } from './maintenance-windows.ts'
import { profileOf } from './profile-rows.ts'
import { newestPolicy } from './ticket-policy.ts'

const DAY_MS = 24 * 3_600_000
/** What is read takes memory and time by the asset; who has more asks for some of them. */
const MOST_ASSETS = 500

/** Everything that a backtest stands on: what the detectors are run over, and what the outcome is laid beside. */
export interface BacktestPlan {
  detection: DetectionPlan
  ground: BacktestGround
}

/** Errors: `not_found`, `invalid`, `conflict` where there is nothing to run over. */
export async function planBacktest(db: Db, request: BacktestRequest): Promise<BacktestPlan> {
  const { class: equipmentClass, assets } = await subjectOf(db, request)
  const ids = assets.map(({ id }) => id)
  const devices = await devicesOf(db, assets, equipmentClass)
  if (devices.length === 0)
    throw conflict('None of these assets has a device, so that there is no telemetry.')
  const { fromMs, toMs, learnFromMs = fromMs, failures = [], horizonDays = 30 } = request
  const variants = request.variants ?? [{}]
  const labels = [...(await labelsOf(db, ids)), ...failures.map(labelOf)]
  const profiles = await Promise.all(variants.map(variant => profilesFor(db, request, { variant, assets })))
  return {
    detection: {
      ...{ devices, fromMs: learnFromMs, toMs, countFromMs: fromMs },
      variants: profiles.map(each => ({ profiles: each })),
      interventions: interventionsOf(labels),
    },
    ground: {
      ...{ labels, horizonMs: horizonDays * DAY_MS },
      names: variants.map(({ label, version }, index) => label ?? nameOf(index, version)),
      policy: await newestPolicy(db),
      windows: await allWindows(db),
      assets: new Map(assets.map(asset => [asset.id, factsOf(asset)])),
    },
  }
}

const nameOf = (index: number, version: number | undefined) =>
  version === undefined ? (index === 0 ? 'as it is' : `variant ${index + 1}`) : `version ${version}`

async function subjectOf(db: Db, { scope, subject: id, assets: chosen }: BacktestRequest) {
  if (scope === 'asset') {
    if (chosen) throw invalid('/assets', 'It goes with a class; with an asset there is nothing to choose.')
    const asset = await getAsset(db, id)
    return { class: await getClass(db, asset.class), assets: [asset] }
  }
  const equipmentClass = await getClass(db, id)
  const assets = await db
    .selectFrom('assets')
    .select(['id', 'site', 'class', 'criticality', 'name', 'parent', 'availability'])
    .where('class', '=', id)
    .$if(chosen !== undefined, query => query.where('id', 'in', chosen ?? []))
    .orderBy('id')
    .limit(MOST_ASSETS + 1)
    .execute()
  const missing = chosen?.find(each => !assets.some(asset => asset.id === each))
  if (missing !== undefined) throw notFound(`There is no asset ${missing} of class ${id}.`)
  if (assets.length > MOST_ASSETS) {
    throw conflict(`Class ${id} has more than ${MOST_ASSETS} assets; name those to run over in \`assets\`.`)
  }
  return { class: equipmentClass, assets }
}

async function devicesOf(
  db: Db,
  assets: readonly Asset[],
  equipmentClass: EquipmentClass,
): Promise<RegisteredDevice[]> {
  if (assets.length === 0) return []
  const ids = assets.map(({ id }) => id)
  const rows = await db
    .selectFrom('devices')
    .select(['id', 'asset'])
    .where('asset', 'in', ids)
    .orderBy('asset')
    .orderBy('id')
    .execute()
  return rows.flatMap(({ id, asset: its }) => {
    const asset = assets.find(each => each.id === its)
    if (!asset) return []
    return [{ id, site: asset.site, asset: its, criticality: asset.criticality, class: equipmentClass }]
  })
}

/** The profile of each asset under a variant: that stands in the place of the class's profile, or of the asset's. */
async function profilesFor(
  db: Db,
  { scope, subject: id }: BacktestRequest,
  { variant, assets }: { variant: BacktestVariant; assets: readonly Asset[] },
): Promise<Record<string, Profile>> {
  if (variant.version !== undefined && variant.detectors) {
    throw invalid('/variants', 'A variant is a version that was kept, or detectors that are not; not both.')
  }
  const tried = variant.detectors
    ? { detectors: variant.detectors }
    : await profileOf(db, { scope, id }, variant.version)
  const profiles: Record<string, Profile> = {}
  for (const asset of assets) {
    const ofClass = scope === 'class' ? tried : await profileOf(db, { scope: 'class', id: asset.class })
    const ofAsset = scope === 'asset' ? tried : await profileOf(db, { scope: 'asset', id: asset.id })
    const profile = inherited(ofClass, ofAsset)
    if (profile) profiles[asset.id] = profile
  }
  return profiles
}

/**
 * Work and repairs are facts of the machine, so the detectors hear of them as they did. Of past false alarms they do not:
 * that somebody called a deviation normal was an answer to the tickets of then, and not of these.
 */
function interventionsOf(labels: readonly Label[]): Intervention[] {
  const interventions = labels.flatMap(({ asset, kind, fromMs, toMs, ticket }): Intervention[] => {
    const of = { asset, ticket: ticket ?? 0 }
    if (kind === 'work') {
      return [
        { ...of, kind: 'work_began', atMs: fromMs },
        { ...of, kind: 'work_ended', atMs: toMs },
      ]
    }
    return kind === 'failure' ? [{ ...of, kind: 'repaired', atMs: toMs }] : []
  })
  return interventions.sort((a, b) => a.atMs - b.atMs)
}

/** Whether it stands still today says nothing of then. */
const factsOf = ({ parent: _, ...asset }: Asset): AssetFacts => ({
  ...asset,
  availability: 'in_service',
  ancestors: [],
})
