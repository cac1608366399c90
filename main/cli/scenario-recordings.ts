import { ADMINISTRATOR } from '../../contracts/registry.ts'
import { connectPublisher } from '../../simulators/publisher.ts'
import { PlayedRecording } from '../../simulators/record/played-recording.ts'
import { type ScenarioRecording, shiftOf } from '../../simulators/scenario/recordings.ts'
import type { Scenario } from '../../simulators/scenario/schema.ts'
import type { ApiClient } from './client.ts'
import { registerDevice } from './register.ts'

/** How often the broker may hang up without an acknowledgement: its log is full, or it is not Forewarn's. */
const HANG_UPS = 10

export interface RecordingsRun {
  api: ApiClient
  mqttUrl: string
  /** The administrator's token, who publishes for the recorded devices. */
  token: string
  scenario: Scenario
  recordings?: readonly ScenarioRecording[]
  anchorMs: number
}

interface PlayedRecordings {
  /** Publishes what was received until then. */
  advance(nowMs: number): Promise<void>
  flush(): Promise<void>
  close(): Promise<void>
}

/** Registers the devices of a scenario's recordings and plays them. What was said before `fromMs` is not said again. */
export async function playRecordings(run: RecordingsRun, fromMs: number): Promise<PlayedRecordings> {
  const { api, recordings = [], scenario, anchorMs } = run
  if (recordings.length === 0)
    return { advance: async () => {}, flush: async () => {}, close: async () => {} }
  for (const { survey, site, class: equipmentClass, criticality } of recordings)
    for (const device of survey.devices)
      await registerDevice(api, device, { site, class: equipmentClass, criticality })
  const publisher = await connectPublisher({
    ...{ url: run.mqttUrl, user: ADMINISTRATOR, secret: run.token, hangUps: HANG_UPS },
  })
  const played = recordings.map(recording => {
    const shiftMs = shiftOf(scenario, recording, anchorMs)
    console.log(describe(recording, shiftMs))
    return new PlayedRecording({
      ...{ ...recording, shiftMs },
      publish: (topic, payload) => publisher.publish(topic, payload),
    })
  })
  let published = 0
  return {
    async advance(nowMs) {
      for (const each of played) published += await each.advance(nowMs, fromMs)
    },
    flush: () => publisher.flush(),
    async close() {
      await Promise.all(played.map(each => each.close()))
      await publisher.close()
      console.log(`${published} messages of recordings were played.`)
    },
  }
}

function describe({ file, survey }: ScenarioRecording, shiftMs: number): string {
  const { devices, messages, leftOut, broken, firstMs = 0, lastMs = 0 } = survey
  const time = (ms: number) => `${new Date(ms + shiftMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`
  const rest = [
    ...(leftOut > 0 ? [`${leftOut} messages are left out`] : []),
    ...(broken > 0 ? [`${broken} lines are no messages`] : []),
  ]
  const of = `${messages} messages of ${devices.length} devices, from ${time(firstMs)} to ${time(lastMs)}`
  return `${file}: ${[of, ...rest].join('; ')}.`
}
