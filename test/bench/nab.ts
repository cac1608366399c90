/**
 * The novelty detector over a folder laid out like the Numenta Anomaly Benchmark, or any part of it:
 *   npm run bench:nab -- --data DIR [--out DIR]
 * DIR holds `data/<category>/<file>.csv` (timestamp,value) and, for a score, `labels/combined_windows.json`. One
 * configuration, one pass, each row judged by the rows before it. `--out` writes timestamp,value,anomaly_score files
 * and `thresholds.json`, so that other scorers can be used.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type FollowState, follow, newFollow } from '../../detectors/novelty/follow.ts'
import { novelty } from '../../detectors/novelty/novelty.ts'
import { UNKNOWN_REGIME } from '../../detectors/regimes.ts'
import { random } from '../../detectors/testing/signals.ts'
import { loadNab, type NabSeries, writeNab } from './nab-files.ts'
import { nabScore, profiles } from './nab-score.ts'

const HALVES = 100
/** Rows between two alarms of the control that does not look at the data. */
const CONTROL_EVERY = 300
const metric = { key: 'value', unit: '' }
type ProfileName = keyof typeof profiles
const shipped = novelty.configure(metric)?.threshold ?? 1
/** That of the detector; where a false alarm costs twice as much, it takes twice as much novelty. */
const thresholds: Record<ProfileName, number> = {
  standard: shipped,
  lowFalsePositives: 2 * shipped,
  lowFalseNegatives: shipped,
}

interface Result {
  series: NabSeries
  /** By row; 0 where nothing is said. */
  scores: Float64Array
}

const { values: args } = parseArgs({
  options: { data: { type: 'string' }, out: { type: 'string' } },
})
if (!args.data) {
  console.error('Usage: npm run bench:nab -- --data DIR [--out DIR]')
  process.exit(2)
}
await main(args.data, args.out)

async function main(directory: string, out: string | undefined): Promise<void> {
  const all = await loadNab(directory)
  const before = process.cpuUsage()
  const results = all.map(series => ({ series, ...run(series) }))
  const rows = all.reduce((sum, series) => sum + series.rows.length, 0)
  const used = process.cpuUsage(before)
  const perRowUs = (used.user + used.system) / rows
  for (const { series, scores } of results) if (out) await writeNab(out, series, Array.from(scores))
  if (out) await writeThresholds(out)
  const labelled = results.filter(({ series }) => series.isLabelled)
  if (labelled.length > 0) print(labelled)
  const bytes = results.map(({ stateBytes }) => stateBytes)
  console.log(
    `${all.length} files, ${rows} rows; ${perRowUs.toFixed(2)} µs of CPU a row; state at the end ${Math.min(...bytes)} to ${Math.max(...bytes)} bytes of JSON`,
  )
}

/** As the detector follows a series; a row that repeats a time is skipped, as the engine does. */
function run(series: NabSeries): { scores: Float64Array; stateBytes: number } {
  const state: FollowState = newFollow()
  const scores = new Float64Array(series.rows.length)
  let newestMs = Number.NEGATIVE_INFINITY
  series.rows.forEach(({ observedAtMs, value }, row) => {
    if (observedAtMs <= newestMs) return
    newestMs = observedAtMs
    const judged = follow(state, { observedAtMs, value, regime: UNKNOWN_REGIME })
    if (judged?.isPeak) scores[row] = judged.novelty
  })
  return { scores, stateBytes: JSON.stringify(state).length }
}

