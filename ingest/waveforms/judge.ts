import { Value } from 'typebox/value'
import { type EquipmentClass, type Metric, MetricKey } from '../../contracts/registry.ts'
import { quoted } from '../../contracts/text.ts'
import { type WaveformDeclaration, waveformName } from '../../contracts/waveform.ts'
import type { Problem, Reading } from '../codecs/codec.ts'
import { fits, type Judgement } from '../values.ts'
import { featuresOf, type Waveform } from './features.ts'
import { TOLD, type ToldSpeed } from './speed.ts'

/**
 * The metrics that the waveforms of a reading make, by key, at most; those that the device gives itself (`values`, by metric)
 * stay as it gives them. What is wrong is appended to the problems of the judgement.
 */
export function judgeWaveforms(
  { waveforms, index }: Reading,
  judgement: Judgement,
  values: Readonly<Record<string, number>>,
): Record<string, number> {
  const made: Record<string, number> = {}
  if (!waveforms) return made
  const { device, problems, taken } = judgement
  const unknown: string[] = []
  for (const [given, waveform] of waveforms) {
    const place = placeOf(judgement.device, given)
    if (!place) {
      unknown.push(quoted(given))
      continue
    }
    const scaled =
      place.scale === 1
        ? waveform
        : { ...waveform, samples: waveform.samples.map(each => each * place.scale) }
    const found = featuresOf(
      scaled,
      place.declaration,
      toldSpeed(waveform, place.declaration, { values, class: device.class }),
    )
    for (const [suffix, value] of Object.entries(found)) {
      const key = `${place.name}.${suffix}`
      if (key in values || (device.class.acceptsAnyMetric && !fits(key, taken))) continue
      made[key] = value
    }
  }
  if (unknown.length > 0) problems.push({ ...noWaveform(unknown, device.class), index, device: device.id })
  return made
}

interface Place {
  /** With which its metrics begin. */
  name: string
  declaration: WaveformDeclaration
  scale: number
}

/** What is declared for a waveform of this name; a class that takes any metric takes any waveform. */
function placeOf(
  { class: equipmentClass, metrics: sources = [] }: Judgement['device'],
  given: string,
): Place | undefined {
  const source = sources.find(each => each.source === given)
  const wanted = source?.metric ?? given
  const metric = equipmentClass.metrics.find(
    each => each.waveform && (waveformName(each) === wanted || each.key === wanted),
  )
  const scale = source?.scale ?? 1
  if (metric?.waveform) return { name: waveformName(metric), declaration: metric.waveform, scale }
  const isName = wanted.length <= MOST_NAME && Value.Check(MetricKey, wanted)
  return equipmentClass.acceptsAnyMetric && isName ? { name: wanted, declaration: {}, scale } : undefined
}

/** Of a name that nobody has declared; a metric key has room for 64 characters. */
const MOST_NAME = 40

function toldSpeed(
  { speedHz }: Waveform,
  { shaftHz, speedMetric, speedRatio = 1 }: WaveformDeclaration,
  about: { values: Readonly<Record<string, number>>; class: EquipmentClass },
): ToldSpeed | undefined {
  if (speedHz !== undefined) return { hz: speedHz, tolerance: TOLD.waveform }
  const told = speedMetric === undefined ? undefined : about.values[speedMetric]
  const metric = about.class.metrics.find(({ key }) => key === speedMetric)
  if (told !== undefined && metric) {
    return { hz: Math.abs(told) * perSecond(metric) * speedRatio, tolerance: TOLD.metric }
  }
  return shaftHz === undefined ? undefined : { hz: shaftHz, tolerance: TOLD.plate }
}

/** Revolutions a second of what a metric of speed tells. */
const perSecond = ({ unit }: Metric): number => (/^(hz|1\/s|s-1|s\^-1|rps|r\/s)$/i.test(unit) ? 1 : 1 / 60)

function noWaveform(names: string[], { id, metrics }: EquipmentClass): Pick<Problem, 'reason' | 'detail'> {
  const known = metrics.filter(({ waveform }) => waveform).map(metric => quoted(waveformName(metric)))
  const has = known.length > 0 ? `has ${known.join(', ')}` : 'has none'
  const what = names.length === 1 ? 'is no waveform' : 'are no waveforms'
  return {
    reason: 'unknown_metric',
    detail: `${names.join(', ')} ${what} of the class ${quoted(id)}, which ${has}; correct the name, or declare "waveform" at a metric of the class.`,
  }
}
