import { ADMINISTRATOR } from '../../contracts/registry.ts'
import { telemetryTopic } from '../../simulators/device.ts'
import { connectPublisher } from '../../simulators/publisher.ts'
import { describeInfluxReplay, type InfluxKind, replayInflux } from '../../simulators/replay/replay-influx.ts'
import type { Config } from '../config.ts'
import { type ApiClient, adminToken, apiClient } from './client.ts'
import { type Placement, registerDevice } from './register.ts'
import { type CommonReplayOptions, describeEnd, type ReplayCommand } from './replay-options.ts'

/** An export of InfluxDB is about many devices: each is registered when it is new, and the administrator publishes for all. */
export async function replayExport(
  config: Config,
  common: CommonReplayOptions & { kind: InfluxKind },
  command: ReplayCommand & Placement,
): Promise<void> {
  const { device, deviceTag, measurement, metric, metricName } = command
  const token = await adminToken(config)
  const topicOf = topics(apiClient(command.url, token), command)
  const publisher = await connectPublisher({ url: command.mqtt, user: ADMINISTRATOR, secret: token })
  try {
    const summary = await replayInflux({
      ...common,
      order: command.order ?? 'time',
      precision: command.precision ?? 'auto',
      async publish({ device: id, ...sample }) {
        const topic = topicOf(id)
        await publisher.publish(typeof topic === 'string' ? topic : await topic, JSON.stringify(sample))
      },
      onReading: rows => console.log(`${rows} lines read`),
      ...(device !== undefined && { device }),
      ...(deviceTag && { deviceTags: deviceTag.split(',') }),
      ...(measurement && { measurements: measurement.split(',') }),
      ...(metric && { metrics: metric.split(',') }),
      ...(metricName && { metricName }),
    })
    await publisher.flush()
    console.log(describeInfluxReplay(summary))
    console.log(describeEnd(publisher.acknowledged, summary))
  } finally {
    await publisher.close()
  }
}

/** Where each device publishes; it is registered when it is first met and new. */
function topics(api: ApiClient, placement: Placement): (device: string) => string | Promise<string> {
  const known = new Map<string, string>()
  const find = async (device: string): Promise<string> => {
    const secret = await registerDevice(api, device, placement)
    const { site } = (await api.get(`/devices/${device}`)) as { site: string }
    console.log(`${secret === undefined ? 'known' : 'new'} device ${device} at site ${site}`)
    const topic = telemetryTopic(site, device)
    known.set(device, topic)
    return topic
  }
  return device => known.get(device) ?? find(device)
}
