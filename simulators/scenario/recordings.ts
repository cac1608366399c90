import { dirname, resolve } from 'node:path'
import { MOST_DEVICES, type RecordingSurvey, surveyRecording } from '../record/played-recording.ts'
import type { Mistake } from './check.ts'
import { assetsOf, deviceOf } from './fleet.ts'
import type { ScenarioDocument } from './scenario.ts'
import type { RecordingEntry, Scenario } from './schema.ts'
import { momentMs, timesOf } from './times.ts'

/** A recording of a scenario, read through once. */
export interface ScenarioRecording extends RecordingEntry {
  /** Absolute. */
  file: string
  site: string
  survey: RecordingSurvey
}

/**
 * Finds the recordings of a scenario and who speaks in them. Refuses the scenario, with the places in the document,
 * where one cannot be read or played, or has devices with ids that others have already.
 */
export async function openRecordings(
  { scenario, refuse }: ScenarioDocument,
  scenarioFile: string,
): Promise<ScenarioRecording[]> {
  const mistakes: Mistake[] = []
  const opened: ScenarioRecording[] = []
  const taken = new Set(assetsOf(scenario).flatMap(({ asset }) => [asset, deviceOf(asset)]))
  for (const [i, entry] of scenario.recordings.entries()) {
    const file = resolve(dirname(scenarioFile), entry.file)
    const site = entry.site ?? scenario.sites[0]?.id ?? ''
    const survey = await surveyRecording({ ...entry, file }).catch((error: Error) => error)
    if (survey instanceof Error) {
      mistakes.push({ path: ['recordings', i, 'file'], message: survey.message })
      continue
    }
    const wrong = problemOf(survey, taken)
    if (wrong) mistakes.push({ path: ['recordings', i, wrong.property], message: wrong.message })
    for (const device of survey.devices) taken.add(device)
    opened.push({ ...entry, file, site, survey })
  }
  return mistakes.length > 0 ? refuse(mistakes) : opened
}

function problemOf(
  { devices, leftOut, hasMore }: RecordingSurvey,
  taken: ReadonlySet<string>,
): { property: keyof RecordingEntry; message: string } | undefined {
  if (devices.length === 0)
    return {
      property: 'file',
      message: `has no telemetry of devices that is played, which is Forewarn’s own JSON on telemetry/{site}/{device} of the topics; ${leftOut} messages are others`,
    }
  if (hasMore)
    return { property: 'topics', message: `more than ${MOST_DEVICES} devices speak; give topics of fewer` }
  const twice = devices.find(device => taken.has(device))
  return twice === undefined
    ? undefined
    : { property: 'prefix', message: `${twice} is there already; give a prefix` }
}

/** By how much the times of a recording are later when its scenario is run at `nowMs`. */
export function shiftOf(scenario: Scenario, { begins, survey }: ScenarioRecording, nowMs: number): number {
  const { startMs } = timesOf(scenario, nowMs)
  return momentMs(begins, { nowMs, startMs }) - (survey.firstMs ?? 0)
}
