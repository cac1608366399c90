import { loadForewarn, startBench, stopBench, untilDrained } from './harness.ts'

const rate = Number(process.argv[2])
const devices = Number(process.argv[3])
const bench = await startBench('postgres')
const run = async (prefix: string, seconds: number) => {
  const g = loadForewarn(bench, { devices, seconds, prefix, ...(rate ? { rate } : {}) })
  const r = await g.report
  console.log(prefix, JSON.stringify(r.latencyMs), r.acknowledgedPerS.toFixed(0))
  await untilDrained(bench)
}
await run('warm', 6)
const hist = async () => {
  const t = await (await fetch(`${bench.forewarn.httpUrl}/metrics`)).text()
  return t
    .split('\n')
    .filter(l => /append|commit_duration|eventloop_lag_p|eventloop_lag_mean/.test(l) && !l.startsWith('#'))
}
await run('x', 10)
if (process.env.SHOW) console.log((await hist()).join('\n'))
await stopBench(bench)
