import { type Static, Type } from 'typebox'
import type { DeviceDetector, DeviceObservation, Statement } from '../../contracts/detector.ts'
import type { Severity } from '../../contracts/finding.ts'
import { quantityOf } from '../../contracts/quantity.ts'
import { type EquipmentClass, metricOf } from '../../contracts/registry.ts'
import { learningSpanMs } from '../math/horizon.ts'
import { CONTINUE_MS } from '../statements.ts'
import { addTo, type Block, beginBlock, type Clock, isPast, type Means, meansOf, tick } from './blocks.ts'
import { explain, explainCleared } from './explain.ts'
import { contributionsOf, type Judgement, judge } from './judge.ts'
import { advance, beginModel, caution, follow, learn, learnReturns, type Model, settle } from './model.ts'

const HealthConfig = Type.Object(
  {
    threshold: Type.Number({
      exclusiveMinimum: 0,
      default: 5.5,
      description:
        'How far the running mean of a metric may be from what is expected, in its usual deviations. Lower finds more, and is wrong more often.',
    }),
  },
  { additionalProperties: false },
)
type Config = Static<typeof HealthConfig>

/** Further metrics of a device are not watched together: what is kept grows with the square of their number. */
const MOST_METRICS = 24
/** Fewer blocks in operation do not tell how a machine is, however long they took. */
const LEAST_BLOCKS = 100
/** Beyond the threshold for so many blocks in a row. */
const HOLD_BLOCKS = 3
/** Back within half the threshold for so many blocks: a day at a sample a minute. */
const QUIET_BLOCKS = 24
const CLEARED = 0.5
/** After a repair so many blocks are taken to see how the machine is now, with twice the threshold. */
const FRESH_BLOCKS = 48
/** Where a machine that was standing is started while it is learned, learning begins anew. */
const ANOTHER_WORLD = 10
/** Distances in thresholds from which on a deviation is major, and critical. */
const MAJOR = 2
const CRITICAL = 4

interface Alarm {
  metric: string
  sinceMs: number
  spokenAtMs: number
  severity: Severity
  quiet: number
}

export interface HealthState extends Clock {
  /** In the order of the model. */
  metrics: string[]
  block: Block | null
  /** Event time at which learning began. */
  beganAtMs: number
  model: Model | null
  isLearned: boolean
  /** Thresholds by which it deviates. */
  distance: number
  /** Blocks in a row beyond the threshold, and when the deviation began. */
  beyond: number
  awaySinceMs: number | null
  /** Blocks that are left to see how the machine is after a repair. */
  fresh: number
  alarm: Alarm | null
}

/** How the metrics of a machine stand to each other and to what they were, while it runs. See README.md. */
export const health: DeviceDetector<typeof HealthConfig, HealthState> = {
  name: 'health',
  scope: 'device',
  version: 1,
  config: HealthConfig,
  quieter: { parameter: 'threshold', when: 'larger' },
  configure: () => ({ threshold: 5.5 }),
  step(config, before, observation, equipmentClass) {
    const { observedAtMs, regime, values } = observation
    const state = before ?? beginState(observedAtMs)
    tick(state, observedAtMs)
    const said: Statement[] = []
    const seen: Seen = { config, equipmentClass, observation, said }
    if (state.block && isPast(state.block, observedAtMs)) close(state, seen)
    if (regime.settled && (regime.name === 'run' || regime.name === 'unknown')) {
      if (!state.isLearned) noticeMetrics(state, seen)
      state.block ??= beginBlock(state, observedAtMs, state.metrics.length)
      addTo(state.block, values, state.metrics)
      if (isPast(state.block, observedAtMs + (state.intervalMs ?? 0))) close(state, seen)
    }
    speakOn(state, seen)
    return [state, said]
  },
  intervene(_config, state, { kind }) {
    if (kind !== 'repaired' && kind !== 'false_alarm') return state
    state.alarm = null
    state.beyond = 0
    state.awaySinceMs = null
    state.block = null
    state.fresh = FRESH_BLOCKS
    return state
  },
}

