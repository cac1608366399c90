import type { FailureModeSigns } from '../../contracts/registry.ts'
import type { Words } from '../../contracts/text.ts'
import { metricWords } from './metric-words.ts'
import type { Shown, Signs } from './signs.ts'

/** What may be wrong, with how likely it is. */
export interface Hypothesis {
  /** `unknown`: something of the machine that no mode describes. */
  kind: 'mode' | 'sensor' | 'unknown'
  mode: string
  name: Words
  advice?: Words | undefined
  /** Whose sensor it is. */
  metric?: string
  confidence: number
  /** Symptoms, as in `vibration_rms high`. */
  supportedBy: string[]
  contradictedBy: string[]
}

/**
 * Chance that a metric shows something that has nothing to do with the fault: another fault, weather, a detector that
 * is wrong. Keeps one symptom that does not fit from ruling out what fits otherwise.
 */
const BY_CHANCE = 0.06
/** A leading sign is seen nearly always; never surely. */
const MOST_SURE = 0.95
/** Before anything is seen. Faults of machines are what detectors are tuned to; a sensor that goes wrong slowly is rarer. */
const PRIOR = { modes: 0.8, sensors: 0.1, unknown: 0.1 }
/** Of a fault that nobody has described. */
const UNKNOWN_SHOWS: Shown = { high: 0.25, low: 0.25, unstable: 0.15, any: 0.4 }

type Side = 'high' | 'low' | 'unstable'
const SIDES: readonly Side[] = ['high', 'low', 'unstable']

/**
 * Which failure modes fit what is seen, the likeliest first; the confidences of all, together 1. Naive Bayes over the
 * table's weights, each taken as the chance that the mode shows the sign: a symptom speaks for the modes that have it,
 * a quiet metric against those that should show it, the more the larger the deviation is elsewhere. Beside the modes
 * stand a wrong reading of each metric that deviates, and a fault that nobody has described.
 */
export function weigh(
  modes: readonly FailureModeSigns[],
  signs: Signs,
  doubts: ReadonlyMap<string, number> = new Map(),
): Hypothesis[] {
  const { shown } = signs
  const suspects = [...shown.keys()]
  const weighed = modes.map(mode => ({
    ...of(mode, signs),
    odds: Math.log(PRIOR.modes / modes.length) + likelihood(signs, chancesOf(mode)),
  }))
  const sensors = suspects.map(metric => ({
    ...ofSensor(metric, shown),
    odds:
      Math.log((PRIOR.sensors * (doubts.get(metric) ?? 1)) / suspects.length) +
      likelihood(signs, of => (of === metric ? SENSOR_SHOWS : NOTHING)),
  }))
  const unknown = {
    ...UNKNOWN,
    odds:
      Math.log(modes.length > 0 ? PRIOR.unknown : PRIOR.unknown + PRIOR.modes) +
      likelihood(signs, () => UNKNOWN_SHOWS),
  }
  const all = [...weighed, ...sensors, unknown]
  const best = Math.max(...all.map(({ odds }) => odds))
  const sum = all.reduce((total, { odds }) => total + Math.exp(odds - best), 0)
  return all
    .map(({ odds, ...hypothesis }) => ({ ...hypothesis, confidence: Math.exp(odds - best) / sum }))
    .sort((a, b) => b.confidence - a.confidence)
}

const NOTHING: Shown = { high: BY_CHANCE / 2, low: BY_CHANCE / 2, unstable: BY_CHANCE / 2, any: BY_CHANCE }
/** A sensor that goes wrong drifts to one side. */
const SENSOR_SHOWS: Shown = { high: 0.48, low: 0.48, unstable: 0.2, any: 0.95 }
const UNKNOWN: Omit<Hypothesis, 'confidence'> = {
  kind: 'unknown',
  mode: 'unknown',
  name: { en: 'another fault of the machine', zh: '其他机械故障' },
  supportedBy: [],
  contradictedBy: [],
}

