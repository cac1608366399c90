import { type Static, Type } from 'typebox'
import type { MetricDetector, Statement } from '../../contracts/detector.ts'
import type { Severity } from '../../contracts/finding.ts'
import type { Metric } from '../../contracts/registry.ts'
import { type Episode, follow } from '../episode.ts'
import type { Past } from '../math/past.ts'
import { explain } from './explain.ts'
import { type Course, courseOf } from './extrapolate.ts'
import { add, emptyMemory, forgetBefore, type Memory, pastOf } from './memory.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const TrendConfig = Type.Object(
  {
    low: Type.Optional(Type.Number({ description: 'Lowest allowed value, in the unit of the metric.' })),
    high: Type.Optional(Type.Number({ description: 'Highest allowed value, in the unit of the metric.' })),
    withinDays: Type.Number({
      minimum: 0,
      default: 14,
      description: 'It speaks when the limit is expected within so many days.',
    }),
    share: Type.Number({
      minimum: 0,
      maximum: 1,
      default: 0.3,
      description: 'Of the way from where it was to the limit, what it must have gone before it speaks.',
    }),
    evidence: Type.Number({
      minimum: 0,
      default: 4,
      description: 'Log odds of a change against a level series from which it speaks. 4 is 50 to 1.',
    }),
  },
  { additionalProperties: false },
)
type Config = Static<typeof TrendConfig>

/** Keeps squares finite. */
const LARGEST = 1e100
/** The smallest mean. */
const UNIT_MS = HOUR_MS / 4
/** What was longer ago says nothing about where it is going. */
const HORIZON_MS = 90 * DAY_MS
const EVERY_MS = HOUR_MS
/** People and weather repeat daily: what began later may be the morning. */
const LEAST_SINCE_MS = DAY_MS
/** Of the share that must be gone, what the plain means must show before it is worth the computing. */
const ROUGHLY = 0.6
const IN_A_ROW = 3
/** A rise of which more than this is gone again at once has been put right. */
const GONE = 0.6

interface TrendState {
  memory: Memory
  judgedAtMs: number
  otherwise: number
  open: Episode | null
  sinceMs: number
  side: 'low' | 'high'
}

/** When a metric will reach its limit if it goes on as it goes. See README.md. */
export const trend: MetricDetector<typeof TrendConfig, TrendState> = {
  name: 'trend',
  scope: 'metric',
  version: 2,
  config: TrendConfig,
  quieter: { parameter: 'share', when: 'larger' },
  configure({ limits }) {
    if (limits?.low === undefined && limits?.high === undefined) return undefined
    const { low, high } = limits
    const own = { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) }
    return { ...own, withinDays: 14, share: 0.3, evidence: 4 }
  },
  step(config, before, { observedAtMs, value, regime }, metric) {
    const state = before ?? begun(observedAtMs)
    if (regime.name === 'off' || regime.name === 'idle' || !regime.settled) return [state, []]
    add(state.memory, observedAtMs, Math.max(-LARGEST, Math.min(LARGEST, value)), UNIT_MS)
    if (observedAtMs - state.judgedAtMs < EVERY_MS) return [state, []]
    state.judgedAtMs = observedAtMs
    forgetBefore(state.memory, observedAtMs - HORIZON_MS)
    return [state, judged(config, state, metric)]
  },
}

function begun(observedAtMs: number): TrendState {
  const none = { otherwise: 0, open: null, sinceMs: observedAtMs, side: 'high' as const }
  return { memory: emptyMemory(), judgedAtMs: observedAtMs, ...none }
}

