/**
 * Remaining useful life on the simulators' degradations: of every kind and failure mode some machines run to failure, the
 * prognosis of the class learns from them (all modes together, as a fleet has them), and forecasts others, which it
 * has not seen, once for each twentieth of the way from the onset to the failure. Beside it the trend to a limit.
 */
import { learn } from '../../detectors/prognosis/calibrate.ts'
import { thinned } from '../../detectors/prognosis/teach.ts'
import { machineKinds } from '../../simulators/machines/index.ts'
import type { MachineKind } from '../../simulators/machines/kind.ts'
import { median, optionsOf, report } from './options.ts'
import { forecastsOf, recordOf, type Spoken, trendsOf } from './rul-forecasts.ts'
import { drawRun, play } from './rul-runs.ts'

const options = optionsOf('Remaining useful life on the simulators’ degradations.', {
  kinds: { default: '', help: 'kinds, with commas; all when not given' },
  failures: { default: '8', help: 'failures of each mode that it learns from' },
  machines: { default: '4', help: 'machines of each mode that are forecast' },
  modes: { default: '', help: 'anything: a row for each failure mode' },
})
const [FAILURES, MACHINES] = [Number(options.failures), Number(options.machines)]

interface Outcome {
  kind: string
  mode: string
  forecasts: Spoken[]
  trends: Spoken[]
}

function tried(kind: MachineKind): { outcomes: Outcome[]; seconds: number; examples: number } {
  const modes = Object.keys(kind.modes)
  const records = modes.flatMap(mode =>
    Array.from({ length: FAILURES }, (_, i) => {
      const record = recordOf(play(drawRun(kind, mode, i)), { id: `${mode}-${i}`, mode })
      return { ...record, rows: thinned(record.rows) }
    }),
  )
  const startedMs = performance.now()
  const model = learn(records)
  const seconds = (performance.now() - startedMs) / 1000
  const outcomes = modes.flatMap(mode =>
    Array.from({ length: MACHINES }, (_, i) => {
      const run = play(drawRun(kind, mode, 1000 + i))
      return { kind: kind.class.id, mode, forecasts: forecastsOf(run, model), trends: trendsOf(run, kind) }
    }),
  )
  return { outcomes, seconds, examples: records.length }
}

function figures(spoken: readonly Spoken[]) {
  const clear = spoken.filter(({ isClear }) => isClear)
  const late = spoken.filter(({ share }) => share >= 0.5)
  const lateClear = late.filter(({ isClear }) => isClear)
  const held = (of: readonly Spoken[]) =>
    Math.round(
      (100 * of.filter(each => each.lowMs <= each.trueMs && each.trueMs <= each.highMs).length) / of.length,
    )
  const error = (of: readonly Spoken[]) =>
    Math.round(100 * median(of.map(({ medianMs, trueMs }) => Math.abs(medianMs - trueMs) / trueMs)))
  const between = (from: number, to: number) =>
    error(lateClear.filter(({ share }) => share >= from && share < to))
  return {
    forecasts: spoken.length,
    'interval holds %, when it speaks': held(clear),
    'in the last half %': held(lateClear),
    'speaks in the last half, % of the times': Math.round((100 * lateClear.length) / late.length),
    'median error there, % of what remains': error(lateClear),
    'at 50–70, 70–85, 85–100 % of the life': `${between(0.5, 0.7)}, ${between(0.7, 0.85)}, ${between(0.85, 1)}`,
  }
}

const wanted = options.kinds.split(',').filter(Boolean)
const kinds = machineKinds.filter(({ class: { id } }) => wanted.length === 0 || wanted.includes(id))
const all: Outcome[] = []
const rows = kinds.map(kind => {
  const { outcomes, seconds, examples } = tried(kind)
  all.push(...outcomes)
  process.stderr.write(`${kind.class.id}: ${examples} failures, learned in ${seconds.toFixed(1)} s\n`)
  return {
    kind: kind.class.id,
    failures: examples,
    ...figures(outcomes.flatMap(({ forecasts }) => forecasts)),
  }
})
if (options.modes) {
  const names = [...new Set(all.map(({ kind, mode }) => `${kind} ${mode}`))]
  rows.push(
    ...names.map(name => {
      const of = all.filter(({ kind, mode }) => `${kind} ${mode}` === name)
      return { kind: name, failures: FAILURES, ...figures(of.flatMap(({ forecasts }) => forecasts)) }
    }),
  )
}
const failures = rows.slice(0, kinds.length).reduce((sum, row) => sum + row.failures, 0)
rows.push({ kind: 'all', failures, ...figures(all.flatMap(({ forecasts }) => forecasts)) })
await report('Prognosis: time to the functional failure', rows, options.json, all)
const trends = all.flatMap(outcome => outcome.trends)
if (trends.length > 0) await report('Trend: time to the limit', [figures(trends)], '', trends)
