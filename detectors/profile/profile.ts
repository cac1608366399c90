import { type Static, Type } from 'typebox'
import type { MetricDetector, Observation, Statement } from '../../contracts/detector.ts'
import type { Severity } from '../../contracts/finding.ts'
import type { Metric } from '../../contracts/registry.ts'
import type { Words } from '../../contracts/text.ts'
import { CONTINUE_MS, utc, withUnit } from '../statements.ts'
import { type Compared, compare, HOUR_MS, hourOf, learn, newWeek, type Week } from './week.ts'

const ProfileConfig = Type.Object(
  {
    threshold: Type.Number({
      exclusiveMinimum: 0,
      default: 6,
      description: 'Distance from the usual of the hour, in usual deviations, at which it speaks.',
    }),
    holdHours: Type.Integer({
      minimum: 1,
      default: 3,
      description: 'For how many hours in a row, to the same side.',
    }),
    adoptHours: Type.Integer({
      minimum: 1,
      default: 336,
      description:
        'After so many hours in which it deviates it learns again, and so takes it as normal in time.',
    }),
  },
  { additionalProperties: false },
)
type Config = Static<typeof ProfileConfig>

/** Back within half of the threshold for so many hours is back to normal. */
const QUIET_HOURS = 6
/** Keeps sums and differences finite. */
const LARGEST = 1e150

interface Hour {
  index: number
  sum: number
  samples: number
  startMs: number
}

interface Alarm {
  side: 1 | -1
  sinceMs: number
  spokenAtMs: number
  severity: Severity
  hours: number
  quietHours: number
  /** Of the last hour that deviated. */
  last: Judged
}

export interface ProfileState {
  week: Week
  open: Hour | null
  /** Hours in a row that deviate, to the side of the sign; and when the first began. */
  run: number
  runSinceMs: number
  alarm: Alarm | null
}

/** Says when an hour is not as this hour of the week usually is. See README.md. */
export const profile: MetricDetector<typeof ProfileConfig, ProfileState> = {
  name: 'profile',
  scope: 'metric',
  version: 2,
  config: ProfileConfig,
  configure: ({ quantity }) =>
    quantity === 'state' || quantity === 'counter'
      ? undefined
      : { threshold: 6, holdHours: 3, adoptHours: 336 },
  step(config, before, observation, metric) {
    const state = before ?? { week: newWeek(), open: null, run: 0, runSinceMs: 0, alarm: null }
    const { observedAtMs, regime } = observation
    const said: Statement[] = []
    const index = Math.floor(observedAtMs / HOUR_MS)
    if (state.open && state.open.index !== index) {
      said.push(...judge(state, state.open, { config, observation, metric }))
      state.open = null
    }
    // An hour in which the machine stood still or was started is not an hour of its usual week.
    if (regime.name === 'off' || !regime.settled) return [state, said]
    state.open ??= { index, sum: 0, samples: 0, startMs: observedAtMs }
    state.open.sum += Math.max(-LARGEST, Math.min(LARGEST, observation.value))
    state.open.samples++
    return [state, said]
  },
  intervene(_config, state, { kind }) {
    if (kind !== 'repaired' && kind !== 'false_alarm') return state
    // After a repair it may be on another level at every hour: a new week is learned.
    return { week: newWeek(), open: null, run: 0, runSinceMs: 0, alarm: null }
  },
}

interface Seen {
  config: Config
  observation: Observation
  metric: Metric
}

function judge(state: ProfileState, open: Hour, seen: Seen): Statement[] {
  const mean = open.sum / open.samples
  const hour = hourOf(open.startMs)
  const compared = compare(state.week, hour, mean)
  const { alarm } = state
  if (!alarm || alarm.hours >= seen.config.adoptHours) learn(state.week, hour, mean)
  if (!compared) return []
  const judged = { ...compared, mean, startMs: open.startMs }
  return alarm ? whileAlarmed(state, alarm, judged, seen) : whileNormal(state, judged, seen)
}