/** The chances that the mode shows the symptoms of a metric. */
function chancesOf({ signs }: FailureModeSigns): (metric: string) => Shown {
  const chances = new Map<string, Shown>()
  for (const { metric, symptom, weight } of signs) {
    const of = chances.get(metric) ?? { high: BY_CHANCE, low: BY_CHANCE, unstable: BY_CHANCE, any: 0 }
    of[symptom] = weight > 0 ? BY_CHANCE + (MOST_SURE - BY_CHANCE) * weight : BY_CHANCE * (1 + 0.9 * weight)
    chances.set(metric, of)
  }
  for (const of of chances.values()) of.any = 1 - SIDES.reduce((none, side) => none * (1 - of[side]), 1)
  return metric => chances.get(metric) ?? OTHERWISE
}
const OTHERWISE: Shown = { high: BY_CHANCE, low: BY_CHANCE, unstable: BY_CHANCE, any: 2 * BY_CHANCE }

function likelihood({ shown, quiet, silence }: Signs, chancesOf: (metric: string) => Shown): number {
  let log = 0
  for (const [metric, strengths] of shown) {
    const chances = chancesOf(metric)
    if (strengths.any > 0) {
      log += strengths.any * Math.log(chances.any)
      continue
    }
    for (const side of SIDES) {
      const strength = strengths[side]
      log += strength * Math.log(chances[side])
      // A metric that is known to be high is known not to be low. Whether it is unsteady too few detectors would say.
      if (strength === 0 && side !== 'unstable') log += silence * Math.log(1 - chances[side])
    }
  }
  for (const metric of quiet) log += silence * Math.log(1 - Math.min(MOST_SURE, chancesOf(metric).any))
  return log
}

/** A sign that a mode has so often is missed when it is not there. */
const MISSED = 0.6

function of(mode: FailureModeSigns, { shown, quiet }: Signs): Omit<Hypothesis, 'confidence'> {
  const supports: { symptom: string; weight: number }[] = []
  const contradictedBy: string[] = []
  for (const [metric, strengths] of shown) {
    const signs = mode.signs.filter(sign => sign.metric === metric)
    const seen = SIDES.filter(side => strengths[side] > 0)
    for (const side of seen) {
      const weight = signs.find(({ symptom }) => symptom === side)?.weight ?? 0
      if (weight > 0) supports.push({ symptom: `${metric} ${side}`, weight })
      else contradictedBy.push(`${metric} ${side}`)
    }
    if (seen.length > 0 || strengths.any === 0) continue
    const weight = Math.max(0, ...signs.map(sign => sign.weight))
    if (weight > 0) supports.push({ symptom: `${metric} unusual`, weight })
    else contradictedBy.push(`${metric} unusual`)
  }
  for (const metric of quiet) {
    const isMissed = mode.signs.some(sign => sign.metric === metric && sign.weight >= MISSED)
    if (isMissed) contradictedBy.push(`${metric} normal`)
  }
  const supportedBy = supports.sort((a, b) => b.weight - a.weight).map(({ symptom }) => symptom)
  return { kind: 'mode', mode: mode.mode, name: mode.name, advice: mode.advice, supportedBy, contradictedBy }
}

/** The reading of a metric is wrong: what the others show speaks against it. */
function ofSensor(metric: string, shown: Signs['shown']): Omit<Hypothesis, 'confidence'> {
  const { en, zh } = metricWords(metric)
  const others = [...shown].filter(([other]) => other !== metric)
  return {
    kind: 'sensor',
    mode: 'sensor',
    metric,
    name: { en: `a wrong reading of the ${en}`, zh: `${zh}测量不准` },
    advice: { en: 'compare it with a hand-held instrument', zh: '用便携仪表核对读数' },
    supportedBy: symptomsOf(metric, shown.get(metric)),
    contradictedBy: others.flatMap(([other, strengths]) => symptomsOf(other, strengths)),
  }
}

function symptomsOf(metric: string, shown: Shown | undefined): string[] {
  const sides = SIDES.filter(side => (shown?.[side] ?? 0) > 0)
  return sides.length > 0 ? sides.map(side => `${metric} ${side}`) : [`${metric} unusual`]
}
