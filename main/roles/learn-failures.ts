import type { SamplesOf } from '../../contracts/history.ts'
import type { Logger } from '../../contracts/logger.ts'
import type { AssetRegistry } from '../../contracts/registry.ts'
import { FailureRows } from '../../detectors/failure-rows.ts'
import { MOST_FAILURES, taught, thinned } from '../../detectors/prognosis/teach.ts'
import type { Prognoses } from '../../detectors/store/prognoses.ts'
import type { ReportedFailure } from '../../ticketing/store/failures.ts'

const DAY_MS = 24 * 3_600_000
/** How a machine was longer before says nothing about how it failed. */
const LONGEST_MS = 180 * DAY_MS
/** Another model makes detectors forget what they remember in the terms of the old one: it must be worth it. */
const MORE = 1.2

interface Learning {
  failures: readonly ReportedFailure[]
  registry: AssetRegistry
  samplesOf: SamplesOf
  prognoses: Prognoses
  logger: Logger
  nowMs: number
}

/** Puts new failures on record, and learns anew where a class has enough of them. Twice is as once. */
export async function learnFromFailures(learning: Learning): Promise<void> {
  await record(learning)
  const { prognoses, registry, logger, nowMs } = learning
  for (const { class: classId, failures, learned, hasModel } of await prognoses.counts()) {
    const isNews = learned === null || (hasModel ? failures >= MORE * learned : failures !== learned)
    if (!isNews) continue
    const name = nameOf(registry, learning.failures, classId)
    const { model, reason } = taught(name, await prognoses.records(classId, MOST_FAILURES))
    const made = { model: model ?? null, reason: reason ?? null, learnedAtMs: nowMs }
    await prognoses.save({ class: classId, failures, ...made })
    logger.info(
      { class: classId, failures },
      `prognosis: ${reason?.en ?? `learned from ${failures} failures of ${name}`}`,
    )
  }
}

async function record({ failures, registry, samplesOf, prognoses }: Learning): Promise<void> {
  const known = await prognoses.known()
  await registry.resolve(failures.flatMap(({ devices }) => devices))
  for (const failure of failures) {
    const { ticket, asset, failedAtMs, repairedAtMs, failureCode } = failure
    for (const name of failure.devices) {
      const id = `${ticket}/${name}`
      const device = registry.device(name)
      if (known.has(id) || !device) continue
      const rows = new FailureRows(device.class)
      const fromMs = Math.max(failedAtMs - LONGEST_MS, repairedAtMs ?? 0)
      for await (const samples of samplesOf([device], { fromMs, toMs: failedAtMs })) {
        for (const sample of samples) rows.take(sample)
      }
      const made = rows.record({ id, failedAtMs, ...(failureCode !== null && { mode: failureCode }) })
      const about = { class: device.class.id, asset, device: name, failedAtMs }
      await prognoses.add({ ...made, rows: thinned(made.rows), ...about })
    }
  }
}

function nameOf(registry: AssetRegistry, failures: readonly ReportedFailure[], classId: string): string {
  const device = failures.find(failure => failure.class === classId)?.devices[0]
  return (device !== undefined && registry.device(device)?.class.name) || classId
}
