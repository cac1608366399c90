import { type Static, Type } from 'typebox'
import type { MetricDetector, Observation, Statement } from '../../contracts/detector.ts'
import type { Metric } from '../../contracts/registry.ts'
import type { Words } from '../../contracts/text.ts'
import { type Episode, follow } from '../episode.ts'
import { shown, utc, withUnit } from '../statements.ts'

const ZonesConfig = Type.Object(
  {
    bc: Type.Number({ description: 'Boundary of zones B and C, in the unit of the metric.' }),
    cd: Type.Number({ description: 'Boundary of zones C and D, in the unit of the metric.' }),
    holdMs: Type.Integer({
      minimum: 0,
      default: 600_000,
      description: 'How long (event time, ms) it must stay in the zone, and out of it to clear.',
    }),
    deadBand: Type.Number({
      minimum: 0,
      maximum: 0.5,
      default: 0.05,
      description:
        'How far below the boundary it must come to have left the zone, as a share of the boundary.',
    }),
  },
  { additionalProperties: false },
)
type Config = Static<typeof ZonesConfig>

/** Run-up through a resonance is no condition of the machine; the standard asks for a steady state. */
const HOLD_MS = 600_000
/** Of the boundary B/C the standard takes 25 % as a significant change; a fifth of that is none. */
const DEAD_BAND = 0.05

export interface ZonesState {
  /** Since when it has been in zone C or worse, in D, and back in B without a break; null while it is not. */
  cSinceMs: number | null
  dSinceMs: number | null
  bSinceMs: number | null
  open: Episode | null
}

/** Vibration in evaluation zone C or D of ISO 20816, with the boundaries that the user has entered. See README.md. */
export const zones: MetricDetector<typeof ZonesConfig, ZonesState> = {
  name: 'zones',
  scope: 'metric',
  version: 1,
  config: ZonesConfig,
  configure({ zones }) {
    if (!zones) return undefined
    return { bc: zones.bc, cd: zones.cd, holdMs: zones.holdMs ?? HOLD_MS, deadBand: DEAD_BAND }
  },
  step(config, known, observation, metric) {
    const state = known ?? { cSinceMs: null, dSinceMs: null, bSinceMs: null, open: null }
    const { observedAtMs, value, regime } = observation
    if (!regime.settled && !state.open) {
      Object.assign(state, { cSinceMs: null, dSinceMs: null })
      return [state, []]
    }
    const since = (known: number | null, holds: boolean) => (holds ? (known ?? observedAtMs) : null)
    state.cSinceMs = since(state.cSinceMs, value > config.bc)
    state.dSinceMs = since(state.dSinceMs, value > config.cd)
    state.bSinceMs = since(state.bSinceMs, value <= config.bc * (1 - config.deadBand))
    const { open, say } = follow(state.open, { observedAtMs, wrong: wrongOf(config, state, observedAtMs) })
    state.open = open
    return [state, say ? [statement(say, { config, observation, metric })] : []]
  },
  intervene: () => undefined,
}

function wrongOf(
  { holdMs }: Config,
  { open, cSinceMs, dSinceMs, bSinceMs }: ZonesState,
  observedAtMs: number,
): Pick<Episode, 'sinceMs' | 'severity'> | undefined {
  const held = (sinceMs: number | null): sinceMs is number =>
    sinceMs !== null && observedAtMs - sinceMs >= holdMs
  if (held(dSinceMs)) return { sinceMs: cSinceMs ?? dSinceMs, severity: 'critical' }
  if (held(cSinceMs)) return { sinceMs: cSinceMs, severity: 'major' }
  return open && !held(bSinceMs) ? open : undefined
}

function statement(
  { phase, severity, sinceMs }: { phase: Statement['phase'] } & Episode,
  from: { config: Config; observation: Observation; metric: Metric },
): Statement {
  const { config, observation, metric } = from
  const { value } = observation
  const isD = severity === 'critical'
  const limit = isD ? config.cd : config.bc
  const reading = `${metric.key} ${shown(value, metric)}`
  const edge = withUnit(limit, metric)
  const since = utc(sinceMs)
  const zone = isD
    ? { en: 'zone D, which damages the machine', zh: 'D 区（会损坏机器）' }
    : { en: 'zone C, fit for a limited time only', zh: 'C 区（仅可短期运行）' }
  const words: Record<Statement['phase'], Words> = {
    raised: {
      en: `${reading} is in ${zone.en} (above ${edge}); above zone B since ${since}`,
      zh: `${reading}，处于 ${zone.zh}（高于 ${edge}）；自 ${since} 起超出 B 区`,
    },
    continuing: {
      en: `${reading}: it has been in ${zone.en} (above ${edge}), and above zone B since ${since}`,
      zh: `${reading}，曾进入 ${zone.zh}（高于 ${edge}）；自 ${since} 起一直超出 B 区`,
    },
    cleared: {
      en: `${reading} is back in zone B; it was above since ${since}`,
      zh: `${reading}，已回到 B 区；此前自 ${since} 起超出`,
    },
  }
  return {
    ...{ phase, severity, sinceMs, symptom: 'high', limit, explanation: words[phase] },
    distance: Math.max(1, Math.min(1e6, value / config.bc)),
  }
}
