/** Memory over a long load at 80 % of what is sustained: `node test/bench/soak.ts --help`. */
import { loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { lagOf, loadForewarn, startBench, stopBench, sustainedRate, untilDrained } from './harness.ts'
import { optionsOf, report } from './options.ts'
import { usageOf } from './processes.ts'

const options = optionsOf('Memory of Forewarn minute by minute at 80 % load.', {
  devices: { default: '100', help: 'devices of the load' },
  minutes: { default: '10', help: 'length of the load' },
  rate: { default: '', help: 'messages/s; without it 80 % of what the readers keep up with for a minute' },
  store: { default: 'postgres', help: 'postgres or influxdb' },
})
const devices = Number(options.devices)
const minutes = Number(options.minutes)
const bench = await startBench(options.store)
try {
  const rate = options.rate
    ? Number(options.rate)
    : Math.round(0.8 * (await sustainedRate(bench, devices, 60)))
  const load = loadForewarn(bench, { devices, seconds: 60 * minutes, prefix: 'soak', rate })
  await load.started
  const rows = []
  for (let minute = 1; minute <= minutes; minute++) {
    await sleep(60_000)
    const { own } = usageOf(bench.forewarn.pid, name => name.startsWith('postgres'))
    const { writer, detection } = await lagOf(bench)
    const [busy = 0] = loadavg() // of the whole machine: what else it had to do
    rows.push({
      minute,
      'memory MB': own.rssMb,
      'writer lag': writer,
      'detection lag': detection,
      'load average': busy,
    })
    console.log(
      `minute ${minute}: ${own.rssMb.toFixed(0)} MB, lag ${writer} and ${detection}, load average ${busy.toFixed(1)}`,
    )
  }
  const { acknowledgedPerS, latencyMs, lostConnections } = await load.report
  await untilDrained(bench)
  const slope = slopeOf(rows.slice(2).map(row => [row.minute, row['memory MB']]))
  const title = `${minutes} minutes at ${acknowledgedPerS.toFixed(0)} messages/s, ${devices} devices, ${options.store}: ${slope.toFixed(1)} MB a minute from minute 3 on; PUBACK p50 ${latencyMs.p50.toFixed(1)}, p99 ${latencyMs.p99.toFixed(1)} ms`
  await report(title, rows, options.json, {
    acknowledgedPerS,
    latencyMs,
    lostConnections,
    slopeMbPerMinute: slope,
  })
} finally {
  await stopBench(bench)
}

/** Least squares; NaN of less than two points. */
function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [mx, my] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))]
  const sum = (f: (dx: number, dy: number) => number) =>
    points.reduce((total, [x, y]) => total + f(x - mx, y - my), 0)
  return sum((dx, dy) => dx * dy) / sum(dx => dx * dx)
}
