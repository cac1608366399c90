/**
 * The band detector over a folder laid out like the Numenta Anomaly Benchmark:
 *   node test/bench/band-nab.ts --data DIR [--neighbours] [--episodes] [--out DIR]
 * DIR holds `data/<category>/<file>.csv` (timestamp,value) and `labels/combined_windows.json`. An episode is all
 * findings with less than 24 h of event time between them; it is inside when any of its raised findings lies in a
 * labelled window. `--neighbours` repeats the totals for other parameter values, `--episodes` lists every finding
 * that raises or clears, `--out` writes timestamp,value,anomaly_score files for other scorers.
 */
import { parseArgs } from 'node:util'
import type { Statement } from '../../contracts/detector.ts'
import { band } from '../../detectors/band/band.ts'
import { UNKNOWN_REGIME } from '../../detectors/regimes.ts'
import { loadNab, type NabSeries as Series, writeNab } from './nab-files.ts'
import { type NabFile, nabScore, profiles } from './nab-score.ts'

type Config = NonNullable<ReturnType<typeof band.configure>>

interface Spoken {
  row: number
  statement: Statement
  window: number
}

const EPISODE_GAP_MS = 24 * 3_600_000
const metric = { key: 'value', unit: '' }

const { values: args } = parseArgs({
  options: {
    data: { type: 'string' },
    out: { type: 'string' },
    neighbours: { type: 'boolean', default: false },
    episodes: { type: 'boolean', default: false },
  },
})
if (!args.data) {
  console.error('Usage: node test/bench/band-nab.ts --data DIR [--neighbours] [--episodes] [--out DIR]')
  process.exit(2)
}
await main(args.data)

async function main(directory: string): Promise<void> {
  const all = await loadNab(directory)
  const defaults = band.configure(metric)
  if (!defaults) throw new Error('the band detector does not take the metric')
  const started = performance.now()
  const results = all.map(series => ({ series, ...run(series, defaults) }))
  const perSampleUs =
    ((performance.now() - started) * 1000) / all.reduce((sum, { rows }) => sum + rows.length, 0)

  console.log('file'.padEnd(62), 'windows  hit  episodes inside  elsewhere')
  for (const result of results) {
    const { windows, hit, inside, elsewhere } = count(result.series, result.spoken)
    console.log(
      result.series.name.padEnd(62),
      [windows, hit, inside, elsewhere].map(n => String(n).padStart(7)).join(' '),
    )
    if (args.episodes) listEpisodes(result.series, result.spoken)
    if (args.out) await writeNab(args.out, result.series, raisedAt(result.series, result.spoken))
  }
  console.log(totals(results))
  const bytes = results.map(result => result.stateBytes)
  console.log(
    `cost ${perSampleUs.toFixed(2)} µs per sample, state at the end ${Math.min(...bytes)}–${Math.max(...bytes)} bytes`,
  )
  if (args.neighbours) neighbours(all, defaults)
}

function neighbours(all: readonly Series[], defaults: Config): void {
  console.log('\nneighbouring parameter values:')
  const variants: Partial<Config>[] = [
    ...[0.5, 0.75, 1, 1.5, 2].map(caution => ({ caution })),
    ...[0.1, 0.15, 0.2, 0.25, 0.3].map(share => ({ share })),
    ...[24, 48, 72, 120, 168].map(hours => ({ adoptMs: hours * 3_600_000 })),
  ]
  for (const variant of variants) {
    const results = all.map(series => ({ series, ...run(series, { ...defaults, ...variant }) }))
    console.log(JSON.stringify(variant).padEnd(24), totals(results))
    const machine = results.filter(({ series }) => series.name.includes('machine_temperature'))
    if (machine.length > 0) console.log(''.padEnd(24), totals(machine), '(machine temperature only)')
  }
}

function run(series: Series, config: Config): { spoken: Spoken[]; stateBytes: number } {
  const spoken: Spoken[] = []
  let state: ReturnType<typeof band.step>[0] | undefined
  let newestMs = Number.NEGATIVE_INFINITY
  series.rows.forEach(({ observedAtMs, value }, row) => {
    if (observedAtMs <= newestMs) return // late or twice: the engine skips it too
    newestMs = observedAtMs
    const [next, statements] = band.step(
      config,
      state,
      { observedAtMs, value, regime: UNKNOWN_REGIME },
      metric,
    )
    state = next
    const window = series.windows.findIndex(({ first, last }) => row >= first && row <= last)
    for (const statement of statements) spoken.push({ row, statement, window })
  })
  return { spoken, stateBytes: JSON.stringify(state).length }
}

function count(series: Series, spoken: readonly Spoken[]) {
  const hit = new Set<number>()
  const episodes: { inside: boolean }[] = []
  let lastMs = Number.NEGATIVE_INFINITY
  for (const { row, statement, window } of spoken) {
    if (statement.phase === 'cleared') continue
    const observedAtMs = series.rows[row]?.observedAtMs ?? 0
    if (observedAtMs - lastMs > EPISODE_GAP_MS) episodes.push({ inside: false })
    lastMs = observedAtMs
    const episode = episodes.at(-1)
    if (statement.phase !== 'raised' || window < 0 || !episode) continue
    hit.add(window)
    episode.inside = true
  }
  const inside = episodes.filter(episode => episode.inside).length
  return { windows: series.windows.length, hit: hit.size, inside, elsewhere: episodes.length - inside }
}

function totals(results: readonly { series: Series; spoken: Spoken[] }[]): string {
  const sum = { windows: 0, hit: 0, inside: 0, elsewhere: 0 }
  for (const { series, spoken } of results) {
    const counted = count(series, spoken)
    sum.windows += counted.windows
    sum.hit += counted.hit
    sum.inside += counted.inside
    sum.elsewhere += counted.elsewhere
  }
  const files: NabFile[] = results.map(({ series, spoken }) => ({
    rows: series.rows.length,
    windows: series.windows,
    detections: spoken.filter(({ statement }) => statement.phase === 'raised').map(({ row }) => row),
  }))
  const scores = Object.entries(profiles).map(
    ([name, profile]) => `${name} ${nabScore(files, profile).toFixed(2)}`,
  )
  return `hit ${sum.hit} of ${sum.windows} windows, ${sum.inside} episodes inside, ${sum.elsewhere} elsewhere; NAB ${scores.join(', ')}`
}

function listEpisodes(series: Series, spoken: readonly Spoken[]): void {
  for (const { row, statement, window } of spoken) {
    if (statement.phase === 'continuing') continue
    const where = window < 0 ? '' : `[window ${window + 1}]`
    console.log(
      `    ${series.rows[row]?.timestamp} ${statement.phase} ${statement.severity} ${where} ${statement.explanation.en}`,
    )
  }
}

function raisedAt(series: Series, spoken: readonly Spoken[]): number[] {
  const raised = new Set(spoken.filter(({ statement }) => statement.phase === 'raised').map(({ row }) => row))
  return series.rows.map((_, row) => (raised.has(row) ? 1 : 0))
}
