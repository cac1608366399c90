import type { Metric } from '../../contracts/registry.ts'
import { distrustedOf } from './ascribe.ts'
import { genericModes } from './generic-modes.ts'
import { isOpen } from './memory.ts'
import { type Signs, signsOf } from './signs.ts'
import type { DiagnosisContext, Heard, HeardMode } from './types.ts'
import { type Hypothesis, weigh } from './weigh.ts'

export interface Judgement {
  signs: Signs
  hypotheses: readonly Hypothesis[]
}

/** What the machine shows, by all that is heeded in this mode, and what that may be. */
export function judge(
  heard: readonly Heard[],
  mode: HeardMode,
  context: DiagnosisContext & { series: NonNullable<DiagnosisContext['series']> },
): Judgement {
  const heeded = heard.filter(each => each.mode !== 'shadow' || mode === 'shadow')
  const metrics = metricsOf(heeded, context)
  const devices = new Set(heeded.map(({ device }) => device))
  const watched = metrics
    .map(({ key }) => key)
    .filter(key => [...devices].some(device => context.series(device, key).length > 0))
  const signs = signsOf(heeded, { watched, distrusted: distrustedOf(heard, mode) })
  const { failureModes = [] } = context.equipmentClass
  const modes = failureModes.length > 0 ? failureModes : genericModes(metrics)
  return { signs, hypotheses: weigh(modes, signs, doubtsOf(heeded)) }
}

/** What a detector of sensor drift says counts so much more than that there is a deviation. */
const DRIFTING = 3
/** So many times its limit no machine reaches from one sample to the next; another unit does. */
const ABSURD = 5
const ABSURD_DOUBT = 30

/** How much rather than another sensor that of a metric may be wrong, by what it shows. */
function doubtsOf(heard: readonly Heard[]): Map<string, number> {
  const doubts = new Map<string, number>()
  for (const { metric, symptom, limit, value } of heard.filter(isOpen)) {
    const isAbsurd = limit !== undefined && limit > 0 && value > ABSURD * limit
    const doubt = isAbsurd ? ABSURD_DOUBT : symptom === 'drifting' ? DRIFTING : 1
    doubts.set(metric, Math.max(doubt, doubts.get(metric) ?? 1))
  }
  return doubts
}

/** Those of the class; of one that takes any metric also those that were heard of. */
function metricsOf(heard: readonly Heard[], { equipmentClass }: DiagnosisContext): Metric[] {
  const known = new Map(equipmentClass.metrics.map(metric => [metric.key, metric]))
  for (const { metric, unit } of heard) {
    if (metric !== '' && !known.has(metric)) known.set(metric, { key: metric, unit })
  }
  return [...known.values()]
}
