import { ForewarnError } from '../../contracts/errors.ts'
import { describeRecording, recordBroker } from '../../simulators/record/record.ts'
import { checkFilter } from '../../simulators/record/topics.ts'
import { systemClock } from '../clock.ts'
import type { Config } from '../config.ts'
import { stopSignal } from './stop-signal.ts'

export interface RecordCommand {
  mqtt?: string
  user?: string
  password?: string
  topic: string[]
  seconds?: number
  maxBytes: number
}

/** `forewarn record`: writes what a broker passes on into a file, and says how to replay it. */
export async function record(config: Config, file: string, command: RecordCommand): Promise<void> {
  const { mqtt: url = config.EXTERNAL_MQTT_URL, topic: topics, seconds, maxBytes } = command
  if (url === undefined)
    throw new ForewarnError('invalid', 'give the broker as --mqtt, or as EXTERNAL_MQTT_URL')
  // A login of the configuration is for the broker of the configuration alone.
  const isOurs = url === config.EXTERNAL_MQTT_URL
  const { user = isOurs ? config.EXTERNAL_MQTT_USERNAME : undefined } = command
  const { password = isOurs ? config.EXTERNAL_MQTT_PASSWORD : undefined } = command
  for (const topic of topics) checkFilter(topic)
  const summary = await recordBroker({
    ...{ url, user, password, topics, file, seconds, maxBytes },
    clock: systemClock,
    signal: stopSignal(),
    onStarted: () => console.log(`Recording ${topics.join(', ')} into ${file}; Ctrl-C ends it.`),
  })
  console.log(describeRecording(file, summary))
  console.log(`Replay it: npm run forewarn -- replay ${file} --speed 1 --shift-to now`)
}
