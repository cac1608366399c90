import type { Evidence } from '../../contracts/finding.ts'
import { isOpen, weightOf } from './memory.ts'
import { inWords } from './metric-words.ts'
import type { Signs } from './signs.ts'
import type { DiagnosisContext, Heard } from './types.ts'
import type { Hypothesis } from './weigh.ts'

const MOST_OTHERS = 3
const MOST_SYMPTOMS = 12
const MOST_MODES = 3
/** What is less likely than this is not worth a line. */
const LEAST_CONFIDENCE = 0.03

/** What a finding is made of. */
export interface Pack {
  lead: Heard
  /** All that is remembered of the asset. */
  heard: readonly Heard[]
  signs: Signs
  hypotheses: readonly Hypothesis[]
  crossing: Heard['crossing']
  series: NonNullable<DiagnosisContext['series']>
  equipmentClass: DiagnosisContext['equipmentClass']
}

/** Everything that was seen, frozen. */
export function evidenceOf(pack: Pack): Evidence {
  const { lead, crossing, series } = pack
  const { device, metric, value, expected, limit, regime, parameters } = lead
  const contributions =
    lead.contributions ?? pack.heard.find(each => isOpen(each) && each.contributions)?.contributions
  const others = othersOf(pack)
  const modes = modesOf(pack.hypotheses)
  return {
    value,
    ...(expected && { expected }),
    ...(limit !== undefined && { limit }),
    series: series(device, metric),
    ...(others.length > 0 && { others }),
    ...{ regime, parameters },
    ...(contributions && { contributions }),
    ...(crossing && { crossing }),
    symptoms: symptomsOf(pack),
    ...(modes.length > 0 && { modes }),
  }
}

/** What deviates too, then what would tell the likeliest mode from others, though it is normal. */
function othersOf({
  lead,
  heard,
  signs,
  hypotheses,
  series,
  equipmentClass,
}: Pack): NonNullable<Evidence['others']> {
  const deviating = [...signs.shown]
    .map(([metric, shown]) => ({ metric, strength: Math.max(...Object.values(shown)) }))
    .sort((a, b) => b.strength - a.strength)
    .map(({ metric }) => metric)
  const telling = (hypotheses[0]?.contradictedBy ?? [])
    .filter(symptom => symptom.endsWith(' normal'))
    .map(symptom => symptom.slice(0, -' normal'.length))
  const metrics = new Set([...deviating, ...telling])
  metrics.delete(lead.metric)
  return [...metrics]
    .flatMap(metric => {
      const of = heard.find(each => each.metric === metric)
      const values = series(of?.device ?? lead.device, metric)
      const unit = of?.unit ?? equipmentClass.metrics.find(({ key }) => key === metric)?.unit ?? ''
      return values.length > 0 ? [{ metric, unit, series: values }] : []
    })
    .slice(0, MOST_OTHERS)
}

/** Whose keys a sentence of a detector may name. */
export function metricsOf({ heard, equipmentClass }: Pick<Pack, 'heard' | 'equipmentClass'>): Set<string> {
  return new Set([...equipmentClass.metrics.map(({ key }) => key), ...heard.map(({ metric }) => metric)])
}

function symptomsOf({ heard, equipmentClass }: Pack): NonNullable<Evidence['symptoms']> {
  const metrics = metricsOf({ heard, equipmentClass })
  return [...heard]
    .sort((a, b) => weightOf(b) - weightOf(a))
    .slice(0, MOST_SYMPTOMS)
    .map(({ detector, device, metric, symptom, severity, sinceMs, explanation }) => ({
      ...{ detector, device, metric, symptom, severity, sinceMs },
      explanation: inWords(explanation, metrics),
    }))
}

function modesOf(hypotheses: readonly Hypothesis[]): NonNullable<Evidence['modes']> {
  return hypotheses
    .filter(({ kind, confidence }) => kind !== 'unknown' && confidence >= LEAST_CONFIDENCE)
    .slice(0, MOST_MODES)
    .map(({ mode, name, confidence, supportedBy, contradictedBy }) => ({
      ...{ mode, name, supportedBy, contradictedBy },
      confidence: Math.round(confidence * 100) / 100,
    }))
}
