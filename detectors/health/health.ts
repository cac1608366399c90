import { type Static, Type } from 'typebox'
import type { DeviceDetector, DeviceObservation, Regime, Statement } from '../../contracts/detector.ts'
import type { Severity } from '../../contracts/finding.ts'
import { quantityOf } from '../../contracts/quantity.ts'
import { type EquipmentClass, metricOf } from '../../contracts/registry.ts'
import { firstLookMs, learningSpanMs, usualInterval } from '../math/horizon.ts'
import { CONTINUE_MS } from '../statements.ts'
import type { Means } from './blocks.ts'
import { explain, explainCleared } from './explain.ts'
import { contributionsOf, type Judgement, judge } from './judge.ts'
import {
  absorb,
  advance,
  caution,
  follow,
  learnReturns,
  type Model,
  moveLevel,
  noteAway,
  RUNNING,
} from './model.ts'
import { addSample, beginWatch, learnBlock, type Watch } from './watch.ts'

const HealthConfig = Type.Object(
  {
    threshold: Type.Number({
      exclusiveMinimum: 0,
      default: 5,
      description:
        'How far the running mean of a metric may be from what is expected, in its usual deviations. Lower finds more, and is wrong more often.',
    }),
    speaksEarly: Type.Boolean({
      default: false,
      description:
        'Speak after a first look already, minutes after a device began that measures every second: for test stands. Otherwise the machine is watched for two weeks before anything is said of it.',
    }),
  },
  { additionalProperties: false },
)
type Config = Static<typeof HealthConfig>

/** Further metrics of a device are not watched together: what is kept grows with the square of their number. */
const MOST_METRICS = 24
/**
 * What lies beyond the threshold adds up to this, in thresholds and blocks, before anything is said: an hour or two where
 * it is far beyond, some days where it hardly is.
 */
const EVIDENCE = 4
/** Back within half the threshold for so many blocks: a day at a sample a minute. */
const QUIET_BLOCKS = 24
const CLEARED = 0.5
/** After a repair so many blocks are taken to see how the machine is now, with twice the threshold. */
const FRESH_BLOCKS = 48
/** By so many usual deviations a level may move after a repair: what is further off was not put right. */
const FARTHEST = 14
/** Distances in thresholds from which on a deviation is major, and critical. */
const MAJOR = 2
const CRITICAL = 4

/** All of operation, the first look at it, or a regime: `idle`, or a load step, as `step 2`. */
type Part = string
const WHOLE: Part = 'whole'
const FIRST: Part = 'first'

interface Alarm {
  /** Whose model says so. */
  part: Part
  metric: string
  sinceMs: number
  spokenAtMs: number
  severity: Severity
  quiet: number
  /** Of a first look, which nobody is told. */
  isSilent: boolean
}

export interface HealthState {
  observedAtMs: number
  /** Usual interval between samples; undefined before the second one. */
  intervalMs?: number
  /** In the order of the models. */
  metrics: string[]
  /** All of operation. */
  whole: Watch
  /** A first look, where the device measures often, until the whole is known. */
  first: Watch | null
  /** Idle, and each load step where the machine has several: from when it is known it is judged in place of the whole. */
  regimes: Record<Part, Watch>
  alarm: Alarm | null
}

/** How the metrics of a machine stand to each other and to what they were, while it runs. See README.md. */
export const health: DeviceDetector<typeof HealthConfig, HealthState> = {
  name: 'health',
  scope: 'device',
  version: 2,
  config: HealthConfig,
  quieter: { parameter: 'threshold', when: 'larger' },
  configure: () => ({ threshold: 5, speaksEarly: false }),
  step(config, before, observation, equipmentClass) {
    const { observedAtMs, regime } = observation
    const state = before ?? beginState(observedAtMs)
    if (observedAtMs > state.observedAtMs)
      state.intervalMs = usualInterval(state.intervalMs, observedAtMs - state.observedAtMs)
    state.observedAtMs = observedAtMs
    const seen: Seen = { config, equipmentClass, observation, said: [] }
    if (regime.settled && regime.name !== 'off') measure(state, seen)
    speakOn(state, seen)
    return [state, seen.said]
  },
  intervene(_config, state, { kind }) {
    if (kind !== 'repaired' && kind !== 'false_alarm') return state
    for (const watch of [state.whole, state.first, ...Object.values(state.regimes)])
      if (watch) meet(watch, kind)
    return { ...state, alarm: null }
  },
}

interface Seen {
  config: Config
  equipmentClass: EquipmentClass
  observation: DeviceObservation
  said: Statement[]
}

const beginState = (observedAtMs: number): HealthState => ({
  ...{ observedAtMs, metrics: [], whole: beginWatch(learningSpanMs(0), observedAtMs), first: null },
  ...{ regimes: {}, alarm: null },
})

