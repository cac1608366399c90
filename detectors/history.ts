import { setImmediate } from 'node:timers/promises'
import type { Finding } from '../contracts/finding.ts'
import type { DetectionOptions, DetectionPlan, DetectionRun, SamplesOf } from '../contracts/history.ts'
import type { Intervention } from '../contracts/intervention.ts'
import type { RegisteredDevice } from '../contracts/registry.ts'
import type { Sample } from '../contracts/sample.ts'
import { detectors } from './index.ts'
import { DetectionTable } from './table.ts'

/** What a person would look at, and more; a variant that says so much more is bad whatever it says. */
const MOST_FINDINGS = 20_000
/** Longer than the engine waits for what is late. */
const LATEST_MS = 10 * 60_000
/** A pause between two samples that is longer than this is a gap, in which nobody was heard. */
const LONGEST_PAUSE_MS = 3_600_000

/**
 * Runs the detectors over telemetry that is there already, asset by asset, by the very table that the engine steps. All
 * variants see the same samples in one pass.
 */
export async function detectOver(
  plan: DetectionPlan,
  samplesOf: SamplesOf,
  { signal, onProgress }: DetectionOptions,
): Promise<DetectionRun> {
  const failures = new Map<string, number>()
  const run: DetectionRun = {
    ...{ samples: 0, values: 0, observedMs: {}, failures: [] },
    findings: plan.variants.map(() => []),
    excess: plan.variants.map(() => 0),
  }
  const assets = [...new Set(plan.devices.map(({ asset }) => asset))]
  for (const [index, asset] of assets.entries()) {
    const devices = plan.devices.filter(device => device.asset === asset)
    const watch = new AssetWatch(plan, asset, devices, failures)
    for await (const samples of samplesOf(devices, plan)) {
      signal.throwIfAborted()
      for (const sample of samples) watch.take(sample, run)
      const reached = (samples.at(-1)?.observedAtMs ?? plan.fromMs) - plan.fromMs
      onProgress((index + reached / (plan.toMs - plan.fromMs)) / assets.length, run.samples)
      await setImmediate()
    }
    watch.end(run)
    run.observedMs[asset] = watch.observedMs
    onProgress((index + 1) / assets.length, run.samples)
  }
  for (const found of run.findings) found.sort((a, b) => a.observedAtMs - b.observedAtMs)
  run.failures = Array.from(failures, ([what, times]) => `${what} (${times} times)`)
  return run
}

/** All variants at one asset. Nothing is remembered from asset to asset, so that memory stays that of one. */
class AssetWatch {
  observedMs = 0
  readonly #tables: DetectionTable[]
  readonly #interventions: Intervention[]
  readonly #countFromMs: number
  #lastMs: number | undefined

  constructor(
    { variants, interventions, countFromMs }: DetectionPlan,
    asset: string,
    devices: readonly RegisteredDevice[],
    failures: Map<string, number>,
  ) {
    this.#countFromMs = countFromMs
    this.#interventions = interventions.filter(each => each.asset === asset)
    this.#tables = variants.map(({ profiles }) => {
      const registered = new Map(
        devices.map(device => [device.id, { ...device, profile: profiles[device.asset] }]),
      )
      const registry = { device: (name: string) => registered.get(name) }
      const onFailure = ({ detector, error }: { detector: string; error: unknown }) => {
        const what = `${detector}: ${error instanceof Error ? error.message : String(error)}`
        failures.set(what, (failures.get(what) ?? 0) + 1)
      }
      return new DetectionTable({ registry, detectors, onFailure })
    })
  }

  take(sample: Sample, run: DetectionRun): void {
    const { observedAtMs } = sample
    if (this.#lastMs !== undefined && observedAtMs > Math.max(this.#lastMs, this.#countFromMs)) {
      this.observedMs += Math.min(observedAtMs - this.#lastMs, LONGEST_PAUSE_MS)
    }
    this.#lastMs = Math.max(observedAtMs, this.#lastMs ?? observedAtMs)
    this.#meet(observedAtMs, run)
    run.samples++
    run.values += Object.keys(sample.values).length
    for (const [index, table] of this.#tables.entries()) {
      keep(run, index, table.take(sample))
      table.saved() // nobody saves these states; forgotten here, the list of changed ones stays small
    }
  }

  /** What people did until then. */
  #meet(nowMs: number, run: DetectionRun): void {
    while (this.#interventions[0] && this.#interventions[0].atMs <= nowMs) {
      const intervention = this.#interventions.shift()
      if (!intervention) return
      for (const [index, table] of this.#tables.entries()) {
        keep(run, index, table.intervene(intervention, nowMs))
      }
    }
  }

  /** What waits for samples that may come late has waited long enough. */
  end(run: DetectionRun): void {
    for (const [index, table] of this.#tables.entries()) {
      keep(run, index, table.passTime((this.#lastMs ?? 0) + LATEST_MS))
    }
  }
}

function keep(run: DetectionRun, variant: number, said: readonly Finding[]): void {
  const kept = run.findings[variant]
  if (!kept) return
  for (const finding of said) {
    if (kept.length < MOST_FINDINGS) kept.push(withoutSeries(finding))
    else run.excess[variant] = (run.excess[variant] ?? 0) + 1
  }
}

function withoutSeries({ evidence: { others: _, ...evidence }, ...finding }: Finding): Finding {
  return { ...finding, evidence: { ...evidence, series: [] } }
}
