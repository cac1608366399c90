import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

/** What the gauges read at each scrape, so that they tell the truth also while the engine is stuck. */
interface EngineLevels {
  series(): number
  /** NaN while it is not known. */
  lag(): Promise<number>
}

export type EngineMetrics = ReturnType<typeof createEngineMetrics>

/** A value is one metric of one sample. */
export function createEngineMetrics(registry: Registry, levels: EngineLevels) {
  const registers = [registry]
  new Gauge({
    name: 'forewarn_detection_lag_messages',
    help: 'Messages in the log that detection has not done yet.',
    registers,
    async collect() {
      this.set(await levels.lag().catch(() => Number.NaN))
    },
  })
  new Gauge({
    name: 'forewarn_detection_series',
    help: 'Series in memory.',
    registers,
    collect() {
      this.set(levels.series())
    },
  })
  return {
    values: new Counter({
      name: 'forewarn_detection_values_total',
      help: 'Values stepped through the detectors.',
      registers,
    }),
    lateValues: new Counter({
      name: 'forewarn_detection_late_values_total',
      help: 'Values that were not newer than the newest of their series: stored, not stepped.',
      registers,
    }),
    earlyValues: new Counter({
      name: 'forewarn_detection_early_values_total',
      help: 'Values far ahead of their receive time while the ones before were not: stored, not stepped.',
      registers,
    }),
    excessValues: new Counter({
      name: 'forewarn_detection_excess_values_total',
      help: 'Values of series beyond the number that is watched of a device: stored, not stepped.',
      registers,
    }),
    mutedValues: new Counter({
      name: 'forewarn_detection_muted_values_total',
      help: 'Values that came while somebody worked at the machine: stored, not stepped.',
      registers,
    }),
    findings: new Counter({
      name: 'forewarn_detection_findings_total',
      help: 'Findings delivered.',
      labelNames: ['detector', 'phase'],
      registers,
    }),
    failures: new Counter({
      name: 'forewarn_detection_failures_total',
      help: 'Values at which a detector threw; a mistake in the detector.',
      labelNames: ['detector'],
      registers,
    }),
    retries: new Counter({
      name: 'forewarn_detection_retries_total',
      help: 'Failed tries of a step of a batch, by error code.',
      labelNames: ['code'],
      registers,
    }),
    checkpointDuration: new Histogram({
      name: 'forewarn_detection_checkpoint_duration_seconds',
      help: 'Time to save a checkpoint.',
      buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10],
      registers,
    }),
  }
}
