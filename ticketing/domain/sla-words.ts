import type { Clock } from './clock.ts'
import type { Crossing } from './clocks.ts'

/** What is said when a threshold is crossed. */
export interface Words {
  title: string
  /** Why, for the ledger. */
  reason: string
}

const must = { response: 'be accepted', resolution: 'be resolved' }
const should = { response: 'have been accepted', resolution: 'have been resolved' }

export function wordsFor(
  crossing: Pick<Crossing, 'clock' | 'type' | 'workMs' | 'crossedAtMs'>,
  number: number,
  { targetMs, dueAtMs, calendar }: Clock,
): Words {
  const { clock, type, workMs, crossedAtMs } = crossing
  const leftMs = targetMs - workMs
  const title =
    leftMs > 0
      ? `Ticket ${number} must ${must[clock]} within ${duration(leftMs)}`
      : `Ticket ${number} should ${should[clock]}${leftMs < 0 ? ` ${duration(-leftMs)} ago` : ' by now'}`
  const used = `${duration(workMs)} of the ${clock} target of ${duration(targetMs)} (calendar ${calendar})`
  const reason =
    type === 'breach'
      ? `The ${clock} target of ${duration(targetMs)} (calendar ${calendar}) was used up at ${minute(crossedAtMs)}.`
      : `${leftMs < 0 ? `${duration(-leftMs)} beyond the ${clock} target` : used} had passed at ${minute(crossedAtMs)}${
          dueAtMs !== null && leftMs > 0 ? `; it is due at ${minute(dueAtMs)}` : ''
        }.`
  return { title, reason }
}

const minute = (ms: number) => `${new Date(ms).toISOString().slice(0, 16)}Z`

/** In minutes up to two hours, in hours up to two days, then in days; working time. */
function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000)
  if (minutes < 120) return `${minutes} min`
  if (minutes < 48 * 60) return `${trimmed(minutes / 60)} h`
  return `${trimmed(minutes / 60 / 24)} d`
}

const trimmed = (number: number) => String(Number(number.toFixed(1)))
