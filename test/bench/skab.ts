/**
 * The health detector, as it is shipped, over a folder laid out like the Skoltech Anomaly Benchmark:
 *   npm run bench:skab -- --data DIR [--out DIR]
 * DIR holds `<group>/<n>.csv` (datetime, sensors, and where there are labels anomaly and changepoint; one row a second).
 * Row after row, without looking ahead; no sensor is left out by hand. What is away from what is usual by more than the
 * shipped threshold is an anomaly; where that begins or ends is a changepoint. `--out` writes `<group>/<n>.csv` with
 * datetime, anomaly and changepoint, and `threshold.txt`.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { health } from '../../detectors/health/health.ts'
import { regimes } from '../../detectors/regimes/regimes.ts'
import { configOf } from '../../detectors/watch.ts'
import { optionsOf, report } from './options.ts'
import { changepointScore, outlierScore, type ScoredFile, TRAINING_ROWS } from './skab-score.ts'

const options = optionsOf('The health detector over a folder laid out like SKAB.', {
  data: { default: '', help: 'folder with <group>/<n>.csv' },
  out: { default: '', help: 'folder for what is predicted' },
})
const LABELS = ['anomaly', 'changepoint']
/** Runs without a fault have no labels, and are not scored. */
const HEALTHY_GROUP = 'anomaly-free'
/** Controls: an alarm so often without looking at the data, and so likely in each row. */
const EVERY_ROWS = 60

const equipmentClass = { id: 'skab', name: 'SKAB', acceptsAnyMetric: true, metrics: [] }
const { config } = configOf(health.config, Object(health.configure(equipmentClass)))
if (!options.data || !config) {
  console.error('Usage: npm run bench:skab -- --data DIR [--out DIR]')
  process.exit(2)
}

interface Run extends ScoredFile {
  name: string
  group: string
  datetimes: string[]
  hasLabels: boolean
}

async function read(group: string, file: string): Promise<Run> {
  const lines = (await readFile(join(options.data, group, file), 'utf8')).split('\n').filter(Boolean)
  const separator = lines[0]?.includes(';') ? ';' : ','
  const [head = [], ...rows] = lines.map(line => line.trim().split(separator))
  const sensors = head.flatMap((name, i) => (i === 0 || LABELS.includes(name) ? [] : [{ name, i }]))
  const flag = (name: string) => rows.map(row => Number(row[head.indexOf(name)]) === 1)
  const seconds = rows.map(([datetime = '']) => Date.parse(`${datetime.replace(' ', 'T')}Z`) / 1000)
  const values = rows.map(row => Object.fromEntries(sensors.map(({ name, i }) => [name, Number(row[i])])))
  const anomaly = predict(seconds, values)
  return {
    ...{ name: file.replace('.csv', ''), group, datetimes: rows.map(([datetime = '']) => datetime), seconds },
    ...{
      hasLabels: head.includes('anomaly'),
      isAnomaly: flag('anomaly'),
      isChangepoint: flag('changepoint'),
    },
    ...{ anomaly, changepoint: anomaly.map((is, row) => row > TRAINING_ROWS && is !== anomaly[row - 1]) },
  }
}

function predict(seconds: readonly number[], rows: readonly Record<string, number>[]): boolean[] {
  let state: Parameters<typeof health.step>[1]
  let known: Parameters<typeof regimes.step>[0]
  return rows.map((values, row) => {
    const observedAtMs = (seconds[row] ?? 0) * 1000
    const [after, regime] = regimes.step(known, { observedAtMs, values }, equipmentClass)
    known = after
    const [next] = health.step(config as never, state, { observedAtMs, values, regime }, equipmentClass)
    state = next
    return row >= TRAINING_ROWS && (next.first ?? next.whole).distance > 1
  })
}

