/** Memory that idle connections take: `node test/bench/idle.ts --help`. */
import { setTimeout as sleep } from 'node:timers/promises'
import { ADMIN_TOKEN } from '../services/forewarn.ts'
import { generate, startBench, stopBench } from './harness.ts'
import { median, optionsOf, report } from './options.ts'
import { usageOf } from './processes.ts'

const options = optionsOf('Memory of Forewarn with idle connections.', {
  connections: {
    default: '10000',
    help: 'MQTT connections that say nothing, at most 10000 from one address',
  },
  seconds: { default: '30', help: 'they stay before the memory is read' },
  runs: { default: '3', help: 'runs, each with a fresh Forewarn' },
})
const rows = []
for (let run = 1; run <= Number(options.runs); run++) {
  const bench = await startBench('postgres')
  const rss = () => usageOf(bench.forewarn.pid, name => name.startsWith('postgres')).own.rssMb
  try {
    await sleep(5_000)
    const before = rss()
    const { started, report: ended } = generate([
      ...['test/bench/generator.ts', '--mqtt', bench.forewarn.mqttUrl, '--rate', '0'],
      ...['--devices', options.connections, '--seconds', options.seconds],
      ...['--user', 'admin', '--secret', ADMIN_TOKEN],
    ])
    await started
    await sleep(1_000 * (Number(options.seconds) - 2))
    const after = rss()
    const { lostConnections } = await ended
    rows.push({ run, 'before MB': before, 'with them MB': after, 'lost connections': lostConnections })
  } finally {
    await stopBench(bench)
  }
}
const withThem = median(rows.map(row => row['with them MB']))
const perConnectionKb =
  (1_024 * (withThem - median(rows.map(row => row['before MB'])))) / Number(options.connections)
await report(
  `${options.connections} idle connections: ${withThem.toFixed(0)} MB in all, ${perConnectionKb.toFixed(1)} kB each`,
  rows,
  options.json,
  { withThem, perConnectionKb },
)