function meet(watch: Watch, kind: 'repaired' | 'false_alarm'): void {
  const { model } = watch
  if (model && kind === 'false_alarm') accept(model)
  if (model && kind === 'repaired') delete model.away // what goes back now does not do so by itself
  watch.block = null
  watch.beyond = 0
  watch.awaySinceMs = null
  watch.fresh = kind === 'repaired' ? FRESH_BLOCKS : 0
}

function measure(state: HealthState, seen: Seen): void {
  const { regime } = seen.observation
  if (regime.name !== 'idle') measureWhole(state, seen)
  const part = partOf(regime)
  if (part) measurePart(state, { part, watch: regimeOf(state, part) }, seen)
}

function measureWhole(state: HealthState, seen: Seen): void {
  if (!state.whole.isLearned) begin(state, seen)
  measurePart(state, { part: WHOLE, watch: state.whole }, seen)
  if (state.whole.isLearned) endFirstLook(state)
  else if (state.first) measurePart(state, { part: FIRST, watch: state.first }, seen)
}

/** Undefined where the regime is all of operation. */
const partOf = ({ name, step }: Regime): Part | undefined =>
  name === 'idle' ? 'idle' : step === undefined ? undefined : `step ${step}`

/** From the first sample in it a regime has a model of its own. */
function regimeOf({ regimes, whole, observedAtMs }: HealthState, part: Part): Watch {
  regimes[part] ??= beginWatch(whole.spanMs, observedAtMs)
  return regimes[part]
}

interface Measured {
  part: Part
  watch: Watch
}

function measurePart(state: HealthState, { part, watch }: Measured, seen: Seen): void {
  const { observedAtMs, values } = seen.observation
  const { intervalMs = 0, metrics } = state
  for (const means of addSample(watch, { observedAtMs, intervalMs, values, metrics })) {
    if (watch.isLearned && watch.model) judgeBlock(state, means, { ...seen, part, watch, model: watch.model })
    else learnBlock(watch, means, observedAtMs)
  }
}

function endFirstLook(state: HealthState): void {
  state.first = null
  if (state.alarm?.isSilent) state.alarm = null
  if (state.alarm?.part === FIRST) state.alarm.part = WHOLE
}

/** A metric that has not been seen before makes learning begin anew; another interval, that of the first look. */
function begin(state: HealthState, { observation: { values, observedAtMs }, equipmentClass }: Seen): void {
  const { intervalMs, metrics } = state
  const before = metrics.length
  for (const key in values) {
    if (metrics.includes(key) || metrics.length >= MOST_METRICS) continue
    const metric = metricOf(equipmentClass, key)
    const quantity = metric && quantityOf(metric)
    if (quantity !== undefined && quantity !== 'state' && quantity !== 'counter') metrics.push(key)
  }
  if (intervalMs === undefined) return
  const spanMs = learningSpanMs(intervalMs)
  if (metrics.length > before) {
    state.whole = beginWatch(spanMs, observedAtMs)
    state.regimes = {}
  } else state.whole.spanMs = Math.max(state.whole.spanMs, spanMs)
  const firstMs = firstLookMs(intervalMs)
  const isOther = firstMs === undefined || !isAbout(firstMs, state.first?.spanMs)
  if (metrics.length === before && !isOther) return
  state.first = firstMs === undefined ? null : beginWatch(firstMs, observedAtMs)
}

/** An interval that jitters is the same one. */
const isAbout = (a: number, b = 0): boolean => a < 4 * b && b < 4 * a

function judgeBlock(state: HealthState, measured: Means, seen: Judged): void {
  const { model, watch, config, observation } = seen
  const means = measured.map((value, i) => value ?? model.day.mean[i] ?? 0)
  if (watch.fresh > 0) refresh(watch, model, means)
  advance(model, means)
  const found = judge(model)
  if (!found) return
  const threshold = thresholdOf(config, model)
  watch.distance = found.lasting / threshold
  if (found.distance < CLEARED * threshold) watch.awaySinceMs = null
  else watch.awaySinceMs ??= observation.observedAtMs
  learnReturns(model, found.distance)
  if (state.alarm?.part === seen.part) whileAlarmed(state, { ...seen, found })
  else if (!state.alarm && isToSpeak(state, seen)) whileNormal(state, { ...seen, found })
  if (!state.alarm) follow(model, means, found.distance)
}

/** What is known of the regime itself goes before what is known of all of operation. */
function isToSpeak({ regimes }: HealthState, { part, observation: { regime } }: Judged): boolean {
  return part !== WHOLE || !regimes[partOf(regime) ?? '']?.isLearned
}

const thresholdOf = (config: Config, model: Model): number => config.threshold * caution(model)

