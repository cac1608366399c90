import { type Static, Type } from 'typebox'
import type { DeviceDetector, DeviceObservation, Statement } from '../../contracts/detector.ts'
import type { Severity } from '../../contracts/finding.ts'
import { CONTINUE_MS } from '../statements.ts'
import { type Baseline, type Judged, judge, learn, median, speedStep, usualOf } from './baseline.ts'
import { explain, explainCleared } from './explain.ts'
import { type Part, partsOf } from './parts.ts'

const SpectrumConfig = Type.Object(
  {
    learn: Type.Integer({
      minimum: 3,
      maximum: 100,
      default: 24,
      description:
        'Waveforms of the running machine by which it is learned what is usual; of strengths at each speed.',
    }),
    hold: Type.Integer({
      minimum: 1,
      maximum: 15,
      default: 3,
      description: 'Waveforms whose median is judged.',
    }),
    marginDb: Type.Number({
      minimum: 1,
      default: 6,
      description: 'So much higher than usual a line of a bearing above its floor is damage, dB.',
    }),
    leastDb: Type.Number({
      minimum: 0,
      default: 13,
      description: 'But never below this height, dB; chance alone seldom makes 10.',
    }),
    mostUsualDb: Type.Number({
      minimum: 0,
      default: 12,
      description:
        'More than this does not count as usual, dB: a bearing may have been damaged from the beginning.',
    }),
    ratio: Type.Number({
      exclusiveMinimum: 1,
      default: 2,
      description: 'So many times its usual strength at this speed a line of the shaft is a fault.',
    }),
    leastMmS: Type.Number({
      minimum: 0,
      default: 1,
      description: 'But never below this, mm/s: half of what ISO 20816 calls good.',
    }),
    bandRatio: Type.Number({
      exclusiveMinimum: 1,
      default: 3,
      description: 'The same for the strength of a band.',
    }),
    leastBand: Type.Number({
      minimum: 0,
      default: 2,
      description: 'But never below this, m/s².',
    }),
  },
  { additionalProperties: false },
)
type Config = Static<typeof SpectrumConfig>

/** As many waveforms in a row below the middle between usual and limit are back to normal. */
const QUIET_WAVEFORMS = 6
const CLEAR_DISTANCE = 0.5
/** Keeps sums and ratios finite. */
const LARGEST = 1e15

interface Alarm {
  sinceMs: number
  spokenAtMs: number
  severity: Severity
  quiet: number
}

interface MetricState {
  baseline: Baseline
  /** The last values, oldest first. */
  recent: [observedAtMs: number, value: number][]
  alarm: Alarm | null
}

export interface SpectrumState {
  metrics: Record<string, MetricState>
  /** Somebody has looked and found nothing: what is now is usual, however high. */
  isAccepted: boolean
}

/** Judges what is made of waveforms, and names the part of the machine. See README.md. */
export const spectrum: DeviceDetector<typeof SpectrumConfig, SpectrumState> = {
  name: 'spectrum',
  scope: 'device',
  version: 1,
  config: SpectrumConfig,
  quieter: { parameter: 'marginDb', when: 'larger' },
  configure: equipmentClass => (partsOf(equipmentClass).length > 0 ? ({} as Config) : undefined),
  step(config, before, observation, equipmentClass) {
    const state = before ?? { metrics: {}, isAccepted: false }
    const { values, regime } = observation
    const statements: Statement[] = []
    for (const { speed, parts } of partsOf(equipmentClass)) {
      const speedHz = values[speed] === undefined ? undefined : bounded(values[speed])
      // Most samples have no waveform; and one of a machine that stands, or runs up, says nothing.
      if (speedHz === undefined || regime.name === 'off' || !regime.settled) continue
      const least = highest(values, parts) - CROSSTALK_DB
      for (const { metric, part } of parts) {
        const value = values[metric]
        if (value === undefined || (part.kind === 'height' && value < least && !isOpen(state, metric)))
          continue
        const seen = { config, observation, metric, part, speedHz, value: bounded(value) }
        statements.push(...stepMetric(state, seen))
      }
    }
    return [state, statements]
  },
  intervene: (_config, _state, { kind }) => ({ metrics: {}, isAccepted: kind === 'false_alarm' }),
}

