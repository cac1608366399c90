import type { Finding, FindingSink } from '../../contracts/finding.ts'
import type { AssetRegistry, RegisteredDevice } from '../../contracts/registry.ts'
import { EARLIEST_OBSERVED_AT_MS, MAX_AHEAD_MS, type Sample } from '../../contracts/sample.ts'
import type { Failure } from '../../detectors/failure-log.ts'
import { detectors } from '../../detectors/index.ts'
import { DetectionTable } from '../../detectors/table.ts'
import type { DeviceSample } from '../../simulators/sample.ts'
import type { InterventionOutbox } from '../../ticketing/store/interventions.ts'
import type { Path } from './path.ts'
import { openRecentTelemetry } from './recent-telemetry.ts'

/** Longer than a ticket is open: its verification asks how the machine was before the fault. */
const KEEP_DAYS = 35

/** More than people do in an hour. */
const MOST_AT_ONCE = 100_000

interface DirectPathOptions {
  registry: AssetRegistry
  sink: FindingSink
  /** What people did at the machines. */
  outbox: InterventionOutbox
}

/**
 * Samples go through the same detectors as in the pipeline, in this process: no broker, no log, no decoding, and the
 * telemetry of the last weeks only, in memory.
 */
export function openDirectPath({ registry, sink, outbox }: DirectPathOptions): Path {
  const store = openRecentTelemetry({ keepDays: KEEP_DAYS })
  const failures = new Map<string, number>()
  const onFailure = ({ detector, error }: Failure) => {
    const what = `${detector} threw: ${error instanceof Error ? error.message : String(error)}`
    failures.set(what, (failures.get(what) ?? 0) + 1)
  }
  const table = new DetectionTable({ registry, detectors, onFailure })
  let receivedAtMs = 0
  let findings: Finding[] = []

  return {
    store,
    async begin(atMs) {
      const waiting = await outbox.waiting(MOST_AT_ONCE)
      for (const { intervention } of waiting) findings.push(...table.intervene(intervention, receivedAtMs))
      await outbox.sent(waiting.map(({ id }) => id))
      receivedAtMs = atMs
    },
    send(device, telegrams) {
      const samples: Sample[] = []
      for (const telegram of telegrams) {
        const sample = sampleOf(device, telegram, receivedAtMs)
        if (sample) samples.push(sample)
      }
      store.keep(samples)
      for (const sample of samples) findings.push(...table.take(sample))
      table.saved() // nobody saves these states; forgotten here, the list of changed ones stays small
    },
    async settle() {
      const made = findings
      findings = []
      if (made.length > 0) await sink.deliver(made)
    },
    complaints: async () => [
      ...Array.from(failures, ([what, times]) => `${what} (${times} times)`),
      ...(store.tooOld > 0
        ? [`${store.tooOld} questions were about telemetry from before the last ${KEEP_DAYS} days`]
        : []),
    ],
    close: () => store.close(),
  }
}

/** As the decoder of the pipeline judges it: what has no possible time is a dead letter there. */
function sampleOf(
  device: RegisteredDevice,
  { ts, values }: DeviceSample,
  receivedAtMs: number,
): Sample | undefined {
  const observedAtMs = Math.floor(ts)
  if (observedAtMs < EARLIEST_OBSERVED_AT_MS || observedAtMs > receivedAtMs + MAX_AHEAD_MS) return undefined
  const { id, site, asset } = device
  return { site, asset, device: id, class: device.class.id, observedAtMs, receivedAtMs, values }
}
