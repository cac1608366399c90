import type { Sample } from '../../contracts/sample.ts'
import type { SeriesPoint, SeriesQuery, TelemetryStore } from '../../contracts/telemetry-store.ts'

const DAY_MS = 24 * 3_600_000
const FIRST_CAPACITY = 1_440

/** One device's samples of one day of event time, in the order in which they came. */
class Day {
  #times = new Float64Array(FIRST_CAPACITY)
  readonly #columns = new Map<string, Float64Array>()
  #count = 0
  #inOrder = true

  add({ observedAtMs, values }: Pick<Sample, 'observedAtMs' | 'values'>): void {
    if (this.#count === this.#times.length) this.#grow()
    const at = this.#count++
    this.#inOrder &&= at === 0 || observedAtMs > (this.#times[at - 1] ?? 0)
    this.#times[at] = observedAtMs
    for (const metric in values) this.#columnOf(metric)[at] = values[metric] ?? Number.NaN
  }

  /** In the order of event time; of two values of one time the one that came last, as a store that overwrites has it. */
  *points(metric: string): Generator<[ts: number, value: number]> {
    const column = this.#columns.get(metric)
    if (!column) return
    const order = this.#inOrder ? undefined : this.#sorted(column)
    const length = order?.length ?? this.#count
    for (let i = 0; i < length; i++) {
      const at = order?.[i] ?? i
      const value = column[at]
      if (value !== undefined && !Number.isNaN(value)) yield [this.#times[at] ?? 0, value]
    }
  }

  #sorted(column: Float64Array): number[] {
    const newest = new Map<number, number>()
    for (let at = 0; at < this.#count; at++) {
      if (!Number.isNaN(column[at] ?? Number.NaN)) newest.set(this.#times[at] ?? 0, at)
    }
    return [...newest].sort(([a], [b]) => a - b).map(([, at]) => at)
  }

  #columnOf(metric: string): Float64Array {
    const known = this.#columns.get(metric)
    if (known) return known
    const column = new Float64Array(this.#times.length).fill(Number.NaN)
    this.#columns.set(metric, column)
    return column
  }

  #grow(): void {
    const larger = (from: Float64Array, rest: number) => {
      const to = new Float64Array(2 * from.length).fill(rest)
      to.set(from)
      return to
    }
    this.#times = larger(this.#times, 0)
    for (const [metric, column] of this.#columns) this.#columns.set(metric, larger(column, Number.NaN))
  }
}

export interface RecentTelemetry extends TelemetryStore {
  /** `write` without a promise for every few samples. */
  keep(samples: readonly Sample[]): void
  /** Queries that asked for times of which nothing is kept any more: their answers lacked something. */
  readonly tooOld: number
}

/**
 * The telemetry of the last days in memory: what the verification of repairs asks for, without a database of hundreds of
 * millions of samples. About 60 kB for each device and day of four metrics at one sample a minute.
 */
export function openRecentTelemetry({ keepDays }: { keepDays: number }): RecentTelemetry {
  const devices = new Map<string, Map<number, Day>>()
  let newestDay = Number.NEGATIVE_INFINITY
  let goneBeforeDay = Number.NEGATIVE_INFINITY
  let tooOld = 0

  function keep(samples: readonly Sample[]): void {
    for (const sample of samples) dayOf(sample.device, Math.floor(sample.observedAtMs / DAY_MS)).add(sample)
  }

  function dayOf(device: string, day: number): Day {
    if (day > newestDay) {
      newestDay = day
      forgetBefore(day - keepDays)
    }
    const days = devices.get(device) ?? new Map<number, Day>()
    if (days.size === 0) devices.set(device, days)
    const known = days.get(day)
    if (known) return known
    const made = new Day()
    days.set(day, made)
    return made
  }

  function forgetBefore(first: number): void {
    for (const days of devices.values()) {
      for (const day of days.keys()) {
        if (day >= first) continue
        days.delete(day)
        goneBeforeDay = Math.max(goneBeforeDay, day + 1)
      }
    }
  }

  async function series({ device, metric, fromMs, toMs, limit, windowMs }: SeriesQuery) {
    if (fromMs < goneBeforeDay * DAY_MS) tooOld++
    const points: SeriesPoint[] = []
    const days = [...(devices.get(device) ?? [])]
      .filter(([day]) => (day + 1) * DAY_MS > fromMs && day * DAY_MS < toMs)
      .sort(([a], [b]) => a - b)
    for (const [, day] of days) {
      for (const [ts, value] of day.points(metric)) {
        if (ts < fromMs || ts >= toMs) continue
        if (windowMs === undefined) points.push({ ts, value })
        else intoWindow(points, Math.floor(ts / windowMs) * windowMs, value)
      }
    }
    const found = points.slice(0, limit)
    return windowMs === undefined ? found : found.map(asMean)
  }

  return {
    keep,
    series,
    get tooOld() {
      return tooOld
    },
    write: async samples => {
      keep(samples)
      return { rejected: [] }
    },
    check: async () => undefined,
    close: async () => undefined,
  }
}

/** `value` is the sum until `asMean`. */
function intoWindow(points: SeriesPoint[], start: number, value: number): void {
  const window = points.at(-1)
  if (window?.ts !== start) {
    points.push({ ts: start, value, min: value, max: value, count: 1 })
    return
  }
  window.value += value
  window.count = (window.count ?? 0) + 1
  window.min = Math.min(window.min ?? value, value)
  window.max = Math.max(window.max ?? value, value)
}

const asMean = ({ value, count = 1, ...point }: SeriesPoint): SeriesPoint => ({
  ...point,
  value: value / count,
  count,
})
