const DAY_MS = 24 * 3_600_000
/** Outside of these days nothing is open: a wrong clock must not make us count through ages. */
const FIRST_DAY = Date.UTC(1970, 0) / DAY_MS
const LAST_DAY = Date.UTC(2200, 0) / DAY_MS
/** What is expanded beside the time that is asked for, at least. */
const MARGIN_DAYS = 400
/** What does not happen within so many days never does. */
const HORIZON_DAYS = 20 * 366

/** From one to another: of a day it is milliseconds from its midnight on the clock of the wall, and may end on the next day. */
export interface Span {
  fromMs: number
  toMs: number
}

/** All times are whole milliseconds. */
export interface WorkingTime {
  isOpen(ms: number): boolean
  /** The working time from `aMs` to `bMs`; 0 where `bMs` is not later. */
  between(aMs: number, bMs: number): number
  /** The first instant at which so much working time has passed since `fromMs`; undefined: not within 20 years. */
  add(fromMs: number, workMs: number): number | undefined
  /** The first open instant from `ms` on; undefined: none within 20 years. */
  nextOpen(ms: number): number | undefined
  /** The open times between two instants, cut off at these. */
  spans(fromMs: number, toMs: number): Span[]
}

/** Open times one after the other that neither meet nor overlap; `workedMs[i]` is the open time before the i-th. */
interface Expansion {
  firstDay: number
  /** The first day that is not in it any more. */
  endDay: number
  opens: Float64Array
  closes: Float64Array
  workedMs: Float64Array
}

/** What is open on which day, as a function of time; `reaches` says when the clock of the wall shows a time first. */
export function openTimes(
  spansOn: (day: number) => readonly Span[],
  reaches: (wallMs: number) => number,
): WorkingTime {
  let known: Expansion | undefined

  /** An expansion that has both instants with their whole days in any zone. It doubles at least where it grows. */
  function covering(aMs: number, bMs: number): Expansion {
    const firstDay = within(Math.floor(aMs / DAY_MS) - 2)
    const endDay = within(Math.floor(bMs / DAY_MS) + 3)
    const { firstDay: knownFirst, endDay: knownEnd } = known ?? { firstDay, endDay: firstDay }
    if (known && firstDay >= knownFirst && endDay <= knownEnd) return known
    const margin = Math.max(MARGIN_DAYS, knownEnd - knownFirst)
    known = expand(
      !known || firstDay < knownFirst ? within(firstDay - margin) : knownFirst,
      !known || endDay > knownEnd ? within(endDay + margin) : knownEnd,
    )
    return known
  }

  function expand(firstDay: number, endDay: number): Expansion {
    const opens: number[] = []
    const closes: number[] = []
    for (let day = firstDay - 1; day < endDay; day++) {
      for (const { fromMs, toMs } of spansOn(day)) {
        const openMs = reaches(day * DAY_MS + fromMs)
        const closeMs = reaches(day * DAY_MS + toMs)
        if (openMs === closeMs) continue // daylight saving skips it
        const lastMs = closes.at(-1) ?? Number.NEGATIVE_INFINITY
        if (openMs > lastMs) {
          opens.push(openMs)
          closes.push(closeMs)
        } else if (closeMs > lastMs) closes[closes.length - 1] = closeMs
      }
    }
    const workedMs = new Float64Array(opens.length + 1)
    opens.forEach((openMs, i) => {
      workedMs[i + 1] = at(workedMs, i) + (closes[i] ?? openMs) - openMs
    })
    return { firstDay, endDay, opens: Float64Array.from(opens), closes: Float64Array.from(closes), workedMs }
  }

  /** Looks farther and farther ahead. */
  function search(fromMs: number, look: (expansion: Expansion) => number | undefined): number | undefined {
    for (let days = MARGIN_DAYS; ; days = Math.min(2 * days, HORIZON_DAYS)) {
      const foundMs = look(covering(fromMs, fromMs + days * DAY_MS))
      if (foundMs !== undefined) return foundMs - fromMs <= HORIZON_DAYS * DAY_MS ? foundMs : undefined
      if (days === HORIZON_DAYS) return undefined
    }
  }

  return {
    isOpen(ms) {
      const { opens, closes } = covering(ms, ms)
      const next = firstAbove(closes, ms)
      return next < opens.length && at(opens, next) <= ms
    },
    between(aMs, bMs) {
      if (bMs <= aMs) return 0
      const expansion = covering(aMs, bMs)
      return worked(expansion, bMs) - worked(expansion, aMs)
    },
    add(fromMs, workMs) {
      if (workMs <= 0) return fromMs
      return search(fromMs, expansion => {
        const doneMs = worked(expansion, fromMs) + workMs
        const last = firstAbove(expansion.workedMs, doneMs - 1) - 1 // the one within which it is done
        if (last >= expansion.opens.length) return undefined
        return at(expansion.opens, last) + doneMs - at(expansion.workedMs, last)
      })
    },
    nextOpen(ms) {
      return search(ms, ({ opens, closes }) => {
        const next = firstAbove(closes, ms)
        return next < opens.length ? Math.max(ms, at(opens, next)) : undefined
      })
    },
    spans(fromMs, toMs) {
      const { opens, closes } = covering(fromMs, toMs)
      const found: Span[] = []
      for (let i = firstAbove(closes, fromMs); i < opens.length && at(opens, i) < toMs; i++) {
        found.push({ fromMs: Math.max(fromMs, at(opens, i)), toMs: Math.min(toMs, at(closes, i)) })
      }
      return found
    },
  }
}

const within = (day: number) => Math.min(Math.max(day, FIRST_DAY), LAST_DAY)

/** The open time from the beginning of the expansion to this instant. */
function worked({ opens, closes, workedMs }: Expansion, ms: number): number {
  const next = firstAbove(closes, ms)
  return at(workedMs, next) + (next < opens.length ? Math.max(0, ms - at(opens, next)) : 0)
}

const at = (numbers: Float64Array, index: number) => numbers[index] as number

/** The index of the first number above `value`; the length where there is none. */
function firstAbove(sorted: Float64Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (at(sorted, middle) > value) high = middle
    else low = middle + 1
  }
  return low
}
