/**
 * Remaining useful life of the turbofan engines of C-MAPSS FD001 (Saxena et al., PHM 2008), learned from those that ran to
 * failure. Trains on `train_FD001.txt`; predicts `test_FD001.txt` when it is there, and scores it when `RUL_FD001.txt`
 * is there too. Without it ten folds over the engines, each left-out engine cut off at random cycles.
 */
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FailureRecord } from '../../detectors/failure-record.ts'
import { type Memory, pastOf } from '../../detectors/math/past.ts'
import { learn } from '../../detectors/prognosis/calibrate.ts'
import { forecast, remember } from '../../detectors/prognosis/forecast.ts'
import type { PrognosisModel } from '../../detectors/prognosis/model.ts'
import { random } from '../../detectors/testing/signals.ts'
import { optionsOf, report } from './options.ts'
import { type Predicted, rulFigures } from './rul-score.ts'

const options = optionsOf('Remaining useful life on C-MAPSS FD001.', {
  data: {
    default: '',
    help: 'folder with train_FD001.txt, and test_FD001.txt and RUL_FD001.txt where given',
  },
  out: { default: '', help: 'folder for the predictions: FD001.csv with unit,rul,low,high' },
  cuts: { default: '10', help: 'cuts of each engine in the ten folds' },
})
/** One cycle counts as an hour of event time: the method does not care. */
const CYCLE_MS = 3_600_000
/** Early life shows nothing: the benchmark counts all that is longer as this. */
const CAP = 125
const FOLDS = 10
/** The shortest engine of the test set has run 31 cycles. */
const LEAST_CYCLES = 31
const METRICS = Array.from({ length: 21 }, (_, i) => `sensor_${i + 1}`)

interface Engine {
  unit: number
  /** [cycle][sensor] */
  cycles: number[][]
}

async function readEngines(file: string): Promise<Engine[]> {
  const engines = new Map<number, Engine>()
  for (const line of (await readFile(file, 'utf8')).split('\n')) {
    const [unit, , , , , ...sensors] = line.trim().split(/\s+/).map(Number)
    if (unit === undefined || sensors.length !== METRICS.length) continue
    const engine = engines.get(unit) ?? { unit, cycles: [] }
    engine.cycles.push(sensors)
    engines.set(unit, engine)
  }
  return [...engines.values()]
}

function recordOf({ unit, cycles }: Engine): FailureRecord {
  const rows = cycles.map((sensors, i) => [(cycles.length - 1 - i) * CYCLE_MS, ...sensors])
  return { id: String(unit), metrics: METRICS, rows }
}

/** As a detector would: cycle by cycle, knowing nothing of what comes. */
function predict(model: PrognosisModel, cycles: readonly number[][]): Omit<Predicted, 'truth'> {
  const columns = model.map.metrics.map(metric => METRICS.indexOf(metric))
  const memory: Memory = { bins: [] }
  cycles.forEach((sensors, i) => {
    remember(model, memory, { atMs: i * CYCLE_MS, values: columns.map(column => sensors[column] ?? 0) })
  })
  const { lowMs, highMs, meanUpTo } = forecast(model, pastOf(memory, (cycles.length - 1) * CYCLE_MS))
  const rul = meanUpTo(CAP * CYCLE_MS) / CYCLE_MS
  return { rul, low: Math.min(lowMs / CYCLE_MS, rul), high: Math.max(highMs / CYCLE_MS, rul) }
}

type Cut = Predicted & { unit: number; cycle: number; kind: 'uniform' | 'as the test set' }

function tenFolds(engines: readonly Engine[], cutsEach: number): Cut[] {
  const draw = random(20_081_006)
  const order = engines.map(engine => ({ engine, at: draw() })).sort((a, b) => a.at - b.at)
  const cuts: Cut[] = []
  for (let fold = 0; fold < FOLDS; fold++) {
    const model = learn(order.filter((_, i) => i % FOLDS !== fold).map(({ engine }) => recordOf(engine)))
    for (const { engine } of order.filter((_, i) => i % FOLDS === fold)) {
      const { unit, cycles } = engine
      for (let i = 0; i < 2 * cutsEach; i++) {
        // The test set has 7 to 145 cycles left; drawn like that, healthy engines are rarer than uniformly over the life.
        const kind = i % 2 === 0 ? 'uniform' : 'as the test set'
        const most = cycles.length - LEAST_CYCLES
        const drawn = kind === 'uniform' ? 1 + Math.floor(draw() * most) : 7 + Math.floor(draw() * 139)
        const truth = Math.max(1, Math.min(most, drawn))
        const cycle = cycles.length - truth
        cuts.push({ unit, cycle, kind, truth, ...predict(model, cycles.slice(0, cycle)) })
      }
    }
    process.stderr.write(`fold ${fold + 1} of ${FOLDS}\n`)
  }
  return cuts
}

async function write(
  name: string,
  header: string,
  rows: readonly (readonly (number | string)[])[],
): Promise<void> {
  if (!options.out) return
  await mkdir(options.out, { recursive: true })
  const lines = rows.map(row =>
    row.map(cell => (typeof cell === 'number' ? +cell.toFixed(2) : cell)).join(','),
  )
  await writeFile(join(options.out, name), `${[header, ...lines].join('\n')}\n`)
}

const file = (name: string) => join(options.data, name)
if (!existsSync(file('train_FD001.txt'))) {
  console.error('--data: a folder with train_FD001.txt is needed')
  process.exit(1)
}
const engines = await readEngines(file('train_FD001.txt'))
if (existsSync(file('test_FD001.txt'))) {
  const startedMs = performance.now()
  const model = learn(engines.map(recordOf))
  const seconds = (performance.now() - startedMs) / 1000
  console.log(`learned from ${engines.length} engines in ${seconds.toFixed(1)} s`)
  const tests = await readEngines(file('test_FD001.txt'))
  const predicted = tests.map(({ unit, cycles }) => ({ unit, ...predict(model, cycles) }))
  await write(
    'FD001.csv',
    'unit,rul,low,high',
    predicted.map(({ unit, rul, low, high }) => [unit, rul, low, high]),
  )
  if (existsSync(file('RUL_FD001.txt'))) {
    const truths = (await readFile(file('RUL_FD001.txt'), 'utf8')).trim().split(/\s+/).map(Number)
    const scored = predicted.map((each, i) => ({ ...each, truth: truths[i] ?? Number.NaN }))
    await report(
      'C-MAPSS FD001, test set',
      [{ engines: tests.length, ...rulFigures(scored, CAP) }],
      options.json,
      scored,
    )
  } else
    for (const { unit, rul, low, high } of predicted)
      console.log([unit, rul, low, high].map(n => +n.toFixed(1)).join(','))
} else {
  const cuts = tenFolds(engines, Number(options.cuts))
  const kinds = ['uniform', 'as the test set'] as const
  const rows = kinds.map(kind => {
    const ofKind = cuts.filter(cut => cut.kind === kind)
    return { 'engines cut': kind, cuts: ofKind.length, ...rulFigures(ofKind, CAP) }
  })
  await write(
    'FD001-folds.csv',
    'unit,cycle,rul,low,high,truth',
    cuts.map(({ unit, cycle, rul, low, high, truth }) => [unit, cycle, rul, low, high, truth]),
  )
  await report('C-MAPSS FD001, ten folds over the training engines', rows, options.json, cuts)
}
