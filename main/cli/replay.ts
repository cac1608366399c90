import { ADMINISTRATOR } from '../../contracts/registry.ts'
import { connectDevice } from '../../simulators/device.ts'
import { parseSpeed } from '../../simulators/pace.ts'
import { describeReplay, replayCsv } from '../../simulators/replay/replay-csv.ts'
import { systemClock } from '../clock.ts'
import type { Config } from '../config.ts'
import { adminToken, apiClient } from './client.ts'
import { type Placement, registerDevice } from './register.ts'

export interface ReplayCommand extends Placement {
  device: string
  metric?: string
  time?: string
  speed: string
  url: string
  mqtt: string
}

/** `forewarn replay`: publishes the rows of a file as the device, which is registered when it is new. */
export async function replay(config: Config, file: string, command: ReplayCommand): Promise<void> {
  const speed = parseSpeed(command.speed)
  const token = await adminToken(config)
  const api = apiClient(command.url, token)
  await registerDevice(api, command.device, command)
  const { site } = (await api.get(`/devices/${command.device}`)) as { site: string }
  // The administrator publishes: the secret of a device that exists already is known to nobody but the device.
  const device = await connectDevice({
    url: command.mqtt,
    site,
    device: command.device,
    user: ADMINISTRATOR,
    secret: token,
  })
  const stopping = new AbortController()
  process.once('SIGINT', () => stopping.abort())
  try {
    const summary = await replayCsv({
      file,
      speed,
      clock: systemClock,
      signal: stopping.signal,
      publish: sample => device.publish(sample),
      onProgress: ({ published, lastTs }) =>
        console.log(`${published} published, at ${describeTime(lastTs)}`),
      ...(command.metric && { metrics: command.metric.split(',') }),
      ...(command.time && { timestamp: command.time }),
    })
    await device.flush()
    console.log(describeReplay(summary))
    console.log(
      `${device.acknowledged} messages are acknowledged: ${describeTime(summary.firstTs)} to ${describeTime(summary.lastTs)}.`,
    )
  } finally {
    await device.close()
  }
}

const describeTime = (ms: number | undefined): string =>
  ms === undefined ? 'no time' : `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`
