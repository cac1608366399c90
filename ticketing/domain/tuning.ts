import { type Static, Type } from 'typebox'
import { type DetectorCatalogue, DetectorId } from '../../contracts/detector-catalogue.ts'
import { DetectorMode, type Profile } from '../../contracts/profile.ts'
import { MetricKey } from '../../contracts/registry.ts'
import type { BacktestResult, BacktestVariant, VariantResult } from './backtest.ts'
import { exact } from './schema.ts'
import { amountOf } from './text.ts'

/** A change of one setting of a profile. */
export const ProfileChange = Type.Object(
  {
    detector: DetectorId,
    metric: Type.Optional(MetricKey),
    mode: Type.Optional(Type.Enum(DetectorMode.enum)),
    parameters: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  { ...exact, examples: [{ detector: 'band', parameters: { share: 0.3 } }] },
)
export type ProfileChange = Static<typeof ProfileChange>

/** Why a backtest was made, beside being looked at: which change each variant after the first one is. */
export interface Tuning {
  detector: string
  changes: ProfileChange[]
}

type Detectors = Profile['detectors']

/** The profile with the change made. */
export function changed(
  detectors: Detectors,
  { detector, metric, mode, parameters }: ProfileChange,
): Detectors {
  const setting = detectors[detector] ?? {}
  const over = <Setting extends Detectors[string]>(before: Setting): Setting => ({
    ...before,
    ...(mode !== undefined && { mode }),
    ...(parameters && { parameters: { ...before.parameters, ...parameters } }),
  })
  const next =
    metric === undefined
      ? over(setting)
      : { ...setting, metrics: { ...setting.metrics, [metric]: over(setting.metrics?.[metric] ?? {}) } }
  return { ...detectors, [detector]: next }
}

/** By so much the parameter is changed, the smallest step first: what does not help at three times does not help. */
const FACTORS = [1.25, 1.5, 2, 3]

interface Properties {
  properties?: Record<string, { type?: unknown } | undefined>
}

/**
 * What may make a detector speak less: its own parameter for that in steps, and last that it only be heard when another
 * one alarms. Undefined where there is no such detector, or where it makes no tickets.
 */
export function quieterChanges(
  catalogue: DetectorCatalogue,
  name: string,
  inForce: { mode: DetectorMode; parameters: Record<string, unknown> },
): ProfileChange[] | undefined {
  const detector = catalogue.find(each => each.name === name)
  if (!detector || inForce.mode !== 'alarm') return undefined
  const { quieter, defaults, schema } = detector
  const value = quieter && Number(inForce.parameters[quieter.parameter] ?? defaults[quieter.parameter])
  const isWhole = quieter && (schema as Properties).properties?.[quieter.parameter]?.type === 'integer'
  const rounded = (next: number) => (isWhole ? Math.round(next) : Number(next.toPrecision(3)))
  const steps =
    quieter && value !== undefined && Number.isFinite(value) && value !== 0
      ? FACTORS.map(factor => ({
          detector: name,
          parameters: {
            [quieter.parameter]: rounded(quieter.when === 'larger' ? value * factor : value / factor),
          },
        }))
      : []
  return [...steps, { detector: name, mode: 'symptom' }]
}

/** The variants of a backtest that tries the changes: first as it is. */
export const variantsOf = (detectors: Detectors, changes: readonly ProfileChange[]): BacktestVariant[] => [
  { label: 'as it is', detectors },
  ...changes.map(change => ({ label: inWords(change), detectors: changed(detectors, change) })),
]

function inWords({ detector, metric, mode, parameters }: ProfileChange): string {
  const where = metric === undefined ? detector : `${detector} of ${metric}`
  const what = [
    ...Object.entries(parameters ?? {}).map(
      ([name, value]) => `${name} ${typeof value === 'number' ? amountOf(value) : JSON.stringify(value)}`,
    ),
    ...(mode === undefined ? [] : [`mode ${mode}`]),
  ]
  return `${where}: ${what.join(', ')}`.slice(0, 60)
}

/** Somebody must have looked, and found nothing, so often: what nobody looked at may have been something. */
const LEAST_KNOWN = 2
/** Less than this is within what another year would bring anyway. */
const LEAST_FEWER = 2
const LEAST_SHARE = 0.25
/** A warning that is shorter by more than this is too dear. */
const LONGEST_LOSS = 0.2
/** A smaller change that spares so much of what the best one spares is better: it leaves the detector more to see. */
const NEARLY = 0.75

/**
 * The change that is worth proposing: of those that lose no failure and hardly any warning the smallest that spares nearly
 * as many false alarms as any of them. Undefined where none spares enough of them.
 */
export function bestChange(
  { variants: [before, ...after], comparisons }: Pick<BacktestResult, 'variants' | 'comparisons'>,
  { changes }: Tuning,
): { change: ProfileChange; before: VariantResult; after: VariantResult } | undefined {
  if (!before || before.summary.knownFalseAlarms < LEAST_KNOWN) return undefined
  const fewerIn = ({ summary }: VariantResult) => before.summary.falseAlarms - summary.falseAlarms
  const candidates = after.flatMap((variant, index) => {
    const change = changes[index]
    const isEnough = fewerIn(variant) >= Math.max(LEAST_FEWER, LEAST_SHARE * before.summary.falseAlarms)
    const lost = comparisons[index]?.lost.length ?? 0
    return change && isEnough && lost === 0 && warnsAsLong(before, variant)
      ? [{ change, after: variant }]
      : []
  })
  const most = Math.max(...candidates.map(each => fewerIn(each.after)))
  const best = candidates.find(each => fewerIn(each.after) >= NEARLY * most)
  return best && { ...best, before }
}

function warnsAsLong({ summary: before }: VariantResult, { summary: after }: VariantResult): boolean {
  if (before.medianLeadMs === null || after.medianLeadMs === null) return true
  return after.medianLeadMs >= (1 - LONGEST_LOSS) * before.medianLeadMs
}