function print(results: readonly Result[]): void {
  const control = results.map(({ series }) => ({ series, scores: spam(series) }))
  for (const [name, profile] of Object.entries(profiles)) {
    const threshold = thresholds[name as ProfileName]
    const at = scoreAt(results, threshold, profile)
    const best = bestThreshold(results, profile)
    const halves = halvesOf(results, threshold, profile)
    console.log(
      `${name.padEnd(18)} ${at.toFixed(2)} at the shipped threshold ${threshold}; best ${best.score.toFixed(2)} at ${best.threshold.toFixed(3)}; ${HALVES} random halves ${halves.mean.toFixed(1)} ± ${halves.deviation.toFixed(1)} (${halves.least.toFixed(1)} to ${halves.most.toFixed(1)}); an alarm every ${CONTROL_EVERY} rows ${scoreAt(control, 1, profile).toFixed(2)}`,
    )
  }
  const categories = new Set(results.map(({ series }) => series.name.split('/')[0] ?? ''))
  for (const category of categories) {
    const own = results.filter(({ series }) => series.name.startsWith(`${category}/`))
    const scores = Object.entries(profiles).map(([name, profile]) => {
      const score = scoreAt(own, thresholds[name as ProfileName], profile)
      return Number.isFinite(score) ? score.toFixed(1) : '–' // nothing to find
    })
    console.log(`  ${category.padEnd(24)} ${scores.join('  ').padEnd(22)} ${counted(own, shipped)}`)
  }
  console.log(`  ${'all'.padEnd(47)} ${counted(results, shipped)}`)
}

function detections({ scores }: Result, threshold: number): number[] {
  return Array.from(scores.keys()).filter(row => (scores[row] ?? 0) >= threshold)
}

function scoreAt(
  results: readonly Result[],
  threshold: number,
  profile: Parameters<typeof nabScore>[1],
): number {
  const files = results.map(result => ({
    rows: result.series.rows.length,
    windows: result.series.windows,
    detections: detections(result, threshold),
  }))
  return nabScore(files, profile)
}

/** Of up to 400 thresholds, evenly among the scores that were given. */
function bestThreshold(results: readonly Result[], profile: Parameters<typeof nabScore>[1]) {
  const given = [...new Set(results.flatMap(({ scores }) => Array.from(scores).filter(score => score > 0)))]
  given.sort((a, b) => a - b)
  const step = Math.max(1, Math.floor(given.length / 400))
  return given
    .filter((_, i) => i % step === 0)
    .map(threshold => ({ threshold, score: scoreAt(results, threshold, profile) }))
    .reduce((a, b) => (b.score > a.score ? b : a), { threshold: Number.POSITIVE_INFINITY, score: 0 })
}

/** How much the score depends on which files there are. */
function halvesOf(results: readonly Result[], threshold: number, profile: Parameters<typeof nabScore>[1]) {
  const uniform = random(1)
  const scores = Array.from({ length: HALVES }, () => {
    const shuffled = results.map(result => ({ result, at: uniform() })).sort((a, b) => a.at - b.at)
    const half = shuffled.slice(0, Math.ceil(results.length / 2)).map(({ result }) => result)
    return scoreAt(half, threshold, profile)
  }).filter(Number.isFinite)
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
  const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length
  return { mean, deviation: Math.sqrt(variance), least: Math.min(...scores), most: Math.max(...scores) }
}

function counted(results: readonly Result[], threshold: number): string {
  let [windows, hit, elsewhere, rows] = [0, 0, 0, 0]
  for (const result of results) {
    const { series } = result
    const found = detections(result, threshold).filter(
      row => row >= Math.min(Math.floor(0.15 * series.rows.length), 750),
    )
    const isIn = (row: number) => series.windows.findIndex(({ first, last }) => row >= first && row <= last)
    windows += series.windows.length
    hit += new Set(found.map(isIn).filter(window => window >= 0)).size
    elsewhere += found.filter(row => isIn(row) < 0).length
    rows += series.rows.length
  }
  return `${hit} of ${windows} windows, ${elsewhere} alarms elsewhere, ${((1000 * elsewhere) / rows).toFixed(2)} in 1,000 rows`
}

function spam({ rows }: NabSeries): Float64Array {
  return Float64Array.from(rows, (_, row) => (row > 0 && row % CONTROL_EVERY === 0 ? 1 : 0))
}

async function writeThresholds(out: string): Promise<void> {
  await writeFile(join(out, 'thresholds.json'), `${JSON.stringify(thresholds, null, 2)}\n`)
}
