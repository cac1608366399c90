import { type Static, Type } from 'typebox'
import type { MetricDetector, Statement } from '../../contracts/detector.ts'
import type { Severity } from '../../contracts/finding.ts'
import { type Metric, type Quantity, quantityOf } from '../../contracts/registry.ts'
import type { Words } from '../../contracts/text.ts'
import { CONTINUE_MS, utc, withUnit } from '../statements.ts'

const LimitConfig = Type.Object(
  {
    low: Type.Optional(Type.Number({ description: 'Lowest allowed value, in the unit of the metric.' })),
    high: Type.Optional(Type.Number({ description: 'Highest allowed value, in the unit of the metric.' })),
    holdMs: Type.Integer({
      minimum: 0,
      default: 60_000,
      description:
        'How long (event time, ms) a value must stay beyond the limit, and back within it to clear.',
    }),
    deadBand: Type.Number({
      minimum: 0,
      default: 0.02,
      description:
        'How far back within the limit clears, as a share of the distance of the limits (or of one limit).',
    }),
    lowWhileOff: Type.Boolean({
      default: true,
      description:
        'Whether the low limit counts while the machine is off. Not for what a machine that stands has none of: pressure, flow, current, power, speed, torque, vibration.',
    }),
  },
  { additionalProperties: false },
)
type Config = Static<typeof LimitConfig>

/** Two samples at the usual rates; the on-delay that alarm management guides give for temperatures. */
const HOLD_MS = 60_000
const DEAD_BAND = 0.02
/** Beyond the limit by a tenth of the scale is no longer at the limit. */
const CRITICAL_SHARE = 0.1

/** Of these a machine that is switched off has little, and nobody is to come for that. */
const NONE_WHILE_OFF: readonly Quantity[] = [
  ...(['pressure', 'flow', 'current', 'power', 'speed', 'torque', 'vibration'] as const),
]

type Side = 'low' | 'high'
export type LimitState =
  | { phase: 'normal' }
  | { phase: 'pending'; side: Side; sinceMs: number }
  | {
      phase: 'raised'
      side: Side
      sinceMs: number
      spokenAtMs: number
      severity: Severity
      /** Since when the value has been back within the dead band. */
      withinSinceMs: number | null
    }

/** One for all: a new one for each sample is a burden for the heap when there are thousands of series. */
const NORMAL: LimitState = { phase: 'normal' }

/** A value beyond the metric's fixed limit for a hold time. See README.md. */
export const limit: MetricDetector<typeof LimitConfig, LimitState> = {
  name: 'limit',
  scope: 'metric',
  version: 1,
  config: LimitConfig,
  quieter: { parameter: 'holdMs', when: 'larger' },
  configure(metric) {
    const { limits } = metric
    if (limits?.low === undefined && limits?.high === undefined) return undefined
    const { low, high, holdMs = HOLD_MS } = limits
    return {
      ...(low === undefined ? {} : { low }),
      ...(high === undefined ? {} : { high }),
      holdMs,
      deadBand: DEAD_BAND,
      lowWhileOff: !NONE_WHILE_OFF.includes(quantityOf(metric)),
    }
  },
  step(config, state = NORMAL, { observedAtMs, value, regime }, metric) {
    const seen = { config, metric, observedAtMs, value, isOff: regime.name === 'off' }
    return state.phase === 'raised' ? whileRaised(state, seen) : beforeRaised(state, seen)
  },
}

interface Seen {
  config: Config
  metric: Metric
  observedAtMs: number
  value: number
  isOff: boolean
}

function beforeRaised(
  state: Exclude<LimitState, { phase: 'raised' }>,
  seen: Seen,
): [LimitState, Statement[]] {
  const side = beyond(seen)
  if (!side) return [NORMAL, []]
  const { observedAtMs, config } = seen
  const sinceMs = state.phase === 'pending' && state.side === side ? state.sinceMs : observedAtMs
  if (observedAtMs - sinceMs < config.holdMs) return [{ phase: 'pending', side, sinceMs }, []]
  const severity = severityOf(side, seen)
  const raised = { side, sinceMs, spokenAtMs: observedAtMs, severity, withinSinceMs: null }
  return [{ phase: 'raised', ...raised }, [statement('raised', raised, seen)]]
}

function whileRaised(state: Extract<LimitState, { phase: 'raised' }>, seen: Seen): [LimitState, Statement[]] {
  const { observedAtMs, config } = seen
  const { side, sinceMs } = state
  const withinSinceMs = isWithin(side, seen) ? (state.withinSinceMs ?? observedAtMs) : null
  if (withinSinceMs !== null && observedAtMs - withinSinceMs >= config.holdMs) {
    const cleared = statement('cleared', state, seen)
    const other = beyond(seen) // it may have jumped from one limit to the other
    return [other ? { phase: 'pending', side: other, sinceMs: observedAtMs } : { phase: 'normal' }, [cleared]]
  }
  const worse = withinSinceMs === null && state.severity === 'major' && severityOf(side, seen) === 'critical'
  const severity = worse ? 'critical' : state.severity
  const speaks = worse || observedAtMs - state.spokenAtMs >= CONTINUE_MS
  const spokenAtMs = speaks ? observedAtMs : state.spokenAtMs
  const next = { side, sinceMs, spokenAtMs, severity, withinSinceMs }
  return [{ phase: 'raised', ...next }, speaks ? [statement('continuing', next, seen)] : []]
}

function beyond({ config, value, isOff }: Seen): Side | undefined {
  if (config.high !== undefined && value > config.high) return 'high'
  if (config.low !== undefined && value < config.low && (config.lowWhileOff || !isOff)) return 'low'
  return undefined
}

/** Back within the limit by the dead band; true as well when the limit has been removed since. */
function isWithin(side: Side, { config, value }: Seen): boolean {
  const edge = config[side]
  if (edge === undefined) return true
  const margin = config.deadBand * scale(config)
  return side === 'high' ? value <= edge - margin : value >= edge + margin
}

function scale({ low, high }: Config): number {
  if (low !== undefined && high !== undefined) return Math.abs(high - low)
  return Math.abs(low ?? high ?? 0)
}

/** A limit that a person has set is never minor. */
function severityOf(side: Side, { config, value }: Seen): Severity {
  return Math.abs(value - (config[side] ?? value)) > CRITICAL_SHARE * scale(config) ? 'critical' : 'major'
}

function statement(
  phase: Statement['phase'],
  raised: { side: Side; sinceMs: number; severity: Severity },
  { config, metric, value }: Seen,
): Statement {
  const edge = config[raised.side]
  const high = raised.side === 'high'
  const since = utc(raised.sinceMs)
  const reading = `${metric.key} ${withUnit(Number(value.toPrecision(6)), metric)}`
  const named = edge === undefined ? '' : ` ${withUnit(edge, metric)}`
  const where = `${high ? 'above its high limit' : 'below its low limit'}${named} since ${since}`
  const wo = `自 ${since} 起${high ? '高于上限' : '低于下限'}${named}`
  const words: Record<Statement['phase'], Words> = {
    raised: { en: `${reading} is ${where}`, zh: `${reading}，${wo}` },
    continuing: { en: `${reading} has been ${where}`, zh: `${reading}，${wo}，仍在持续` },
    cleared: {
      en: `${reading} is back within the limit; it was ${where}`,
      zh: `${reading}，已回到限值以内；此前${wo}`,
    },
  }
  return {
    phase,
    severity: raised.severity,
    sinceMs: raised.sinceMs,
    symptom: raised.side,
    explanation: words[phase],
    ...(edge === undefined ? {} : { limit: edge }),
  }
}
