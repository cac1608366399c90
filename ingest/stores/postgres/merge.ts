import type { Sample } from '../../../contracts/sample.ts'
import type { WriteResult } from '../../../contracts/telemetry-store.ts'

/** What becomes one row, with all the samples of the batch that went into it. */
export interface Row {
  sample: Sample
  samples: Sample[]
}

/**
 * One row for each device and event time, because a statement cannot update a row twice: values merge, the last wins.
 * Samples with a reason in the words of `refuse` are left out.
 */
export function mergeRows(
  samples: readonly Sample[],
  refuse: (sample: Sample) => string | undefined,
): { rows: Row[]; rejected: WriteResult['rejected'] } {
  const rows = new Map<string, Row>()
  const rejected: WriteResult['rejected'] = []
  for (const sample of samples) {
    const detail = refuse(sample)
    if (detail !== undefined) {
      rejected.push({ sample, detail })
      continue
    }
    const key = `${sample.observedAtMs} ${sample.device}`
    const row = rows.get(key)
    if (!row) {
      rows.set(key, { sample, samples: [sample] })
      continue
    }
    row.sample = { ...sample, values: { ...row.sample.values, ...sample.values } }
    row.samples.push(sample)
  }
  return { rows: [...rows.values()], rejected }
}