/** A part that is hit hard shines through at others whose lines are near, so far below and more: these are not judged. */
const CROSSTALK_DB = 12

function highest(
  values: Readonly<Record<string, number>>,
  parts: readonly { metric: string; part: Part }[],
): number {
  let most = Number.NEGATIVE_INFINITY
  for (const { metric, part } of parts)
    if (part.kind === 'height') most = Math.max(most, values[metric] ?? most)
  return most
}

const isOpen = ({ metrics }: SpectrumState, metric: string): boolean => metrics[metric]?.alarm != null

const bounded = (value: number): number => Math.max(-LARGEST, Math.min(LARGEST, value))

interface Seen {
  config: Config
  observation: DeviceObservation
  metric: string
  part: Part
  speedHz: number
  value: number
}

function stepMetric({ metrics, isAccepted }: SpectrumState, seen: Seen): Statement[] {
  const { config, observation, metric, part, speedHz, value } = seen
  let state = metrics[metric]
  if (!state) {
    state = { baseline: {}, recent: [], alarm: null }
    metrics[metric] = state
  }
  state.recent.push([observation.observedAtMs, value])
  while (state.recent.length > config.hold) state.recent.shift()
  const step = speedStep(part, speedHz)
  const held = median(state.recent.map(([, each]) => each))
  const about = { step, part, enough: config.learn }
  const judged = judge(held, usualOf(state.baseline, about), { ...config, part, isAccepted })
  if (state.alarm) return judged ? whileAlarmed(state, state.alarm, { ...seen, held, judged }) : []
  if (judged && judged.distance >= 1 && state.recent.length >= config.hold)
    return [raise(state, { ...seen, held, judged })]
  // What is beyond the limit already, if only for once, is not what is usual.
  if (!judged || judged.distance < 1) learn(state.baseline, { ...about, value })
  return []
}

interface Held extends Seen {
  held: number
  judged: Judged
}

function raise(state: MetricState, now: Held): Statement {
  const { observedAtMs } = now.observation
  const sinceMs = state.recent.find(([, value]) => value >= now.judged.limit)?.[0] ?? observedAtMs
  state.alarm = { sinceMs, spokenAtMs: observedAtMs, severity: severityOf(now.judged), quiet: 0 }
  return spoken('raised', state.alarm, now)
}

function whileAlarmed(state: MetricState, alarm: Alarm, now: Held): Statement[] {
  const { observedAtMs } = now.observation
  alarm.quiet = now.judged.distance < CLEAR_DISTANCE ? alarm.quiet + 1 : 0
  if (alarm.quiet >= QUIET_WAVEFORMS) {
    state.alarm = null
    return [{ ...spoken('cleared', alarm, now), explanation: explainCleared(now) }]
  }
  if (alarm.quiet > 0) return [] // it is about to be over, or it will speak again
  const severity = severityOf(now.judged)
  const worse = rank[severity] > rank[alarm.severity]
  if (worse) alarm.severity = severity
  if (!worse && observedAtMs - alarm.spokenAtMs < CONTINUE_MS) return []
  alarm.spokenAtMs = observedAtMs
  return [spoken('continuing', alarm, now)]
}

function spoken(phase: Statement['phase'], { sinceMs, severity }: Alarm, now: Held): Statement {
  const { metric, held, judged } = now
  return {
    ...{ phase, severity, sinceMs, metric, value: held, limit: judged.limit },
    symptom: 'high',
    faultKind: 'machine',
    expected: { low: 0, high: judged.limit },
    distance: Math.max(0, judged.distance),
    explanation: explain({ ...now, sinceMs }),
  }
}

const rank: Record<Severity, number> = { minor: 0, major: 1, critical: 2 }

/** By the distance: a bearing that is 20 dB above what is usual has weeks, one that is 30 dB above it days. */
function severityOf({ distance }: Judged): Severity {
  if (distance >= 4) return 'critical'
  return distance >= 2 ? 'major' : 'minor'
}