/** The machine is another one now, in some respects: its level is taken from what follows, as far as that is not far off. */
function refresh(watch: Watch, model: Model, means: readonly number[]): void {
  if (watch.fresh === FRESH_BLOCKS) restart(model, means)
  watch.fresh--
  moveLevel(model, { share: 1 / 8, most: FARTHEST / FRESH_BLOCKS })
}

/**
 * Who has looked calls it right: like what comes back by itself, it is usual from now on. The level stays, for weather goes
 * back; and what grows beyond it is told.
 */
function accept(model: Model): void {
  const found = judge(model)
  if (found) noteAway(model, { distance: found.lasting, over: found.over })
  absorb(model)
}

function restart(model: Model, means: readonly number[]): void {
  for (const each of RUNNING) model[each].mean = [...means]
}

type Judged = Seen & Measured & { model: Model }
type Found = Judged & { found: Judgement }

function whileNormal(state: HealthState, heard: Found): void {
  const { found, said, observation, config, watch, part } = heard
  const threshold = watch.fresh > 0 ? 2 : 1
  watch.beyond = watch.distance > threshold ? watch.beyond + watch.distance / threshold - 1 : 0
  if (watch.beyond < EVIDENCE) return
  const { observedAtMs } = observation
  const metric = state.metrics[found.metric] ?? ''
  const sinceMs = watch.awaySinceMs ?? observedAtMs
  const severity = severityOf(watch.distance)
  const isSilent = part === FIRST && !config.speaksEarly
  state.alarm = { part, metric, sinceMs, spokenAtMs: observedAtMs, severity, quiet: 0, isSilent }
  watch.beyond = 0
  if (!isSilent) said.push(statementOf('raised', state, { ...heard, alarm: state.alarm }))
}

function whileAlarmed(state: HealthState, heard: Found): void {
  const { found, said, observation, watch } = heard
  const { alarm } = state
  if (!alarm) return
  alarm.quiet = watch.distance < CLEARED ? alarm.quiet + 1 : 0
  if (alarm.quiet >= QUIET_BLOCKS) {
    state.alarm = null
    if (alarm.isSilent) return
    said.push({
      ...{ phase: 'cleared', severity: alarm.severity, sinceMs: alarm.sinceMs, metric: alarm.metric },
      symptom: sideOf(found.sign),
      explanation: explainCleared(alarm),
    })
    return
  }
  const severity = severityOf(watch.distance)
  if (
    alarm.isSilent ||
    rank[severity] <= rank[alarm.severity] ||
    observation.observedAtMs === alarm.spokenAtMs
  )
    return
  alarm.severity = severity
  alarm.spokenAtMs = observation.observedAtMs
  said.push(statementOf('continuing', state, { ...heard, alarm }))
}

/** What is open is said again from time to time, also while the machine stands. */
function speakOn(state: HealthState, seen: Seen): void {
  const { alarm, whole, first, regimes } = state
  const { observedAtMs } = seen.observation
  if (!alarm || alarm.isSilent || observedAtMs - alarm.spokenAtMs < CONTINUE_MS) return
  const { part } = alarm
  const watch = part === WHOLE ? whole : part === FIRST ? first : regimes[part]
  const found = watch?.model && judge(watch.model)
  if (!watch?.model || !found) return
  alarm.spokenAtMs = observedAtMs
  seen.said.push(statementOf('continuing', state, { ...seen, part, watch, model: watch.model, found, alarm }))
}

const rank: Record<Severity, number> = { minor: 0, major: 1, critical: 2 }
const severityOf = (distance: number): Severity =>
  distance >= CRITICAL ? 'critical' : distance >= MAJOR ? 'major' : 'minor'

function statementOf(
  phase: 'raised' | 'continuing',
  state: HealthState,
  { alarm, watch, model, found, equipmentClass, config, part }: Found & { alarm: Alarm },
): Statement {
  const { sign, value, middle, scale } = found
  const room = scale * thresholdOf(config, model)
  const expected = { low: middle - room, high: middle + room }
  const leading = state.metrics[found.metric] ?? ''
  const contributions = contributionsOf(model, found).map(({ metric, share, sign }) => ({
    ...{ metric: state.metrics[metric] ?? '', share, direction: sideOf(sign) },
  }))
  return {
    ...{ phase, severity: alarm.severity, sinceMs: alarm.sinceMs, metric: alarm.metric },
    symptom: sideOf(sign),
    ...(leading === alarm.metric && { value, expected }),
    distance: Math.min(watch.distance, 1e6),
    ...(contributions.length > 0 && { contributions }),
    explanation: explain({ metric: leading, value, expected, sinceMs: alarm.sinceMs, equipmentClass, part }),
  }
}

const sideOf = (sign: 1 | -1): 'high' | 'low' => (sign > 0 ? 'high' : 'low')
