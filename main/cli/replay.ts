import { ADMINISTRATOR } from '../../contracts/registry.ts'
import { connectDevice } from '../../simulators/device.ts'
import { parseSpeed } from '../../simulators/pace.ts'
import { kindOf } from '../../simulators/replay/kind.ts'
import { readBeginning } from '../../simulators/replay/lines.ts'
import { replayCsv } from '../../simulators/replay/replay-csv.ts'
import { describeReplay, type ReplaySummary } from '../../simulators/replay/replay-run.ts'
import { systemClock } from '../clock.ts'
import type { Config } from '../config.ts'
import { adminToken, apiClient } from './client.ts'
import { type Placement, registerDevice } from './register.ts'
import { replayExport } from './replay-influx.ts'
import {
  type CommonReplayOptions,
  checkOptions,
  describeEnd,
  describeTime,
  type ReplayCommand,
} from './replay-options.ts'
import { replayRecorded } from './replay-recording.ts'
import { stopSignal } from './stop-signal.ts'

const DEFAULT_SITE = 'plant'

/** `forewarn replay`: publishes what is in a file, with its event times, as the devices that it is about. */
export async function replay(config: Config, file: string, command: ReplayCommand): Promise<void> {
  const kind = command.kind ?? kindOf(await readBeginning(file))
  checkOptions(kind, command)
  const replayOptions = {
    file,
    speed: parseSpeed(command.speed),
    clock: systemClock,
    signal: stopSignal(),
    onProgress: ({ published, lastTs }: ReplaySummary) =>
      console.log(`${published} published, at ${describeTime(lastTs)}`),
  }
  if (kind === 'recording') return replayRecorded(config, replayOptions, command)
  const placement = { ...command, site: command.site ?? DEFAULT_SITE }
  if (kind === 'csv') return replayColumns(config, replayOptions, placement)
  return replayExport(config, { ...replayOptions, kind }, placement)
}

/** One CSV file is one device, which is registered when it is new. */
async function replayColumns(
  config: Config,
  common: CommonReplayOptions,
  command: ReplayCommand & Placement,
): Promise<void> {
  const { device: id = '', metric, time } = command
  const token = await adminToken(config)
  const api = apiClient(command.url, token)
  await registerDevice(api, id, command)
  const { site } = (await api.get(`/devices/${id}`)) as { site: string }
  // The administrator publishes: the secret of a device that exists already is known to nobody but the device.
  const device = await connectDevice({
    url: command.mqtt,
    site,
    device: id,
    user: ADMINISTRATOR,
    secret: token,
  })
  try {
    const summary = await replayCsv({
      ...common,
      publish: sample => device.publish(sample),
      ...(metric && { metrics: metric.split(',') }),
      ...(time && { timestamp: time }),
    })
    await device.flush()
    console.log(describeReplay(summary))
    console.log(describeEnd(device.acknowledged, summary))
  } finally {
    await device.close()
  }
}
