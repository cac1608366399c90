import { crc32 } from 'node:zlib'
import type { Sample } from '../contracts/sample.ts'
import type { TelemetryStore, WriteResult } from '../contracts/telemetry-store.ts'

/**
 * One write as several side by side. Samples of a device stay together and in their order, so that of two values for
 * the same time the later one still wins. The result may be called again after it rejected: what has landed is not
 * written again.
 */
export function parallelWrite(
  store: Pick<TelemetryStore, 'write'>,
  samples: readonly Sample[],
  concurrency: number,
): () => Promise<WriteResult> {
  const left = new Set(partsOf(samples, concurrency))
  const rejected: WriteResult['rejected'] = []
  const write = async (part: readonly Sample[]) => {
    const result = await store.write(part)
    left.delete(part)
    rejected.push(...result.rejected)
  }
  return async () => {
    const results = await Promise.allSettled([...left].map(write))
    const failed = results.find(result => result.status === 'rejected')
    if (failed) throw failed.reason
    return { rejected }
  }
}

/** Below this a second request costs more than it saves. */
const WORTHWHILE_SAMPLES = 500

function partsOf(samples: readonly Sample[], concurrency: number): (readonly Sample[])[] {
  const count = Math.min(concurrency, Math.ceil(samples.length / WORTHWHILE_SAMPLES))
  if (count <= 1) return samples.length > 0 ? [samples] : []
  const parts = new Map<number, Sample[]>()
  const partOf = new Map<string, Sample[]>()
  for (const sample of samples) {
    let part = partOf.get(sample.device)
    if (!part) {
      const number = crc32(sample.device) % count
      part = parts.get(number) ?? []
      parts.set(number, part)
      partOf.set(sample.device, part)
    }
    part.push(sample)
  }
  return [...parts.values()]
}
