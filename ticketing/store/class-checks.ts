import { Value } from 'typebox/value'
import { type EquipmentClass, type Metric, MetricKey, metricOf } from '../../contracts/registry.ts'
import { derivedMetrics, waveformName } from '../../contracts/waveform.ts'
import { invalid } from '../domain/refusals.ts'
import type { Trx } from './database.ts'

/** What the schema of a class cannot say: each metric once, limits the right way round, waveforms that can be. */
export function requireSoundMetrics({ metrics }: EquipmentClass): void {
  requireSoundWaveforms(metrics)
  const seen = new Set<string>()
  for (const [index, { key, limits }] of metrics.entries()) {
    if (seen.has(key)) {
      throw invalid(`/metrics/${index}/key`, `Metric ${key} is listed twice; list each metric once.`)
    }
    seen.add(key)
    const { low, high } = limits ?? {}
    if (low !== undefined && high !== undefined && low >= high) {
      const message = `The low limit of ${key} must be below its high limit, ${high}.`
      throw invalid(`/metrics/${index}/limits/low`, message)
    }
  }
}

function requireSoundWaveforms(metrics: readonly Metric[]): void {
  const names = new Set<string>()
  for (const [index, metric] of metrics.entries()) {
    const { waveform } = metric
    if (!waveform) continue
    const at = `/metrics/${index}/waveform`
    const name = waveformName(metric)
    if (names.has(name))
      throw invalid(`${at}/name`, `Two waveforms are called ${name}; give each a name of its own.`)
    names.add(name)
    const { bearing, envelopeHz, speedMetric } = waveform
    if (bearing && bearing.rollerMm >= bearing.pitchMm)
      throw invalid(
        `${at}/bearing/rollerMm`,
        'Rollers must be smaller than the circle on which they run, pitchMm.',
      )
    if (envelopeHz && envelopeHz[0] >= envelopeHz[1])
      throw invalid(`${at}/envelopeHz`, 'The band must begin below its end.')
    if (speedMetric !== undefined && !metrics.some(({ key }) => key === speedMetric))
      throw invalid(`${at}/speedMetric`, `The class has no metric ${speedMetric}.`)
    const tooLong = derivedMetrics([metric]).find(({ key }) => !Value.Check(MetricKey, key))
    if (tooLong)
      throw invalid(
        `${at}/name`,
        `${tooLong.key} would be no metric: at most 64 characters. Give a shorter name.`,
      )
  }
}

/** Each mode once, each of its signs once, and signs of metrics that the class has, listed or made of its waveforms. */
export function requireSoundModes(equipmentClass: EquipmentClass): void {
  const { failureModes = [] } = equipmentClass
  const modes = new Set<string>()
  for (const [index, { mode, signs }] of failureModes.entries()) {
    if (modes.has(mode)) {
      throw invalid(
        `/failureModes/${index}/mode`,
        `Failure mode ${mode} is listed twice; list each mode once.`,
      )
    }
    modes.add(mode)
    const seen = new Set<string>()
    for (const [place, { metric, symptom }] of signs.entries()) {
      const pointer = `/failureModes/${index}/signs/${place}`
      if (!metricOf(equipmentClass, metric)) {
        throw invalid(
          `${pointer}/metric`,
          `The class has no metric ${metric}; list it, or leave the sign out.`,
        )
      }
      if (seen.has(`${metric} ${symptom}`)) {
        throw invalid(
          pointer,
          `The sign ${metric} ${symptom} of ${mode} is listed twice; list each sign once.`,
        )
      }
      seen.add(`${metric} ${symptom}`)
    }
  }
}

/** The failure codes that its modes name exist. */
export async function requireKnownCodes(trx: Trx, { failureModes = [] }: EquipmentClass): Promise<void> {
  const named = failureModes.flatMap(({ failureCode }, index) =>
    failureCode ? [{ failureCode, index }] : [],
  )
  if (named.length === 0) return
  const rows = await trx.selectFrom('failureCodes').select('code').execute()
  const known = new Set(rows.map(({ code }) => code))
  for (const { failureCode, index } of named) {
    if (known.has(failureCode)) continue
    const message = `There is no failure code ${failureCode}; add it with POST /api/v1/failure-codes.`
    throw invalid(`/failureModes/${index}/failureCode`, message)
  }
}
