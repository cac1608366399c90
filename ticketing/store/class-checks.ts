import type { EquipmentClass } from '../../contracts/registry.ts'
import { invalid } from '../domain/refusals.ts'
import type { Trx } from './database.ts'

/** What the schema of a class cannot say: each metric once, limits the right way round. */
export function requireSoundMetrics({ metrics }: EquipmentClass): void {
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

/** Each mode once, each of its signs once, and signs of metrics that the class has. */
export function requireSoundModes({ failureModes = [], metrics, acceptsAnyMetric }: EquipmentClass): void {
  const known = new Set(metrics.map(({ key }) => key))
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
      if (!known.has(metric) && !acceptsAnyMetric) {
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
