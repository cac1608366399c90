import { type Static, Type } from 'typebox'
import type { MetricDetector, Observation, Statement } from '../../contracts/detector.ts'
import { type Metric, quantityOf } from '../../contracts/registry.ts'
import type { Words } from '../../contracts/text.ts'
import { type Episode, follow } from '../episode.ts'
import { emptyMemory, forgetLast, remember, sharesAt, type ThinMemory } from '../memory.ts'
import { shown, utc } from '../statements.ts'

const HOUR_MS = 3_600_000

const ClippedConfig = Type.Object(
  {
    blockMs: Type.Integer({
      minimum: 60_000,
      default: 3 * HOUR_MS,
      description: 'Length (event time, ms) of the stretches that are judged one by one.',
    }),
    blocks: Type.Integer({
      minimum: 1,
      default: 2,
      description: 'Stretches that must end at exactly the same value before it speaks.',
    }),
    share: Type.Number({
      minimum: 0,
      maximum: 1,
      default: 0.15,
      description: 'Share of the samples of a stretch that must show exactly its highest, or lowest, value.',
    }),
    beyond: Type.Number({
      minimum: 0,
      maximum: 1,
      default: 0.1,
      description: 'Share of the usual values that must lie beyond it, and within it.',
    }),
  },
  { additionalProperties: false },
)
type Config = Static<typeof ClippedConfig>

const BLOCK_SAMPLES = 60
/** Remembered values that make a history: three days at least. */
const ENOUGH = 48
/** Against what was usual at exactly this value: a series of few steps often shows its highest one. */
const PILE = 4
/** Against the value next to it: a slow turn at the top fills the steps below it too. */
const NEXT = 4
/** Standing there once is being stuck there. */
const VISITS = 3
/** What never moves is stuck, not clipped. */
const MOVES = 0.05

/** One stretch that looks clipped and no other for so long was chance. */
const SUSPECT_MS = 3 * 24 * HOUR_MS
/** Values beyond show that nothing is cut off any more. */
const BEYOND = 3

/** The highest value of the stretch (of the negated series for the lowest), and the one next to it. */
interface Edge {
  value: number
  count: number
  /** How often it came there from elsewhere. */
  visits: number
  next: number
  nextCount: number
}

interface Side {
  edge: Edge | null
  /** The value at which the stretches ended that look clipped; how many, and since when. */
  ceiling: number | null
  blocks: number
  sinceMs: number
  /** Values beyond it. */
  beyond: number
  open: Episode | null
}

export interface ClippedState {
  memory: ThinMemory
  blockMs: number
  samples: number
  last: number
  /** Of what is remembered, how much is of this stretch. */
  fresh: number
  high: Side
  low: Side
}

/** A series that reaches exactly the same value again and again and never goes beyond it, as it used to. See README.md. */
export const clipped: MetricDetector<typeof ClippedConfig, ClippedState> = {
  name: 'clipped',
  scope: 'metric',
  version: 2,
  config: ClippedConfig,
  quieter: { parameter: 'share', when: 'larger' },
  configure(metric) {
    const quantity = quantityOf(metric)
    if (quantity === 'state' || quantity === 'counter') return undefined
    return { blockMs: 3 * HOUR_MS, blocks: 2, share: 0.15, beyond: 0.1 }
  },
  step(config, known, observation, metric) {
    const { observedAtMs, value, regime } = observation
    const state = known ?? begin(observedAtMs)
    const runs = regime.name !== 'off'
    if (runs) {
      state.samples++
      see(state.high, value, state.last)
      see(state.low, -value, -state.last)
      state.last = value
    }
    if (observedAtMs - state.blockMs >= config.blockMs && state.samples >= BLOCK_SAMPLES) {
      judge('high', { config, state, observedAtMs })
      judge('low', { config, state, observedAtMs })
      // A stretch is judged by what was before it, and what looks clipped is not learned.
      if (state.high.ceiling !== null || state.low.ceiling !== null) forgetLast(state.memory, state.fresh)
      Object.assign(state, { blockMs: observedAtMs, samples: 0, fresh: 0 })
    }
    const isSuspect = state.high.ceiling !== null || state.low.ceiling !== null
    if (runs && !isSuspect && remember(state.memory, observedAtMs, value)) state.fresh++
    return [
      state,
      [
        ...tell('high', { config, state, observation, metric }),
        ...tell('low', { config, state, observation, metric }),
      ],
    ]
  },
}

