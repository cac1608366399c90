import { ForewarnError } from '../../contracts/errors.ts'
import type { Precision } from '../../simulators/replay/epoch.ts'
import type { ReplayKind } from '../../simulators/replay/kind.ts'
import type { ReplayRunOptions, ReplaySummary } from '../../simulators/replay/replay-run.ts'
import type { Placement } from './register.ts'

export interface ReplayCommand extends Omit<Placement, 'site'> {
  kind?: ReplayKind
  device?: string
  metric?: string
  speed: string
  site?: string
  url: string
  mqtt: string
  // CSV
  time?: string
  // Exports of InfluxDB
  deviceTag?: string
  measurement?: string
  metricName?: string
  precision?: Precision
  order?: 'time' | 'file'
  // Recordings
  topic?: string[]
  rewrite?: string[]
  shiftTo?: 'now'
  user?: string
  password?: string
}

/** What the replays of all kinds are given. */
export type CommonReplayOptions = Omit<ReplayRunOptions<never>, 'publish'>

const influx = ['device', 'deviceTag', 'metric', 'metricName', 'measurement', 'precision', 'order', 'asset']

/** Which options mean something for which kind of file, beside those that are for all. */
const optionsOf: Record<ReplayKind, readonly string[]> = {
  csv: ['device', 'metric', 'time', 'asset'],
  line: influx,
  flux: influx,
  'influx-csv': influx,
  recording: ['topic', 'rewrite', 'shiftTo', 'user', 'password'],
}
const special = new Set(Object.values(optionsOf).flat())

/** Refuses an option that the kind of file does not know, instead of passing it over. */
export function checkOptions(kind: ReplayKind, given: object): void {
  // A password may stand in the environment, for other commands.
  const wrong = Object.keys(given).filter(
    name => special.has(name) && name !== 'password' && !optionsOf[kind].includes(name),
  )
  if (wrong.length > 0)
    throw invalid(
      `the file is of the kind ${kind}, for which there is no ${wrong.map(flag).join(', ')}; there are ${optionsOf[kind].map(flag).join(', ')}. If it is of another kind, say so by --kind`,
    )
  if (kind === 'csv' && !('device' in given))
    throw invalid('a CSV file is about one device: give its id as --device')
}

const flag = (name: string): string => `--${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`

const invalid = (detail: string) => new ForewarnError('invalid', detail, { field: '/options' })

export const describeEnd = (acknowledged: number, { firstTs, lastTs }: ReplaySummary): string =>
  `${acknowledged} messages are acknowledged: ${describeTime(firstTs)} to ${describeTime(lastTs)}.`

export const describeTime = (ms: number | undefined): string =>
  ms === undefined ? 'no time' : `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`
