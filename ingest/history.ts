import type { SamplesOf } from '../contracts/history.ts'
import type { RegisteredDevice } from '../contracts/registry.ts'
import type { Sample } from '../contracts/sample.ts'
import type { SeriesPoint, TelemetryStore } from '../contracts/telemetry-store.ts'

/** Points of a series that are read at once; a day and a half of one a minute, or an hour of one a second. */
const PAGE = 4_000

/** A series as far as it is read. */
interface Reading {
  device: RegisteredDevice
  metric: string
  nextMs: number
  points: SeriesPoint[]
  isAtEnd: boolean
}

/** Where samples come from again: out of the telemetry store, the metrics of a device put together as they were sent. */
export function samplesFrom(
  store: Pick<TelemetryStore, 'series'>,
  {
    metricsOf,
    page = PAGE,
  }: { metricsOf(device: RegisteredDevice): Promise<readonly string[]>; page?: number },
): SamplesOf {
  return async function* samplesOf(devices, { fromMs, toMs }) {
    const readings: Reading[] = []
    for (const device of devices) {
      for (const metric of await metricsOf(device)) {
        readings.push({ device, metric, nextMs: fromMs, points: [], isAtEnd: false })
      }
    }
    while (readings.some(({ points, isAtEnd }) => !isAtEnd || points.length > 0)) {
      await Promise.all(readings.map(reading => fill(reading, { store, toMs, page })))
      // As far as every series is read; beyond that another metric of the same time may still be to come.
      const frontierMs = Math.min(
        toMs,
        ...readings.flatMap(({ points, isAtEnd }) => (isAtEnd ? [] : [points.at(-1)?.ts ?? toMs])),
      )
      const samples = takenUntil(readings, frontierMs)
      if (samples.length > 0) yield samples
    }
  }
}

async function fill(
  reading: Reading,
  { store, toMs, page }: { store: Pick<TelemetryStore, 'series'>; toMs: number; page: number },
): Promise<void> {
  if (reading.points.length > 0 || reading.isAtEnd) return
  const { device, metric, nextMs: fromMs } = reading
  const series = { class: device.class.id, device: device.id, metric }
  reading.points = await store.series({ ...series, fromMs, toMs, limit: page })
  reading.nextMs = (reading.points.at(-1)?.ts ?? fromMs) + 1
  reading.isAtEnd = reading.points.length < page
}

/** The points of all series until this time, as samples in its order. */
function takenUntil(readings: readonly Reading[], frontierMs: number): Sample[] {
  const samples = new Map<string, Sample>()
  for (const reading of readings) {
    const { device, metric, points } = reading
    const end = points.findIndex(({ ts }) => ts > frontierMs)
    const taken = points.splice(0, end === -1 ? points.length : end)
    for (const { ts, value } of taken) {
      const key = `${ts} ${device.id}`
      const sample = samples.get(key) ?? sampleOf(device, ts)
      sample.values[metric] = value
      samples.set(key, sample)
    }
  }
  return [...samples.values()].sort((a, b) => a.observedAtMs - b.observedAtMs)
}

function sampleOf({ id: device, site, asset, class: { id } }: RegisteredDevice, ts: number): Sample {
  return { site, asset, device, class: id, observedAtMs: ts, receivedAtMs: ts, values: {} }
}