/** The metric rewards whoever alarms often: what comes of alarms that do not look at the data. */
const controls: Record<string, (file: Run) => boolean[]> = {
  [`control: an alarm every ${EVERY_ROWS} rows`]: ({ seconds }) =>
    seconds.map((_, row) => row >= TRAINING_ROWS && (row - TRAINING_ROWS) % EVERY_ROWS === EVERY_ROWS - 1),
  [`control: an alarm in one of ${EVERY_ROWS} rows, by lot`]: ({ seconds, name }) => {
    let state = 1 + Number(name)
    return seconds.map((_, row) => {
      state = (state * 48_271) % 2_147_483_647
      return row >= TRAINING_ROWS && state / 2_147_483_647 < 1 / EVERY_ROWS
    })
  },
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`

function rowsOf(runs: readonly Run[]) {
  const groups = [...new Set(runs.map(({ group }) => group))]
  const sets = groups.map(name => ({ name, files: runs.filter(({ group }) => group === name) }))
  if (groups.length > 1) sets.push({ name: 'all', files: [...runs] })
  const outliers = sets.map(({ name, files }) => {
    const { f1, falseAlarms, missedAlarms } = outlierScore(files)
    return {
      ...{ group: name, files: files.length, F1: f1.toFixed(3) },
      ...{ FAR: percent(falseAlarms), MAR: percent(missedAlarms) },
    }
  })
  const points = [
    ...sets.map(({ name, files }) => ({ name, files })),
    ...Object.entries(controls).map(([name, changepoint]) => ({
      name,
      files: runs.map(file => ({ ...file, changepoint: changepoint(file) })),
    })),
  ].map(({ name, files }) => {
    const { windows, missed, predicted, outside, scores } = changepointScore(files)
    const shown = Object.fromEntries(Object.entries(scores).map(([key, score]) => [key, score.toFixed(1)]))
    return { changepoints: name, ...shown, windows, missed, alarms: predicted, 'in no window': outside }
  })
  return { outliers, points }
}

async function main(): Promise<void> {
  const runs: Run[] = []
  const began = performance.now()
  for (const entry of (await readdir(options.data, { withFileTypes: true })).toSorted((a, b) =>
    a.name.localeCompare(b.name),
  )) {
    if (!entry.isDirectory()) continue
    const files = (await readdir(join(options.data, entry.name))).filter(name => name.endsWith('.csv'))
    for (const file of files.toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)))
      runs.push(await read(entry.name, file))
  }
  const rows = runs.reduce((sum, { seconds }) => sum + seconds.length, 0)
  const scored = runs.filter(({ group, hasLabels }) => group !== HEALTHY_GROUP && hasLabels)
  if (scored.length > 0) {
    const { outliers, points } = rowsOf(scored)
    await report('Outliers', outliers, options.json, { outliers, points })
    await report('Changepoints (NAB, 60 s)', points, '', {})
  }
  for (const { name, anomaly, changepoint } of runs.filter(({ group }) => group === HEALTHY_GROUP)) {
    const after = Math.max(1, anomaly.length - TRAINING_ROWS)
    const count = (flags: readonly boolean[]) => flags.filter(Boolean).length
    const alarms = ((1000 * count(changepoint)) / 2 / after).toFixed(2)
    console.log(`\n${name}: ${percent(count(anomaly) / after)} of the rows, ${alarms} alarms in 1,000 rows`)
  }
  console.log(`\n${(((performance.now() - began) * 1000) / rows).toFixed(1)} µs a row, with reading`)
  if (options.out) await write(runs)
}

async function write(runs: readonly Run[]): Promise<void> {
  for (const { group, name, datetimes, anomaly, changepoint } of runs) {
    const lines = datetimes.map((at, row) => `${at},${anomaly[row] ? 1 : 0},${changepoint[row] ? 1 : 0}`)
    const file = join(options.out, group, `${name}.csv`)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, `${['datetime,anomaly,changepoint', ...lines].join('\n')}\n`)
  }
  await writeFile(join(options.out, 'threshold.txt'), `${JSON.stringify(config)}\n`)
}

await main()
