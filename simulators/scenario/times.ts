import type { Scenario } from './schema.ts'

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Of a text that fits the schema, such as 90d. */
export function durationMs(text: string): number {
  const unit = text.at(-1) as keyof typeof UNIT_MS
  return Number(text.slice(0, -1)) * UNIT_MS[unit]
}

/** The instant of `now-10d`, `start+36h` or RFC 3339. */
export function momentMs(text: string, at: { nowMs: number; startMs: number }): number {
  const [, anchor, sign, amount] = /^(now|start)(?:([+-])(.+))?$/.exec(text) ?? []
  if (anchor === undefined) return Date.parse(text)
  const fromMs = anchor === 'now' ? at.nowMs : at.startMs
  return fromMs + (amount === undefined ? 0 : durationMs(amount)) * (sign === '-' ? -1 : 1)
}

export interface ScenarioTimes {
  startMs: number
  /** Exclusive; undefined: it goes on live. */
  endMs: number | undefined
  stepMs: number
  liveStepMs: number
}

/** When a scenario begins and ends that is run at `nowMs`; whole steps, so that all machines measure on the minute. */
export function timesOf({ start, duration, step, liveStep }: Scenario, nowMs: number): ScenarioTimes {
  const stepMs = durationMs(step)
  const startMs = Math.floor(momentMs(start, { nowMs, startMs: nowMs }) / stepMs) * stepMs
  return {
    startMs,
    endMs: duration === undefined ? undefined : startMs + durationMs(duration),
    stepMs,
    liveStepMs: durationMs(liveStep),
  }
}
