import { type Static, Type } from 'typebox'
import { SeriesPoint } from '../../contracts/telemetry-store.ts'
import { Nullable, TimeMs } from './schema.ts'
import { roughly } from './text.ts'

export const VERIFY_MINUTES = 24 * 60
export const CONFIRM_HOURS = 72

export const WatchState = Type.Enum(['watching', 'verified', 'failed', 'unwatched', 'ended'], {
  description:
    'watching: the sensors are asked; verified: they show that the repair holds; failed: they show that it does not; ' +
    'unwatched: no sensor could say; ended: a person decided before they had.',
})
export type WatchState = Static<typeof WatchState>

/** What the metric was like in a span of event time. */
export const Period = Type.Object({
  fromMs: TimeMs('Begin'),
  toMs: TimeMs('End, exclusive'),
  count: Type.Integer({ minimum: 0, description: 'Samples.' }),
  mean: Nullable(Type.Number()),
  min: Nullable(Type.Number()),
  max: Nullable(Type.Number()),
  series: Type.Array(SeriesPoint, { description: 'Means over equal times, to draw.' }),
})
export type Period = Static<typeof Period>

export const Confirmation = Type.Object({
  round: Type.Integer({ description: 'Which repair it is about; 1 is the first.' }),
  fixed: Type.Boolean({ description: 'Whether it works again.' }),
  rating: Nullable(Type.Integer({ minimum: 1, maximum: 5, description: '1 bad to 5 good.' })),
  comment: Nullable(Type.String()),
  atMs: TimeMs('When it was said'),
})
export type Confirmation = Static<typeof Confirmation>

/** How the repair of a ticket is proven: by the same sensors, and by whoever asked for it. */
export const Verification = Type.Object(
  {
    ticket: Type.Integer(),
    round: Type.Integer({ minimum: 1, description: 'Grows when a ticket is resolved again.' }),
    state: WatchState,
    sentence: Type.String({ description: 'What has been found, with its figures.' }),
    device: Nullable(Type.String()),
    metric: Nullable(Type.String()),
    unit: Nullable(Type.String()),
    fromMs: TimeMs('Event time from which on the sensors are watched'),
    untilMs: TimeMs('Until when at the least'),
    giveUpAtMs: TimeMs('When it is given up where the metric was not heard enough'),
    observedMs: Type.Integer({
      description: 'Event time in which the metric was heard while the machine was in operation.',
    }),
    decidedAtMs: Nullable(TimeMs('When it was decided')),
    normal: Nullable(
      Type.Object(
        { low: Type.Optional(Type.Number()), high: Type.Optional(Type.Number()) },
        { description: 'The normal band, or the limit that was crossed.' },
      ),
    ),
    before: Nullable(Type.Unsafe<Period>({ ...Period, description: 'While the fault lasted.' })),
    after: Nullable(Type.Unsafe<Period>({ ...Period, description: 'Since the repair.' })),
    askedAtMs: Nullable(TimeMs('When the requester was asked')),
    closesAtMs: Nullable(TimeMs('When the ticket closes by itself where the requester says nothing')),
    confirmations: Type.Array(Confirmation, { description: 'What requesters have said, oldest first.' }),
  },
  {
    examples: [
      {
        ticket: 12,
        round: 1,
        state: 'verified',
        sentence:
          'After the repair temperature was within 61 to 74 °C for 1 d of operation: 68.1 °C on average, 64.2 to 71.9 °C in 1440 samples; during the fault it was 91.7 °C.',
        device: 'sensor-7',
        metric: 'temperature',
        unit: '°C',
        fromMs: 1_700_040_000_000,
        untilMs: 1_700_126_400_000,
        giveUpAtMs: 1_700_299_200_000,
        observedMs: 86_400_000,
        decidedAtMs: 1_700_126_460_000,
        normal: { low: 61, high: 74 },
        before: {
          fromMs: 1_700_000_000_000,
          toMs: 1_700_040_000_000,
          count: 666,
          mean: 91.7,
          min: 75.1,
          max: 96.4,
          series: [{ ts: 1_700_000_100_000, value: 92.3, min: 91.8, max: 92.9, count: 15 }],
        },
        after: {
          fromMs: 1_700_040_000_000,
          toMs: 1_700_126_400_000,
          count: 1_440,
          mean: 68.1,
          min: 64.2,
          max: 71.9,
          series: [{ ts: 1_700_040_600_000, value: 68.4, min: 67.9, max: 68.8, count: 15 }],
        },
        askedAtMs: null,
        closesAtMs: null,
        confirmations: [{ round: 1, fixed: true, rating: 5, comment: null, atMs: 1_700_130_000_000 }],
      },
    ],
  },
)
export type Verification = Static<typeof Verification>

/** A summary of means with their counts. */
export function periodOf(span: { fromMs: number; toMs: number }, series: readonly SeriesPoint[]): Period {
  let [count, sum, min, max] = [0, 0, Infinity, -Infinity]
  for (const point of series) {
    const samples = point.count ?? 1
    count += samples
    sum += samples * point.value
    min = Math.min(min, point.min ?? point.value)
    max = Math.max(max, point.max ?? point.value)
  }
  const none = count === 0
  return {
    fromMs: span.fromMs,
    toMs: span.toMs,
    count,
    mean: none ? null : sum / count,
    min: none ? null : min,
    max: none ? null : max,
    series: [...series],
  }
}

/** What is known when the watch is over and the ticket waits to be closed. */
export interface Proven {
  state: Exclude<WatchState, 'watching'>
  /** Whether a sensor could have said anything. */
  measurable: boolean
  /** Somebody who can be asked. */
  requester: boolean
  askedAtMs: number | null
  /** A requester has said that it works. */
  confirmed: boolean
  confirmMs: number
  /** Why the ticket cannot be closed, in a sentence; undefined: it can. */
  obstacle: string | undefined
}

export type NextStep =
  | { kind: 'ask' }
  | { kind: 'wait'; untilMs: number }
  | { kind: 'tell'; why: string }
  | { kind: 'close'; reason: string }

/**
 * What happens when the sensors have spoken. What no sensor could measure is closed like what they verified, for nobody
 * will ever know more; but where a sensor should have spoken and did not, only a person can say that it is repaired.
 */
export function nextStep(proven: Proven, nowMs: number): NextStep {
  const { state, measurable, requester, askedAtMs, confirmed, confirmMs, obstacle } = proven
  if (requester && !confirmed) {
    if (askedAtMs === null) return { kind: 'ask' }
    if (nowMs < askedAtMs + confirmMs) return { kind: 'wait', untilMs: askedAtMs + confirmMs }
  }
  if (state === 'unwatched' && measurable && !confirmed) {
    return {
      kind: 'tell',
      why: 'Neither a sensor nor a requester has said that the repair holds: look at the machine, then close or reopen the ticket.',
    }
  }
  if (obstacle !== undefined) return { kind: 'tell', why: `It cannot be closed by itself. ${obstacle}` }
  return { kind: 'close', reason: closingReason(proven) }
}

function closingReason({ state, requester, confirmed, confirmMs }: Proven): string {
  const sensors =
    state === 'verified' ? 'The sensors have verified the repair' : 'No sensor can measure the repair'
  if (confirmed) {
    return state === 'verified'
      ? `${sensors}, and the requester has confirmed it.`
      : 'The requester has confirmed the repair.'
  }
  if (requester) return `${sensors}, and the requester has said nothing else within ${roughly(confirmMs)}.`
  return `${sensors}, and nobody else waits for it.`
}