function judged(config: Config, state: TrendState, metric: Metric): Statement[] {
  const observedAtMs = state.judgedAtMs
  const past = pastOf(state.memory, observedAtMs)
  if (!state.open && !isWorthLooking(config, past)) {
    state.otherwise = 0
    return []
  }
  const courses = (['high', 'low'] as const).flatMap(side => {
    const limit = config[side]
    const course = limit === undefined ? undefined : courseOf(past, limit)
    return course && limit !== undefined ? [{ side, limit, course }] : []
  })
  const nearest = courses.sort((a, b) => a.course.medianMs - b.course.medianMs)[0]
  if (!nearest) return []
  if (isPutRight(nearest, past.means[0]?.[0] ?? 0)) forgetBefore(state.memory, observedAtMs - UNIT_MS)
  const isBad = isGoingThere(config, nearest)
  const differs = isBad !== (state.open !== null)
  state.otherwise = differs ? state.otherwise + 1 : 0
  const changes = state.otherwise >= IN_A_ROW
  if (changes) state.otherwise = 0
  const isOpen = changes ? isBad : state.open !== null
  if (changes && isBad) {
    state.sinceMs = Math.round(observedAtMs - nearest.course.sinceAgoMs)
    state.side = nearest.side
  }
  const wrong = isOpen ? { sinceMs: state.sinceMs, severity: severityOf(nearest.course) } : undefined
  const { open, say } = follow(state.open, { observedAtMs, wrong })
  state.open = open
  return say ? [stated(say, { ...nearest, side: state.side, observedAtMs, metric })] : []
}

/** Nearly every series is nowhere near its limit nearly always: told by what was long ago and what is now. */
function isWorthLooking({ low, high, share }: Config, { means }: Past): boolean {
  const mean = (of: readonly (readonly number[])[]) =>
    of.reduce((sum, [value = 0]) => sum + value, 0) / of.length
  const now = mean(means.slice(0, 4))
  const from = mean(means.slice(-Math.ceil(means.length / 4)))
  return [low, high].some(limit => limit !== undefined && (now - from) / (limit - from) >= ROUGHLY * share)
}

interface Aim {
  side: 'low' | 'high'
  limit: number
  course: Course
}

function isGoingThere({ withinDays, share, evidence }: Config, { side, limit, course }: Aim): boolean {
  const { from, now } = course
  const isBeyond = side === 'high' ? now >= limit : now <= limit
  const isTowards = side === 'high' ? now > from && from < limit : now < from && from > limit
  const gone = (now - from) / (limit - from)
  // Beyond the limit the limit detector speaks: nothing is left to foretell.
  return (
    isTowards &&
    !isBeyond &&
    gone >= share &&
    course.sinceAgoMs >= LEAST_SINCE_MS &&
    course.evidence > evidence &&
    course.medianMs < withinDays * DAY_MS
  )
}

/** Of a rise, most is gone from one mean to the next: somebody has put it right. */
function isPutRight({ course }: Aim, newest: number): boolean {
  const { from, now, evidence } = course
  return evidence > 0 && (now - newest) / (now - from || 1) > GONE
}

function severityOf({ medianMs }: Course): Severity {
  if (medianMs < 2 * DAY_MS) return 'critical'
  return medianMs < 7 * DAY_MS ? 'major' : 'minor'
}

/** As far as a date is told; an interval that has no end ends here. */
const FURTHEST_MS = 1000 * DAY_MS

function stated(
  { phase, severity, sinceMs }: { phase: Statement['phase'] } & Episode,
  seen: Aim & { observedAtMs: number; metric: Metric },
): Statement {
  const { side, limit, course, observedAtMs } = seen
  const symptom = side === 'high' ? 'rising' : 'falling'
  const known = { phase, severity, sinceMs, symptom, value: course.now, limit } as const
  if (phase === 'cleared') return { ...known, explanation: explain({ ...seen, phase, sinceMs }) }
  const at = (ms: number) => Math.round(observedAtMs + Math.min(ms, FURTHEST_MS))
  const [atMs, lowMs, highMs] = [at(course.medianMs), at(course.lowMs), at(course.highMs)]
  return {
    ...known,
    distance: Math.min(
      1000,
      Math.max(1, Math.abs((course.now - course.from) / (limit - course.from || 1)) * 3),
    ),
    crossing: { atMs, lowMs, highMs, of: 'limit' },
    explanation: explain({ ...seen, phase, sinceMs }),
  }
}