interface Seen {
  config: Config
  equipmentClass: EquipmentClass
  observation: DeviceObservation
  said: Statement[]
}

const beginState = (observedAtMs: number): HealthState => ({
  ...{ observedAtMs, metrics: [], block: null, beganAtMs: observedAtMs, model: null, isLearned: false },
  ...{ distance: 0, beyond: 0, awaySinceMs: null, fresh: 0, alarm: null },
})

/** A metric that has not been seen before makes learning begin anew. */
function noticeMetrics(
  state: HealthState,
  { observation: { values, observedAtMs }, equipmentClass }: Seen,
): void {
  for (const key in values) {
    if (state.metrics.includes(key) || state.metrics.length >= MOST_METRICS) continue
    const metric = metricOf(equipmentClass, key)
    const quantity = metric && quantityOf(metric)
    if (quantity === undefined || quantity === 'state' || quantity === 'counter') continue
    state.metrics.push(key)
    state.block = null
    state.model = null
    state.beganAtMs = observedAtMs
  }
}

function close(state: HealthState, seen: Seen): void {
  const { block } = state
  state.block = null
  const means = block && meansOf(block, state)
  if (!means) return
  if (state.isLearned) judgeBlock(state, means, seen)
  else learnBlock(state, means, seen)
}

function learnBlock(state: HealthState, measured: Means, { observation: { observedAtMs } }: Seen): void {
  const known = state.model
  const means = measured.map((value, i) => value ?? known?.mean[i] ?? Number.NaN)
  if (!means.every(Number.isFinite)) return
  if (!known || isAnotherWorld(known, means, state)) {
    state.model = beginModel(means)
    state.beganAtMs = observedAtMs
  }
  const model = state.model
  if (!model) return
  const before = [...model.mean]
  advance(model, means)
  learn(model, means, before)
  const spanMs = learningSpanMs(state.intervalMs ?? 0)
  if (observedAtMs - state.beganAtMs < spanMs || model.blocks < LEAST_BLOCKS) return
  state.isLearned = settle(model)
  if (!state.isLearned) state.model = null
}

/** Everything that was learned is of a machine that stood still, if it is a world away from what comes then. */
function isAnotherWorld(
  model: Model,
  means: readonly number[],
  { intervalMs, observedAtMs, beganAtMs }: HealthState,
): boolean {
  if (model.blocks < LEAST_BLOCKS / 8 || observedAtMs - beganAtMs > learningSpanMs(intervalMs ?? 0) / 2)
    return false
  const n = means.length
  return means.some((value, i) => {
    const deviation = Math.sqrt(model.blockCovariance[i * n + i] ?? 0)
    return Math.abs(value - (model.level[i] ?? 0)) > ANOTHER_WORLD * deviation && deviation > 0
  })
}

function judgeBlock(state: HealthState, measured: Means, seen: Seen): void {
  const { model } = state
  if (!model) return
  const means = measured.map((value, i) => value ?? model.mean[i] ?? 0)
  if (state.fresh > 0) refresh(state, model, means)
  advance(model, means)
  const found = judge(model)
  if (!found) return
  const threshold = thresholdOf(seen.config, model)
  state.distance = found.lasting / threshold
  const { observedAtMs } = seen.observation
  if (found.distance < CLEARED * threshold) state.awaySinceMs = null
  else state.awaySinceMs ??= observedAtMs
  learnReturns(model, found.distance)
  if (state.alarm) whileAlarmed(state, { ...seen, model, found })
  else {
    whileNormal(state, { ...seen, model, found })
    if (!state.alarm) follow(model, means, found.distance)
  }
}

const thresholdOf = (config: Config, model: Model): number => config.threshold * caution(model)

