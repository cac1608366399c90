import { tmpdir } from 'node:os'
import { EARLIEST_OBSERVED_AT_MS } from '../../contracts/sample.ts'
import type { DeviceSample } from '../sample.ts'
import type { Precision } from './epoch.ts'
import { fluxCsvReader } from './flux-csv.ts'
import { influxCsvReader } from './influx-csv.ts'
import type { ReplayKind } from './kind.ts'
import { readLines, type TextLine } from './lines.ts'
import { Mapping, type MappingChoice, namedTags, type Placed } from './mapping.ts'
import type { Point, PointReader, PointRow } from './points.ts'
import { lineProtocolReader } from './read-line-protocol.ts'
import { ReplayRun, type ReplayRunOptions, type ReplaySummary, withProblems } from './replay-run.ts'
import { SampleSorter } from './sample-sorter.ts'

export type InfluxKind = Exclude<ReplayKind, 'csv' | 'recording'>

/** A sample and whose it is. */
export interface PlacedSample extends DeviceSample {
  device: string
}

export interface InfluxReplayOptions extends MappingChoice, ReplayRunOptions<PlacedSample> {
  kind: InfluxKind
  /**
   * `time`: all devices by event time, the values of one device and time in one sample. Sorted by a temporary file where
   * that does not fit into memory, so the whole file is read first. `file`: as the lines stand there, at once.
   */
  order: 'time' | 'file'
  /** Unit of times that are numbers. */
  precision: Precision
  /** For the temporary file; the one of the system when not given. */
  temporary?: string
  /** About once a second while the file is read and sorted. */
  onReading?(rows: number): void
}

export interface InfluxReplaySummary extends ReplaySummary {
  devices: readonly string[]
  /** Values of the same device, metric and time as another one: the last one was taken. */
  replaced: number
  /** What is left out on purpose: why, and how much of it. */
  leftOut: ReadonlyMap<string, number>
  notes: readonly string[]
}

/**
 * Publishes an export of InfluxDB: line protocol, annotated CSV of Flux, or CSV of the client of 1.x. Lines that do not
 * parse are reported, counted and skipped. `invalid`: no such file, or a mapping that cannot be.
 */
export async function replayInflux(options: InfluxReplayOptions): Promise<InfluxReplaySummary> {
  const run = new ReplayRun(options)
  const mapping = new Mapping(options)
  const replay: Replay = { options, run, mapping, replaced: 0 }
  await (options.order === 'file' ? byFile(replay) : byTime(replay))
  const { devices, leftOut, notes } = mapping
  const unmatched = run.summary.aborted ? [] : mapping.unmatched()
  return { ...run.summary, devices, leftOut, replaced: replay.replaced, notes: [...notes, ...unmatched] }
}

interface Replay {
  options: InfluxReplayOptions
  run: ReplayRun<PlacedSample>
  mapping: Mapping
  replaced: number
}

async function byTime(replay: Replay): Promise<void> {
  const { options, mapping } = replay
  const sorter = new SampleSorter({
    directory: options.temporary ?? tmpdir(),
    deviceOf: slot => mapping.slots[slot]?.deviceIndex ?? 0,
  })
  try {
    let reportedAtMs = options.clock.nowMs()
    for await (const { ts, placed } of placedValues(replay)) {
      for (const { slot, value } of placed) {
        const written = sorter.add(ts, slot, value)
        if (written) await written
      }
      if (options.clock.nowMs() - reportedAtMs < 1000) continue
      reportedAtMs = options.clock.nowMs()
      options.onReading?.(replay.run.summary.rows)
    }
    if (replay.run.isAborted()) return
    await publishGrouped(replay, sorter.sorted())
  } finally {
    await sorter.close()
  }
}

async function byFile(replay: Replay): Promise<void> {
  await publishGrouped(replay, entriesOf(placedValues(replay)))
}

async function* entriesOf(rows: AsyncIterable<{ ts: number; placed: Placed[] }>) {
  for await (const { ts, placed } of rows) for (const { slot, value } of placed) yield { ts, slot, value }
}

/** Values of one device and time that follow each other are one sample. */
async function publishGrouped(
  replay: Replay,
  entries: AsyncIterable<{ ts: number; slot: number; value: number }>,
): Promise<void> {
  const { run, mapping } = replay
  let sample: PlacedSample | undefined
  for await (const { ts, slot, value } of entries) {
    const { device = '', metric = '' } = mapping.slots[slot] ?? {}
    if (sample && (sample.ts !== ts || sample.device !== device)) {
      if (!(await run.publish(sample))) return
      sample = undefined
    }
    sample ??= { device, ts, values: {} }
    if (Object.hasOwn(sample.values, metric)) replay.replaced++
    sample.values[metric] = value
  }
  if (sample) await run.publish(sample)
}

/** The values of each line that has some; the others are counted. */
async function* placedValues({
  options,
  run,
  mapping,
}: Replay): AsyncGenerator<{ ts: number; placed: Placed[] }> {
  const reader = readerOf(options)
  for await (const rows of rowsOf(options.file, reader)) {
    if (run.isAborted()) return
    for (const { line, result } of rows) {
      run.summary.rows++
      if ('leftOut' in result) mapping.leave(result.leftOut)
      else {
        const placed = 'problem' in result ? result : (timeProblem(result) ?? mapping.place(result))
        if ('problem' in placed) run.skip(line, placed.problem)
        else if (placed.length > 0 && 'ts' in result) yield { ts: result.ts, placed }
      }
    }
  }
}

/** InfluxDB gives an aggregate over everything the time 0, and Forewarn takes nothing from before 2000. */
function timeProblem({ ts }: Point): { problem: string } | undefined {
  if (ts >= EARLIEST_OBSERVED_AT_MS) return undefined
  return {
    problem: `its time is ${ts} ms since 1970, before the year 2000; right would be another --precision, or a query with GROUP BY time`,
  }
}

async function* rowsOf(file: string, reader: PointReader): AsyncGenerator<PointRow[]> {
  const rowsOfLine = (line: TextLine): PointRow[] =>
    line.problem === undefined
      ? reader.read(line)
      : [...reader.end(), { line: line.line, result: { problem: line.problem } }]
  for await (const lines of readLines(file)) yield lines.flatMap(rowsOfLine)
  yield reader.end()
}

function readerOf({ kind, precision, ...choice }: InfluxReplayOptions): PointReader {
  if (kind === 'line') return lineProtocolReader(precision)
  const wanted = namedTags(choice)
  return kind === 'flux' ? fluxCsvReader(wanted) : influxCsvReader(wanted, precision)
}

/** What a person wants to know of it. */
export function describeInfluxReplay(summary: InfluxReplaySummary): string {
  const { rows, published, devices, aborted, leftOut, replaced, notes } = summary
  const head = `${rows} lines read, ${published} samples of ${devices.length} ${devices.length === 1 ? 'device' : 'devices'} published${aborted ? ', then stopped' : ''}`
  const left = [...leftOut].map(([what, count]) => `Left out: ${count} ${what}.`)
  if (replaced > 0)
    left.push(`${replaced} values came again for the same metric and time; the last one was taken.`)
  return [withProblems(head, summary), ...left, ...notes.map(note => `Note: ${note}`)].join('\n')
}
