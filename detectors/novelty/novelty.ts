import { type Static, Type } from 'typebox'
import type { MetricDetector, Observation, Statement, Symptom } from '../../contracts/detector.ts'
import type { Severity } from '../../contracts/finding.ts'
import type { Metric } from '../../contracts/registry.ts'
import { CONTINUE_MS } from '../statements.ts'
import { explainKnown, explainNew, type View } from './explain.ts'
import { type FollowState, follow, type Judged, newFollow } from './follow.ts'

const NoveltyConfig = Type.Object(
  {
    threshold: Type.Number({
      exclusiveMinimum: 0,
      default: 1,
      description:
        'Novelty at which it speaks: 1 is where a value, its time of the day or its roughness alone is as far from all that is known as it should not be.',
    }),
  },
  { additionalProperties: false },
)
type Config = Static<typeof NoveltyConfig>

/** Six hours in which nothing was new: it is over. */
const QUIET_BLOCKS = 12

interface Alarm {
  sinceMs: number
  spokenAtMs: number
  severity: Severity
  symptom: Symptom
  view: View
  quietBlocks: number
  /** Of the newest block. */
  worst: Judged
}

export interface NoveltyState {
  followed: FollowState
  alarm: Alarm | null
}

/** Says when a series does what it has never done, as seen in three unlike ways. See README.md. */
export const novelty: MetricDetector<typeof NoveltyConfig, NoveltyState> = {
  name: 'novelty',
  scope: 'metric',
  version: 1,
  config: NoveltyConfig,
  configure: () => ({ threshold: 1 }),
  step(config, before, observation, metric) {
    const state = before ?? { followed: newFollow(), alarm: null }
    const { regime } = observation
    // A machine that stands still or is just starting is not compared with one that runs.
    if (regime.name === 'off' || !regime.settled) return [state, []]
    const judged = follow(state.followed, observation)
    if (!judged) return [state, []]
    const seen = { config, judged, observation, metric }
    return [state, state.alarm ? whileAlarmed(state, state.alarm, seen) : whileNormal(state, seen)]
  },
  intervene(_config, state, { kind }) {
    // What is remembered stays true after a repair too; only what is open is closed.
    return kind === 'repaired' || kind === 'false_alarm' ? { ...state, alarm: null } : state
  },
}

interface Seen {
  config: Config
  judged: Judged
  observation: Observation
  metric: Metric
}

function whileNormal(state: NoveltyState, seen: Seen): Statement[] {
  const { config, judged, observation } = seen
  if (!judged.isPeak || judged.novelty < config.threshold) return []
  const view = strongest(judged)
  state.alarm = {
    sinceMs: judged.startMs,
    spokenAtMs: observation.observedAtMs,
    severity: severityOf(judged.novelty / config.threshold),
    symptom: symptomOf(state, judged, view),
    ...{ view, quietBlocks: 0, worst: judged },
  }
  return [said('raised', state, state.alarm, seen)]
}

function whileAlarmed(state: NoveltyState, alarm: Alarm, seen: Seen): Statement[] {
  const { config, judged, observation } = seen
  const distance = judged.novelty / config.threshold
  alarm.quietBlocks = distance < 1 ? alarm.quietBlocks + 1 : 0
  if (alarm.quietBlocks >= QUIET_BLOCKS) {
    state.alarm = null
    return [cleared(state, alarm, seen)]
  }
  const isWorse = judged.isPeak && distance >= 1
  if (isWorse) {
    alarm.worst = judged
    alarm.view = strongest(judged)
    alarm.severity = worse(alarm.severity, severityOf(distance))
  }
  if (!isWorse && observation.observedAtMs - alarm.spokenAtMs < CONTINUE_MS) return []
  alarm.spokenAtMs = observation.observedAtMs
  return [said('continuing', state, alarm, seen)]
}

function said(phase: 'raised' | 'continuing', state: NoveltyState, alarm: Alarm, seen: Seen): Statement {
  const { worst, view, severity, symptom, sinceMs } = alarm
  const { scale, roughScale } = state.followed.memory
  const usual = (view === 'rough' ? roughScale : scale) ?? { low: 0, high: 0 }
  const expected = { low: usual.low, high: usual.high }
  const value = view === 'rough' ? worst.roughness : worst.value
  return {
    ...{ phase, severity, sinceMs, symptom },
    ...(view !== 'rough' && { value, expected }),
    distance: worst.novelty / seen.config.threshold,
    explanation: explainNew({ metric: seen.metric, view, value, expected, sinceMs }),
  }
}

function cleared(state: NoveltyState, alarm: Alarm, { metric, judged }: Seen): Statement {
  const { severity, sinceMs, symptom } = alarm
  return {
    ...{ phase: 'cleared', severity, sinceMs, symptom },
    value: judged.value,
    explanation: explainKnown({ metric, sinceMs }),
    ...(state.followed.memory.scale && {
      expected: { low: state.followed.memory.scale.low, high: state.followed.memory.scale.high },
    }),
  }
}

/** A value that alone is new enough explains why the series is rough too: a step is rough. */
function strongest({ shares: { extreme, phase, rough } }: Judged): View {
  const byValue = extreme >= phase ? 'extreme' : 'phase'
  return Math.max(extreme, phase) >= 1 || rough < Math.max(extreme, phase) ? byValue : 'rough'
}

function symptomOf({ followed: { memory } }: NoveltyState, judged: Judged, view: View): Symptom {
  if (view === 'rough') return judged.roughness > (memory.roughScale?.high ?? 0) ? 'unstable' : 'unusual'
  if (judged.value > (memory.scale?.high ?? judged.value)) return 'high'
  return judged.value < (memory.scale?.low ?? judged.value) ? 'low' : 'unusual'
}

/** That something is new does not tell how bad it is: never critical. */
function severityOf(distance: number): Severity {
  return distance > 4 ? 'major' : 'minor'
}

function worse(a: Severity, b: Severity): Severity {
  return a === 'major' ? a : b
}
