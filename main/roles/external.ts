import {
  type ExternalConsumer,
  type ExternalConsumerOptions,
  startExternalConsumer,
} from '../../broker/external/consumer.ts'
import type { Config } from '../config.ts'

type Parts = Pick<ExternalConsumerOptions, 'log' | 'formats' | 'clock' | 'logger' | 'metrics'>

/** The consumer of the plant's own broker, where one is configured. */
export function openExternal(config: Config, parts: Parts): ExternalConsumer | undefined {
  if (config.EXTERNAL_MQTT_URL === undefined) return undefined
  return startExternalConsumer({
    ...parts,
    url: config.EXTERNAL_MQTT_URL,
    username: config.EXTERNAL_MQTT_USERNAME,
    password: config.EXTERNAL_MQTT_PASSWORD,
    topics: config.EXTERNAL_MQTT_TOPICS?.split(',').map(filter => filter.trim()),
    share: config.EXTERNAL_MQTT_SHARE,
    clientId: config.EXTERNAL_MQTT_CLIENT_ID,
    connections: config.EXTERNAL_MQTT_CONNECTIONS,
  })
}
