/** From PUBLISH to readable over the API, at half of what is stored at most: `node test/bench/delay.ts --help`. */
import { loadForewarn, peakRate, startBench, stopBench } from './harness.ts'
import { median, optionsOf, percentile, report } from './options.ts'
import { probeDuring } from './probe.ts'

const options = optionsOf('From PUBLISH to readable at half load.', {
  devices: { default: '100', help: 'devices of the load' },
  seconds: { default: '30', help: 'of each measured load' },
  runs: { default: '3', help: 'runs, each with a fresh Forewarn' },
  store: { default: 'postgres', help: 'postgres or influxdb' },
})
const devices = Number(options.devices)
type Figure = 'PUBACK p50 ms' | 'PUBACK p99 ms' | 'readable p50 ms' | 'readable p99 ms'
const rows: Record<'run' | 'messages/s' | 'probes' | Figure, number>[] = []
for (let run = 1; run <= Number(options.runs); run++) {
  const bench = await startBench(options.store)
  try {
    const rate = Math.round((await peakRate(bench, devices, 10)) / 2)
    const load = loadForewarn(bench, { devices, seconds: Number(options.seconds), prefix: 'half', rate })
    await load.started
    const delays = await probeDuring(bench, load.report)
    const { acknowledgedPerS, latencyMs } = await load.report
    const readable = delays.map(({ readableMs }) => readableMs)
    rows.push({
      run,
      'messages/s': Math.round(acknowledgedPerS),
      'PUBACK p50 ms': latencyMs.p50,
      'PUBACK p99 ms': latencyMs.p99,
      'readable p50 ms': percentile(readable, 0.5),
      'readable p99 ms': percentile(readable, 0.99),
      probes: readable.length,
    })
  } finally {
    await stopBench(bench)
  }
}
const middle = (name: Figure) => median(rows.map(row => row[name]))
await report(`Half load, ${devices} devices, ${options.store}`, rows, options.json, {
  pubackP50Ms: middle('PUBACK p50 ms'),
  pubackP99Ms: middle('PUBACK p99 ms'),
  readableP50Ms: middle('readable p50 ms'),
  readableP99Ms: middle('readable p99 ms'),
})