/** The machine is another one now, in some respects: its level is taken from what follows, as far as that is not far off. */
function refresh(state: HealthState, model: Model, means: readonly number[]): void {
  if (state.fresh === FRESH_BLOCKS) model.mean = [...means]
  state.fresh--
  const { fit } = model
  fit?.used.forEach((metric, i) => {
    const off = (model.mean[metric] ?? 0) - (model.level[metric] ?? 0)
    const most = ((fit.ownScale[i] ?? 0) * (fit.deviation[i] ?? 0) * 2 * 7) / FRESH_BLOCKS
    model.level[metric] = (model.level[metric] ?? 0) + Math.max(-most, Math.min(most, off / 8))
  })
}

type Found = Seen & { model: Model; found: Judgement }

function whileNormal(state: HealthState, heard: Found): void {
  const { found, said, observation } = heard
  const threshold = state.fresh > 0 ? 2 : 1
  state.beyond = state.distance > threshold ? state.beyond + 1 : 0
  if (state.beyond < HOLD_BLOCKS) return
  const { observedAtMs } = observation
  const metric = state.metrics[found.metric] ?? ''
  const sinceMs = state.awaySinceMs ?? observedAtMs
  const severity = severityOf(state.distance)
  state.alarm = { metric, sinceMs, spokenAtMs: observedAtMs, severity, quiet: 0 }
  state.beyond = 0
  said.push(statementOf('raised', state, { ...heard, alarm: state.alarm }))
}

function whileAlarmed(state: HealthState, heard: Found): void {
  const { found, said, observation } = heard
  const { alarm } = state
  if (!alarm) return
  alarm.quiet = state.distance < CLEARED ? alarm.quiet + 1 : 0
  if (alarm.quiet >= QUIET_BLOCKS) {
    state.alarm = null
    said.push({
      ...{ phase: 'cleared', severity: alarm.severity, sinceMs: alarm.sinceMs, metric: alarm.metric },
      symptom: sideOf(found.sign),
      explanation: explainCleared(alarm),
    })
    return
  }
  const severity = severityOf(state.distance)
  if (rank[severity] <= rank[alarm.severity] || observation.observedAtMs === alarm.spokenAtMs) return
  alarm.severity = severity
  alarm.spokenAtMs = observation.observedAtMs
  said.push(statementOf('continuing', state, { ...heard, alarm }))
}

/** What is open is said again from time to time, also while the machine stands. */
function speakOn(state: HealthState, seen: Seen): void {
  const { alarm, model } = state
  const { observedAtMs } = seen.observation
  if (!alarm || !model || observedAtMs - alarm.spokenAtMs < CONTINUE_MS) return
  const found = judge(model)
  if (!found) return
  alarm.spokenAtMs = observedAtMs
  seen.said.push(statementOf('continuing', state, { ...seen, model, found, alarm }))
}

const rank: Record<Severity, number> = { minor: 0, major: 1, critical: 2 }
const severityOf = (distance: number): Severity =>
  distance >= CRITICAL ? 'critical' : distance >= MAJOR ? 'major' : 'minor'

function statementOf(
  phase: 'raised' | 'continuing',
  state: HealthState,
  { alarm, model, found, equipmentClass, config }: Found & { alarm: Alarm },
): Statement {
  const { sign, value, middle, scale } = found
  const room = scale * thresholdOf(config, model)
  const expected = { low: middle - room, high: middle + room }
  const leading = state.metrics[found.metric] ?? ''
  const contributions = contributionsOf(model, found.metric).map(({ metric, share, sign }) => ({
    ...{ metric: state.metrics[metric] ?? '', share, direction: sideOf(sign) },
  }))
  return {
    ...{ phase, severity: alarm.severity, sinceMs: alarm.sinceMs, metric: alarm.metric },
    symptom: sideOf(sign),
    ...(leading === alarm.metric && { value, expected }),
    distance: Math.min(state.distance, 1e6),
    ...(contributions.length > 0 && { contributions }),
    explanation: explain({ metric: leading, value, expected, sinceMs: alarm.sinceMs, equipmentClass }),
  }
}

const sideOf = (sign: 1 | -1): 'high' | 'low' => (sign > 0 ? 'high' : 'low')
