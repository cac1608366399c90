import type { DeadLetter } from '../contracts/dead-letters.ts'
import type { LogEntry } from '../contracts/message-log.ts'
import type { Decoder, Sample } from '../contracts/sample.ts'
import type { WriteResult } from '../contracts/telemetry-store.ts'

/**
 * Dead letters for samples that the store will never take: one for each message they came from, with the whole message.
 * A sample does not say where it came from, so the entries are decoded once more, one by one; this happens only when
 * something was rejected. The id follows those that the decoder gave to the same message.
 */
export async function rejectionLetters(
  rejected: WriteResult['rejected'],
  entries: readonly LogEntry[],
  decoder: Decoder,
): Promise<DeadLetter[]> {
  if (rejected.length === 0) return []
  const missing = new Map(rejected.map(({ sample, detail }) => [keyOf(sample), { sample, detail }]))
  const found = new Set<string>()
  const letters: DeadLetter[] = []
  for (const entry of entries) {
    const { samples, deadLetters } = await decoder.decode([entry])
    const keys = samples.map(keyOf).filter(key => missing.has(key))
    const [first] = keys.flatMap(key => missing.get(key) ?? [])
    if (!first) continue
    for (const key of keys) found.add(key)
    const detail = sentence(first, keys.length)
    letters.push(letterOf(entry, { n: deadLetters.length, device: first.sample.device, detail }))
  }
  const [oldest] = entries
  if (oldest) {
    // The registry changed in between, and the message decodes to something else now.
    for (const [key, { sample, detail }] of missing) {
      if (!found.has(key)) letters.push(strayLetter(oldest, letters.length, sample, detail))
    }
  }
  return letters
}

function keyOf({ device, observedAtMs, values }: Sample): string {
  return JSON.stringify([device, observedAtMs, values])
}

function sentence({ sample, detail }: { sample: Sample; detail: string }, count: number): string {
  const others = count > 1 ? ` The same happened to ${count - 1} more samples of this message.` : ''
  return `The store refused the sample at ${sample.observedAtMs} ms: ${detail}.${others}`
}

function letterOf(
  { offset, topic, publisher, payload, receivedAtMs }: LogEntry,
  about: { n: number; device: string; detail: string },
): DeadLetter {
  const { n, device, detail } = about
  return {
    id: `${offset}-${n}`,
    topic,
    publisher,
    device,
    payload,
    receivedAtMs,
    reason: 'store_rejected',
    detail,
  }
}

function strayLetter(oldest: LogEntry, n: number, sample: Sample, detail: string): DeadLetter {
  const { site, device, observedAtMs, receivedAtMs, values } = sample
  return {
    id: `${oldest.offset}-r${n}`,
    topic: `telemetry/${site}/${device}`,
    publisher: device,
    device,
    payload: Buffer.from(JSON.stringify({ ts: observedAtMs, values })),
    receivedAtMs,
    reason: 'store_rejected',
    detail: sentence({ sample, detail }, 1),
  }
}
