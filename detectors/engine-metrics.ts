import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

/** What the engine counts, by the names in the Prometheus text. */
export function engineMetrics(registry: Registry) {
  const registers = [registry]
  return {
    values: new Counter({
      name: 'forewarn_detection_samples_total',
      help: 'Values (one metric of one sample) stepped through the detectors.',
      registers,
    }),
    late: new Counter({
      name: 'forewarn_detection_late_total',
      help: 'Values that were not newer than the newest of their series: stored, not stepped.',
      registers,
    }),
    findings: new Counter({
      name: 'forewarn_detection_findings_total',
      help: 'Findings delivered.',
      labelNames: ['detector', 'phase'],
      registers,
    }),
    series: new Gauge({
      name: 'forewarn_detection_series',
      help: 'Series in memory.',
      registers,
    }),
    lag: new Gauge({
      name: 'forewarn_detection_lag_entries',
      help: 'Log entries that are not detected yet, as of the last checkpoint.',
      registers,
    }),
    checkpoint: new Histogram({
      name: 'forewarn_detection_checkpoint_seconds',
      help: 'Time to save a checkpoint.',
      buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10],
      registers,
    }),
  }
}
export type EngineMetrics = ReturnType<typeof engineMetrics>