interface Judged extends Compared {
  mean: number
  startMs: number
}

function whileNormal(state: ProfileState, judged: Judged, seen: Seen): Statement[] {
  const { config, observation } = seen
  const side = judged.off > 0 ? 1 : -1
  if (Math.abs(judged.off) <= config.threshold) {
    state.run = 0
    return []
  }
  if (state.run * side <= 0) {
    state.run = 0
    state.runSinceMs = judged.startMs
  }
  state.run += side
  if (Math.abs(state.run) < config.holdHours) return []
  const severity = severityOf(Math.abs(judged.off) / config.threshold)
  const times = { sinceMs: state.runSinceMs, spokenAtMs: observation.observedAtMs }
  state.alarm = { side, ...times, severity, hours: 0, quietHours: 0, last: judged }
  state.run = 0
  return [say('raised', state.alarm, judged, seen)]
}

function whileAlarmed(state: ProfileState, alarm: Alarm, judged: Judged, seen: Seen): Statement[] {
  const { config, observation } = seen
  const far = (judged.off * alarm.side) / config.threshold
  alarm.hours++
  alarm.quietHours = far < 0.5 ? alarm.quietHours + 1 : 0
  if (far >= 1) alarm.last = judged
  if (alarm.quietHours >= QUIET_HOURS) {
    state.alarm = null
    return [say('cleared', alarm, judged, seen)]
  }
  const severity = severityOf(far)
  const isWorse = rank[severity] > rank[alarm.severity]
  if (isWorse) alarm.severity = severity
  if (!isWorse && observation.observedAtMs - alarm.spokenAtMs < CONTINUE_MS) return []
  alarm.spokenAtMs = observation.observedAtMs
  return [say('continuing', alarm, alarm.last, seen)]
}

function say(phase: Statement['phase'], alarm: Alarm, judged: Judged, { config, metric }: Seen): Statement {
  const { level, scale, mean, off } = judged
  const room = config.threshold * scale
  const expected = { low: level - room, high: level + room }
  return {
    ...{ phase, severity: alarm.severity, sinceMs: alarm.sinceMs, value: mean, expected },
    symptom: alarm.side > 0 ? 'high' : 'low',
    distance: Math.abs(off) / config.threshold,
    explanation: explain(phase, alarm, { mean, level, scale }, metric),
  }
}

function explain(
  phase: Statement['phase'],
  { side, sinceMs }: Alarm,
  { mean, level, scale }: { mean: number; level: number; scale: number },
  metric: Metric,
): Words {
  const value = withUnit(number(mean, scale), metric)
  const usual = withUnit(number(level, scale), metric)
  const since = utc(sinceMs)
  if (phase === 'cleared')
    return {
      en: `${metric.key} ${value} is again as usual at this hour of the week (${usual}), after it was not from ${since} on`,
      zh: `${metric.key} ${value}，已恢复到每周此时的通常水平（${usual}），此前自 ${since} 起偏离`,
    }
  return {
    en: `${metric.key} ${value} is ${side > 0 ? 'higher' : 'lower'} since ${since} than usual at this hour of the week (${usual})`,
    zh: `${metric.key} ${value}，自 ${since} 起${side > 0 ? '高于' : '低于'}每周此时的通常水平（${usual}）`,
  }
}

/** Two decimals of the usual deviation are more than anybody needs. */
function number(value: number, scale: number): string {
  const decimals = 1 - Math.floor(Math.log10(scale))
  if (decimals > 9 || Math.abs(value) >= 1e9) return String(Number(value.toPrecision(6)))
  return String(Number(value.toFixed(Math.max(0, decimals))))
}

const rank: Record<Severity, number> = { minor: 0, major: 1, critical: 2 }

function severityOf(distance: number): Severity {
  if (distance > 4) return 'critical'
  return distance > 2 ? 'major' : 'minor'
}