const begin = (observedAtMs: number): ClippedState => ({
  ...{ memory: emptyMemory(observedAtMs), blockMs: observedAtMs, samples: 0, last: 0, fresh: 0 },
  ...{ high: emptySide(), low: emptySide() },
})

const emptySide = (): Side => ({
  ...{ edge: null, ceiling: null, blocks: 0, sinceMs: 0, beyond: 0, open: null },
})

function forget(side: Side): void {
  Object.assign(side, { ceiling: null, blocks: 0, beyond: 0 })
}

function see(side: Side, value: number, last: number): void {
  if (side.ceiling !== null && value > side.ceiling) {
    side.beyond++
    if (!side.open) forget(side)
  }
  const { edge } = side
  if (!edge) side.edge = { value, count: 1, visits: 1, next: value, nextCount: 0 }
  else if (value === edge.value) {
    edge.count++
    if (value !== last) edge.visits++
  } else if (value > edge.value)
    Object.assign(edge, { value, count: 1, visits: 1, next: edge.value, nextCount: edge.count })
  else if (value === edge.next) edge.nextCount++
  else if (value > edge.next || edge.nextCount === 0) Object.assign(edge, { next: value, nextCount: 1 })
}

function judge(
  name: 'high' | 'low',
  { config, state, observedAtMs }: { config: Config; state: ClippedState; observedAtMs: number },
): void {
  const side = state[name]
  const { edge } = side
  side.edge = null
  if (!edge || side.open) return
  if (isPile(edge, { config, state, sign: name === 'high' ? 1 : -1 })) {
    if (edge.value !== side.ceiling)
      Object.assign(side, { ceiling: edge.value, blocks: 0, sinceMs: state.blockMs })
    side.blocks++
  } else if (observedAtMs - side.sinceMs > SUSPECT_MS) forget(side)
}

/** Whether the stretch ends in a pile of the same value where the series usually goes on. */
function isPile(
  { value, count, visits, nextCount }: Edge,
  { config, state, sign }: { config: Config; state: ClippedState; sign: 1 | -1 },
): boolean {
  const share = count / state.samples
  if (share < config.share || share > 1 - MOVES || visits < VISITS || count < NEXT * nextCount) return false
  const { below, at, above, of } = sharesAt(state.memory, { value: sign * value, newest: state.fresh })
  if (of < ENOUGH) return false
  return Math.min(below, above) >= config.beyond && share >= PILE * at
}

function tell(
  name: 'high' | 'low',
  from: { config: Config; state: ClippedState; observation: Observation; metric: Metric },
): Statement[] {
  const side = from.state[name]
  const { observedAtMs } = from.observation
  const isClipped = side.open ? side.beyond < BEYOND : side.blocks >= from.config.blocks
  const wrong = isClipped ? { sinceMs: side.sinceMs, severity: 'minor' as const } : undefined
  const { open, say } = follow(side.open, { observedAtMs, wrong })
  if (!say) return []
  side.open = open
  const ceiling = (name === 'high' ? 1 : -1) * (side.ceiling ?? 0)
  if (!open) forget(side)
  return [statement(say, { name, ceiling, metric: from.metric })]
}

function statement(
  { phase, severity, sinceMs }: { phase: Statement['phase'] } & Episode,
  { name, ceiling, metric }: { name: 'high' | 'low'; ceiling: number; metric: Metric },
): Statement {
  const { key } = metric
  const edge = shown(ceiling, metric)
  const since = utc(sinceMs)
  const side = name === 'high' ? 'above' : 'below'
  const zhSide = name === 'high' ? '高于' : '低于'
  const words: Record<Statement['phase'], Words> = {
    raised: {
      en: `${key} is cut off at ${edge}: since ${since} it has come to exactly this value again and again and never ${side} it, where it usually goes`,
      zh: `${key} 在 ${edge} 处被截断：自 ${since} 起多次恰好停在该值，再未${zhSide}它，而以往常常超过`,
    },
    continuing: {
      en: `${key} is still cut off at ${edge}, as since ${since}`,
      zh: `${key} 自 ${since} 起仍在 ${edge} 处被截断`,
    },
    cleared: {
      en: `${key} goes ${side} ${edge} again, at which it was cut off since ${since}`,
      zh: `${key} 已恢复到${zhSide} ${edge}；此前自 ${since} 起在该值被截断`,
    },
  }
  return {
    ...{ phase, severity, sinceMs, symptom: 'clipped', faultKind: 'sensor', value: ceiling },
    explanation: words[phase],
  }
}
