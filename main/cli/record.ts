import { READER } from '../../contracts/registry.ts'
import { describeRecording, recordBroker } from '../../simulators/record/record.ts'
import { checkFilter } from '../../simulators/record/topics.ts'
import { systemClock } from '../clock.ts'
import type { Config } from '../config.ts'
import { tokenOf } from '../token-files.ts'
import { stopSignal } from './stop-signal.ts'

export interface RecordCommand {
  mqtt?: string | undefined
  user?: string | undefined
  password?: string | undefined
  topic: string[]
  seconds?: number
  maxBytes: number
}

/** `forewarn record`: writes what a broker passes on into a file, and says how to replay it. */
export async function record(config: Config, file: string, command: RecordCommand): Promise<void> {
  const { topic: topics, seconds, maxBytes } = command
  const { url, user, password } = await loginOf(config, command)
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

type Login = Pick<RecordCommand, 'user' | 'password'> & { url: string }

/**
 * Which broker, and who logs in: the one of the configuration, where it reads one, else Forewarn's own, as a reader. A
 * login of the configuration is for the broker of the configuration alone.
 */
async function loginOf(config: Config, { mqtt, user, password }: RecordCommand): Promise<Login> {
  const own = `mqtt://127.0.0.1:${config.MQTT_PORT}`
  const { EXTERNAL_MQTT_URL: external } = config
  const url = mqtt ?? external ?? own
  if (url === external)
    return {
      url,
      user: user ?? config.EXTERNAL_MQTT_USERNAME,
      password: password ?? config.EXTERNAL_MQTT_PASSWORD,
    }
  const name = user ?? (url === own ? READER : undefined)
  // A password may stand in the environment for another broker: it is not the reader's where nobody was named.
  if (name !== READER || (user !== undefined && password !== undefined)) return { url, user: name, password }
  return { url, user: name, password: await tokenOf(config, 'READER_TOKEN') }
}
