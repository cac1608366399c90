import { ReplayRun, type ReplayRunOptions, type ReplaySummary, withProblems } from '../replay/replay-run.ts'
import { withEventTimes } from './event-times.ts'
import { readRecording } from './read-recording.ts'
import type { RecordedMessage } from './recording.ts'
import { changedTopic, matches, type TopicChange } from './topics.ts'

export interface RecordingReplayOptions extends TopicChange, ReplayRunOptions<RecordedMessage> {
  /** Only topics of one of these filters, as they were recorded. */
  topics?: readonly string[]
  /** Why a message is left out for its topic, as it is after the change; undefined where it is not. */
  leaveOut?(topic: string): string | undefined
  /**
   * `now`: event times in Forewarn's own JSON are moved so that the recording begins now, or, at a speed above 1, that it
   * ends now, because none may lie ahead. Otherwise they are kept, and where a message has none it is its receive time.
   */
  shiftTo?: 'now'
}

export interface RecordingReplaySummary extends ReplaySummary {
  /** Messages that are not Forewarn's own JSON: their times are what they say, or when they are received again. */
  asTheyAre: number
  /** What is left out on purpose: why, and how many messages. */
  leftOut: ReadonlyMap<string, number>
  /** By which event times were moved. */
  shiftMs: number
}

const MOST_REASONS = 20

/**
 * Publishes a recording again, paced by its receive times. Lines that are no messages are reported, counted and skipped, as
 * is the end of a recording that was cut off. `invalid`: no such file, or no recording.
 */
export async function replayRecording(options: RecordingReplayOptions): Promise<RecordingReplaySummary> {
  const run = new ReplayRun(options)
  const shiftMs = options.shiftTo === 'now' ? await shiftToNow(options) : 0
  const leftOut = new Map<string, number>()
  let asTheyAre = 0
  for await (const { line, result } of readRecording(options.file)) {
    run.summary.rows++
    if ('problem' in result) {
      run.skip(line, result.problem)
      continue
    }
    const topic = changedTopic(result.topic, options)
    const reason = isWanted(result.topic, options)
      ? options.leaveOut?.(topic)
      : 'messages of topics not chosen'
    if (reason !== undefined) {
      const key = leftOut.has(reason) || leftOut.size < MOST_REASONS ? reason : 'others'
      leftOut.set(key, (leftOut.get(key) ?? 0) + 1)
      continue
    }
    const payload = withEventTimes({ ...result, topic }, shiftMs)
    if (!(await run.publish({ ...result, topic, payload: payload ?? result.payload }))) break
    if (!payload) asTheyAre++
  }
  return { ...run.summary, asTheyAre, leftOut, shiftMs }
}

const isWanted = (topic: string, { topics }: RecordingReplayOptions): boolean =>
  topics === undefined || topics.some(filter => matches(filter, topic))

/** How far receive times are to be moved: those of the first message, or of the last one, become now. */
async function shiftToNow({ file, speed, clock, signal }: RecordingReplayOptions): Promise<number> {
  const isHistory = speed === 'max' || speed > 1
  let anchor: number | undefined
  for await (const { result } of readRecording(file)) {
    if (signal.aborted) break
    if ('problem' in result) continue
    anchor = Math.max(anchor ?? result.ts, result.ts)
    if (!isHistory) break
  }
  return anchor === undefined ? 0 : clock.nowMs() - anchor
}

/** What a person wants to know of it. */
export function describeRecordingReplay(summary: RecordingReplaySummary): string {
  const { rows, published, aborted, leftOut, asTheyAre, shiftMs } = summary
  const head = `${published} of ${rows} messages published${aborted ? ', then stopped' : ''}`
  const lines = [...leftOut].map(([what, count]) => `Left out: ${count} ${what}.`)
  if (shiftMs !== 0) lines.push(`Event times are moved by ${(shiftMs / 1000).toFixed(3)} s.`)
  if (shiftMs !== 0 && asTheyAre > 0)
    lines.push(
      `${asTheyAre} messages are not Forewarn's own JSON and were sent as they are, with their own times.`,
    )
  return [withProblems(head, summary), ...lines].join('\n')
}
